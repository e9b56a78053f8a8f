// Who has a case and why: a post outside the district is chosen with a reason; a move keeps the worker and asks to look.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { words } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask, send } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("the coordinator chooses a post outside the district, and the reason stands in the file", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("koordination");
    await device.page.goto(`${town.address}/pool`);
    const number = (await device.page.locator(".visit strong").first().textContent()).trim();
    await device.page.locator(".visit").first().getByRole("button").click();
    await device.page.locator("#proposal-confirm").waitFor();
    const outside = device.page.locator(".candidate", { hasText: "anderer Bezirk" }).first();
    await outside.getByText("nur mit Grund").waitFor();
    const id = await outside.locator("input").getAttribute("id");
    await outside.locator("label").click();
    await device.page.locator("#proposal-confirm").click();
    await device.page.locator("#proposal-because-problem", { hasText: "Grund" }).waitFor();
    await device.page.locator("#proposal-because:focus").waitFor();
    await scan(device, "a choice without a reason");
    await device.page.locator("#proposal-because").selectOption("client_choice");
    await device.page.locator("#proposal-reason").fill("kennt die Beraterin vom Sprachkurs");
    await picture(device, "wahl-mit-grund");
    await device.page.locator("#proposal-confirm").click();
    await device.page.locator("#proposal-confirm").waitFor({ state: "detached" });

    // The worker of that post reads the reason in the file.
    const post = id.replace("candidate-", "");
    const login = { "caritas-1": "caritas", "awo-1": "awo", "diakonie-1": "diakonie", "soziales-1": "soziales", "ki-1": "ki-fall" }[post];
    const worker = await Device.on(town, "tablet");
    try {
      await worker.signIn(login);
      const { cases } = await ask(worker, "/api/cases");
      const head = cases.find((one) => one.number === number);
      await worker.page.goto(`${town.address}/fall/${head.case}`);
      const history = worker.page.locator(".card", { hasText: "Zuständigkeit bisher" });
      await history.locator(".badge", { hasText: "Wunsch der Person" }).waitFor();
      await history.filter({ hasText: "kennt die Beraterin vom Sprachkurs" }).waitFor();
      await scanEverywhere(worker, "the history of a case");
      assert.deepEqual(worker.errors, []);
    } finally {
      await worker.end();
    }
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("who is away is shown with the day and the deputy, to the coordinator, in the file, and to the desk", async () => {
  const coordinator = await Device.on(town, "desktop");
  const worker = await Device.on(town, "tablet");
  const desk = await Device.on(town, "desktop");
  try {
    // The demo town has somebody away this week, and the other post of the town deputises.
    const deputy = /abwesend bis \d\d\.\d\d\.\d{4} · Vertretung: .+, 0214/;
    await coordinator.signIn("koordination");
    await coordinator.page.goto(`${town.address}/zustaendigkeit`);
    const away = coordinator.page.locator(".post__away:visible");
    await away.first().waitFor();
    assert.equal(await away.count(), 1);
    assert.match(await words(away), deputy);
    await scan(coordinator, "somebody is away");
    await picture(coordinator, "abwesend");
    await coordinator.page.goto(`${town.address}/pool`);
    await coordinator.page.locator(".visit").first().getByRole("button").click();
    await coordinator.page.locator("#proposal-confirm").waitFor();
    const reason = coordinator.page.locator(".candidate .reason", { hasText: "abwesend" });
    assert.match(await words(reason), deputy);

    await worker.signIn("soziales");
    const { cases } = await ask(worker, "/api/cases");
    await worker.page.goto(`${town.address}/fall/${cases[0].case}`);
    const line = worker.page.locator(".responsible__away:visible");
    await line.waitFor();
    assert.match(await words(line), deputy);
    await scan(worker, "the file of somebody who is away");
    await coordinator.page.goto(`${town.address}/zustaendigkeit/${cases[0].case}`);
    await coordinator.page.locator(".responsible__away:visible").waitFor();

    // Whom the desk may find: it tells the client whom to call instead.
    const files = await Promise.all(cases.map((one) => ask(worker, `/api/case?case=${one.case}`)));
    const isFound = ({ consents, person }) =>
      !person.address.is_locked && consents.some((one) => one.kind === "found_at_desk" && one.answer === "given");
    await desk.signIn("empfang");
    await desk.page.goto(`${town.address}/person/${files.find(isFound).head.person}`);
    const known = desk.page.locator(".card.responsible .responsible__away:visible");
    await known.waitFor();
    assert.match(await words(known), deputy);
    for (const device of [coordinator, worker, desk]) assert.deepEqual(device.errors, []);
  } finally {
    for (const device of [coordinator, worker, desk]) await device.end();
  }
});

test("a page of another role says so and whom to ask, and offers nothing that is refused", async () => {
  const desk = await Device.on(town, "desktop");
  try {
    await desk.signIn("empfang");
    for (const path of ["/pool", "/zustaendigkeit", "/ausnahmen", "/heute"]) {
      await desk.page.goto(`${town.address}${path}`);
      await desk.page.locator("#main").getByText("Deine Rolle umfasst das nicht").waitFor();
      assert.equal(await desk.page.locator("#main button:visible").count(), 0, path);
    }
    await scan(desk, "a page of another role");
    assert.deepEqual(desk.errors, []);
  } finally {
    await desk.end();
  }
});

test("after a move the worker stays and is asked to look; coordinator and worker see it", async () => {
  const worker = await Device.on(town, "tablet");
  const coordinator = await Device.on(town, "desktop");
  try {
    await worker.signIn("caritas");
    const { cases } = await ask(worker, "/api/cases");
    const head = cases.find((one) => one.district === "II") ?? cases.find((one) => one.district !== null);
    const to = head.district === "III" ? "Opladen" : "Schlebusch";
    const { draft } = await ask(worker, `/api/person?person=${head.person}`);
    const edits = {
      "address.place": { saw: draft.address.place, wrote: to },
      "address.locality": { saw: draft.address.locality, wrote: to.toLowerCase() },
    };
    const edit = { do: "edit_person", with: { edits } };
    assert.deepEqual(await send(worker, `person:${head.person}`, edit), { outcome: "applied" });

    await worker.page.goto(`${town.address}/heute`);
    await worker.page.locator(".need", { hasText: "Zuständigkeit prüfen" }).waitFor();
    await coordinator.signIn("koordination");
    await coordinator.page.goto(`${town.address}/pool`);
    await coordinator.page.locator("section", { hasText: "Zuständigkeit prüfen" }).locator(".visit", { hasText: head.number }).waitFor();
    await scanEverywhere(coordinator, "cases to look at after a move");

    await worker.page.goto(`${town.address}/fall/${head.case}`);
    await worker.page.locator(".notice", { hasText: "Umgezogen" }).waitFor();
    await picture(worker, "umzug");
    await worker.page.getByRole("button", { name: "Zuständigkeit bleibt" }).click();
    await worker.page.locator("input[id^='keep-']").fill("gute Beziehung");
    await scan(worker, "keeping a case after a move");
    await worker.page.locator("form:has(input[id^='keep-']) button[type=submit]").click();
    await worker.page.locator(".notice", { hasText: "Umgezogen" }).waitFor({ state: "hidden" });
    const history = worker.page.locator(".card", { hasText: "Zuständigkeit bisher" });
    await history.filter({ hasText: "gute Beziehung" }).waitFor();
    assert.match(await history.textContent(), /Stadtbezirk II[\s\S]*Stadtbezirk II?I?/);
    assert.deepEqual([...worker.errors, ...coordinator.errors], []);
  } finally {
    await worker.end();
    await coordinator.end();
  }
});
