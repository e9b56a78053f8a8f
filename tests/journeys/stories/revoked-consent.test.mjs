// A deputy at AWO has access to a Caritas case by consent E5, while its worker is away. The client takes the consent back on
// the deputy's tablet: the next read on every path is refused, the tablet drops the case, what relied on it is flagged to
// the worker, and the confirmation prints.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { words } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask, choose, follow, post, send, setUp, typeNote, unlock, untilCached } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** The day so many days from today, as it is written in the files. */
const day = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/Berlin" });

/** Lets the holder of a post be away from yesterday on, with another post as the deputy. */
async function sendAway(coordinator, post, deputy) {
  const organisation = await ask(coordinator, "/api/organisation");
  const others = organisation.absences.filter((one) => one.post !== post);
  organisation.absences = [...others, { post, deputy, valid_from: day(-1), valid_until: day(6) }];
  const { ags } = organisation.municipality[0];
  const outcome = await send(coordinator, `organisation:${ags}`, { do: "load_organisation", with: { organisation } });
  assert.deepEqual(outcome, { outcome: "applied" });
}

/** Draws a signature with the pen. */
async function sign(page) {
  const pad = page.locator("#consent-signature-pad");
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await pad.boundingBox();
  await page.mouse.move(x + width * 0.2, y + height * 0.6);
  await page.mouse.down();
  for (let step = 0; step <= 20; step += 1) {
    await page.mouse.move(x + width * (0.2 + step * 0.025), y + height * (0.5 + 0.25 * Math.sin(step)));
  }
  await page.mouse.up();
  await page.locator("#consent-signature-said", { hasText: "Unterschrieben" }).waitFor();
}

/** The row of a purpose. */
const row = (device, purpose) => device.page.locator("#consents tr", { hasText: purpose });

/** What each path answers about a case. */
async function paths(device, { case: id, person, name }) {
  const because = (answer) => answer.because ?? answer.problem ?? "read";
  const hits = (await post(device, "/api/persons/find", { text: name })).hits;
  const deputised = (await ask(device, "/api/cases/deputised")).absences.flatMap((absence) => absence.cases);
  return {
    file: because(await ask(device, `/api/case?case=${id}`)),
    form: because(await ask(device, `/api/person?person=${person}`)),
    forms: because(await ask(device, `/api/intakes?person=${person}`)),
    sight: because(await ask(device, `/api/case/sight?case=${id}`)),
    packed: (await post(device, "/api/pack", { chosen: [id] })).files.some((file) => file.head.case === id),
    opens: deputised.find((one) => one.head.case === id).may_open,
    search: JSON.stringify(hits).includes(id),
  };
}

test("a client takes back that AWO deputises, and the door is shut everywhere", async () => {
  const coordinator = await Device.on(town, "desktop");
  const worker = await Device.on(town, "desktop");
  const deputy = await Device.on(town, "tablet");
  try {
    await coordinator.signIn("koordination");
    await sendAway(coordinator, "caritas-1", "awo-1");

    // Before she left, the worker asked the client.
    await worker.signIn("caritas");
    const { cases } = await ask(worker, "/api/cases");
    const head = cases.find((one) => !one.is_new);
    await worker.open(`/fall/${head.case}/einwilligungen`);
    await worker.page.locator("#consent-add-deputy").click();
    await worker.page.locator("#consent-form:focus").waitFor();
    await worker.page.locator("#consent-give").click();
    await worker.page.locator("#consent-receiver-problem", { hasText: "fehlt" }).waitFor();
    await worker.page.locator("#consent-receiver:focus").waitFor();
    await worker.page.locator("#consent-receiver").selectOption("awo");
    await choose(worker, "#consent-language", "Arabisch");
    await worker.page.locator("#consent-explained").selectOption("interpreter");
    await worker.page.locator("#consent-give").click();
    await worker.page.locator("#consent-interpreter-problem", { hasText: "fehlt" }).waitFor();
    await worker.page.locator("#consent-signature-problem", { hasText: "fehlt" }).waitFor();
    // It stands under the field that is empty, not under the paper that nobody chose.
    await worker.page.locator("#consent-signature .signature__pad + #consent-signature-problem").waitFor();
    await worker.page.locator("#consent-interpreter").fill("Rima Beispiel");
    await worker.page.locator(".consent-form__texts [lang=ar]", { hasText: "ملفك" }).waitFor();
    await sign(worker.page);
    await scan(worker, "asking for a consent");
    await picture(worker, "einwilligung-fragen");

    // Who looks something up meanwhile finds the form as it was left, with the signature of today.
    await worker.page.locator("a.tab", { hasText: "Verlauf" }).click();
    await worker.page.locator("#consent-form").waitFor({ state: "detached" });
    await worker.page.locator("a.tab", { hasText: "Einwilligungen" }).click();
    await worker.page.locator("#consent-add-deputy").click();
    await worker.page.locator("#consent-signature-said", { hasText: "Unterschrieben" }).waitFor();
    assert.equal(await worker.page.locator("#consent-interpreter").inputValue(), "Rima Beispiel");
    await worker.page.locator("#consent-give").click();
    await row(worker, "Arbeiterwohlfahrt").locator(".badge", { hasText: "erteilt" }).waitFor();
    await row(worker, "Arbeiterwohlfahrt").locator("svg path").first().waitFor();
    await worker.page.locator("#consents .badge", { hasText: /gesendet|Gerät/ }).waitFor({ state: "detached" });
    await scanEverywhere(worker, "the consents of a case");
    await picture(worker, "einwilligungen");

    // What was answered is no draft any more.
    await worker.page.locator("#consent-add-deputy").click();
    await worker.page.locator("#consent-form:focus").waitFor();
    await worker.page.locator("#consent-explained").selectOption("interpreter");
    assert.equal(await worker.page.locator("#consent-interpreter").inputValue(), "");
    await worker.page.getByRole("button", { name: "Nicht gefragt" }).click();

    // Who sees this case, and why: one click from the case.
    await worker.page.locator("a.tab", { hasText: "Wer sieht das?" }).click();
    await worker.page.locator("#sight .entry", { hasText: "Vertretung" }).locator(".badge", { hasText: "ganze Akte" }).waitFor();
    await scanEverywhere(worker, "who sees a case");
    await picture(worker, "wer-sieht-das");

    // The deputy finds the case on her day, takes it along, and works it.
    await deputy.signIn("awo");
    const spoken = await setUp(deputy);
    await untilCached(deputy);
    await deputy.page.locator(".entry--row", { hasText: head.name }).first().getByRole("button").click();
    await deputy.page.locator(".entry--row", { hasText: head.name }).locator(".badge", { hasText: "von dir gewählt" }).waitFor();
    await follow(deputy, "/heute");
    const line = deputy.page.locator("#deputised .need", { hasText: head.number });
    await line.locator("a", { hasText: "Öffnen" }).waitFor();
    await picture(deputy, "in-vertretung");
    await line.locator("a").click();
    await deputy.page.locator(".notice", { hasText: "Du vertrittst" }).waitFor();
    await deputy.page.getByRole("button", { name: "Notiz schreiben" }).click();
    await typeNote(deputy, "In Vertretung telefoniert.");
    await deputy.page.locator("#note-sheet button[type=submit]").click();
    await deputy.page.locator("#note-text").waitFor({ state: "detached" });
    const open = await paths(deputy, head);
    assert.deepEqual(open, { file: "read", form: "read", forms: "read", sight: "read", packed: true, opens: true, search: true });

    // The client takes it back, on the deputy's tablet. A deputy asks for nothing new.
    await deputy.page.locator("a.tab", { hasText: "Einwilligungen" }).click();
    assert.equal(await deputy.page.locator("#consent-add-deputy:visible").count(), 0);
    await row(deputy, "Arbeiterwohlfahrt").getByRole("button", { name: /Widerrufen/ }).click();
    await deputy.page.locator("#consent-revoke-what", { hasText: "endet sofort" }).waitFor();
    await scan(deputy, "taking a consent back");
    await deputy.page.locator("#consent-revoke-yes").click();
    await deputy.page.locator("#consent-confirmation", { hasText: "Widerruf aufgenommen" }).waitFor();

    // The file is gone from the screen; the confirmation is still there, and prints in the client's language too.
    await deputy.page.locator("#main", { hasText: "keiner Vertretung durch deine Stelle zugestimmt" }).waitFor();
    await scan(deputy, "a case that was closed to its deputy");
    await picture(deputy, "widerruf");
    await deputy.page.emulateMedia({ media: "print" });
    const sheet = deputy.page.locator(".handout");
    await sheet.waitFor();
    const printed = await words(sheet);
    assert.match(printed, /Vertretung oder Übergabe: Arbeiterwohlfahrt/);
    assert.match(printed, /Das gilt ab sofort/);
    assert.match(printed, /لقد سحبت موافقتك/);
    assert.ok(!printed.includes(head.name), "the sheet names nobody");
    await deputy.page.emulateMedia({ media: null });

    const shut = await paths(deputy, head);
    const no = "no_deputy_consent";
    assert.deepEqual(shut, { file: no, form: no, forms: no, sight: no, packed: false, opens: false, search: false });
    await follow(deputy, "/heute");
    await deputy.page.locator("#deputised .need", { hasText: head.number }).filter({ hasText: "widerrufen" }).waitFor();

    // Not on the tablet either, where there is no server to refuse it.
    await town.cut();
    await deputy.open(`/fall/${head.case}`);
    await unlock(deputy, spoken);
    await deputy.page.locator("#main", { hasText: "nicht auf diesem Gerät" }).waitFor();
    await town.resume();

    // The worker is told when she looks again, and reads what was done in her place.
    await worker.open("/heute");
    await worker.page.locator(".need--danger", { hasText: "Einwilligung zur Vertretung widerrufen" }).waitFor();
    await picture(worker, "widerruf-braucht-dich");
    await worker.open(`/fall/${head.case}/verlauf`);
    await worker.page.locator(".note", { hasText: "In Vertretung telefoniert." }).waitFor();
    for (const device of [coordinator, worker, deputy]) assert.deepEqual(device.errors, []);
  } finally {
    for (const device of [coordinator, worker, deputy]) await device.end();
  }
});
