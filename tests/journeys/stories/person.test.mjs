// A person's page: the counter's question answered at a glance, what may be done next, and a form that was begun is found
// again on another device.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { confirmed, search, takeIn, words } from "../support/counter.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask, send } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Records what the client says to being found at the Service-Point. */
async function answerDesk(device, person, answer) {
  const consent = {
    consent: await device.page.evaluate(() => `0193${crypto.randomUUID().slice(4, 14)}7${crypto.randomUUID().slice(15)}`),
    kind: "found_at_desk",
    answer,
    text_version: "2026-1",
    language: "deu",
    explained: "spoken",
    answered_on: await device.page.evaluate(() => new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Berlin" })),
  };
  const outcome = await send(device, `person:${person}`, { do: "record_consent", with: consent });
  assert.deepEqual(outcome, { outcome: "applied" });
}

test("the desk reads who is responsible and how to call them, as long as the client agrees", async () => {
  const desk = await Device.on(town, "desktop");
  const worker = await Device.on(town, "tablet");
  try {
    await worker.signIn("caritas");
    const { cases } = await ask(worker, "/api/cases");
    const head = cases.find((one) => one.responsible && !one.is_new);
    await answerDesk(worker, head.person, "given");
    await worker.open(`/person/${head.person}`);
    await worker.page.getByRole("link", { name: "Fall öffnen" }).waitFor();
    await worker.page.getByRole("link", { name: "Angaben bearbeiten" }).waitFor();

    await desk.signIn("empfang");
    await desk.open(`/person/${head.person}`);
    const said = desk.page.locator(".responsible");
    await said.filter({ hasText: head.responsible.name }).waitFor();
    const text = await words(said);
    assert.ok(text.includes(head.responsible.telephone), text);
    assert.match(text, /nächster Termin .*, \d\d:\d\d|kein Termin vereinbart/);
    assert.equal(await desk.page.getByRole("link", { name: "Angaben bearbeiten" }).count(), 0);
    await picture(desk, "person-desk");

    // The next action at a counter: a slip, which stays without a person because another unit works with them.
    await desk.page.locator("#person-slip").click();
    await desk.page.locator("#slip-concern:focus").waitFor();
    await desk.page.getByText("Der Zettel bleibt ohne Person").waitFor();
    await scan(desk, "a person's page with a slip");

    await answerDesk(worker, head.person, "revoked");
    await desk.page.reload();
    await desk.page.getByRole("heading", { name: /möglicherweise bekannt/ }).waitFor();
    const blind = await words(desk.page.locator("#main"));
    assert.doesNotMatch(blind, new RegExp(head.name.split(" ").at(-1)));
    assert.ok(!blind.includes(head.responsible.name));
    assert.deepEqual([...desk.errors, ...worker.errors], []);
  } finally {
    await desk.end();
    await worker.end();
  }
});

test("a begun intake stands where reception looks first, on another device too, with its slip at the person", async () => {
  const one = await Device.on(town, "desktop");
  const other = await Device.on(town, "tablet");
  try {
    await one.signIn("empfang");
    await one.open("/empfang");
    const person = await takeIn(one, "Lula Testbekele 1993");
    await confirmed(one);

    await other.signIn("empfang");
    await other.open("/empfang");
    const line = other.page.locator(".unfinished .need", { hasText: "Lula Testbekele" });
    await line.waitFor();
    await scan(other, "begun intakes at reception");
    await line.getByRole("link").click();
    await other.page.waitForURL(new RegExp(`/aufnahme/${person}`));
    assert.equal(await other.page.locator("#person-spoken-name").inputValue(), "Lula Testbekele");

    // From the hit to her page; the slip that is written there stands there.
    await other.open("/empfang");
    await search(other, "Lula Testbekele 1993");
    await other.page.locator(".hit", { hasText: "Lula Testbekele" }).getByRole("button").click();
    await other.page.getByRole("link", { name: "Zur Person" }).click();
    await other.page.getByRole("link", { name: "Aufnahme fortsetzen" }).waitFor();
    await other.page.locator("#person-slip").click();
    await other.page.locator("#slip-concern").fill("Brief vom Stromversorger");
    await other.page.locator("label:has(#slip-fields-H02)").click();
    await other.page.locator("label:has(#slip-urgency-D3)").click();
    await other.page.locator("label:has(#slip-outcome-counselled)").click();
    await other.page.keyboard.press("Control+Enter");
    await other.page.locator("#person-slips", { hasText: "Brief vom Stromversorger" }).waitFor();
    await picture(other, "person-intake");
    await scan(other, "a person's page with slips");
    assert.deepEqual([...one.errors, ...other.errors], []);
  } finally {
    await one.end();
    await other.end();
  }
});

for (const size of Object.keys(SIZES)) {
  test(`a person's page serves everybody on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.signIn("awo");
      const { cases } = await ask(device, "/api/cases");
      await device.open(`/person/${cases[0].person}`);
      await device.page.locator(".responsible").waitFor();
      await scanEverywhere(device, `a person's page on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}
