// Handed in late: a case changes hands while its former worker still writes. The new one sees what was written, accepts
// it under both names or declines it with a reason, and its author is told.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { ask, send, typeNote } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Writes a note on the case that is open, and lets the coordinator give the case away before it is sent. */
async function writeWhileItMoves(device, text, move) {
  await device.page.getByRole("button", { name: "Notiz schreiben" }).click();
  await typeNote(device, text);
  await move();
  await device.page.locator("#note-sheet button[type=submit]").click();
  await device.page.locator("#note-text").waitFor({ state: "detached" });
}

test("late work is accepted under both names, or declined with a reason that its author reads", async () => {
  const former = await Device.on(town, "tablet");
  const coordinator = await Device.on(town, "desktop");
  const worker = await Device.on(town, "desktop");
  try {
    await former.signIn("caritas");
    await coordinator.signIn("koordination");
    await worker.signIn("awo");
    const { cases } = await ask(former, "/api/cases");
    const [first, second] = cases;
    const give = async (head) => {
      const command = { do: "assign_case", with: { case: head.case, to: "awo-1", because: "client_choice", reason: "" } };
      assert.deepEqual(await send(coordinator, `person:${head.person}`, command), { outcome: "applied" });
    };
    for (const [head, text] of [
      [first, "Hausbesuch: Heizung geht wieder."],
      [second, "Anruf: Termin beim Amt verschoben."],
    ]) {
      await former.page.goto(`${town.address}/fall/${head.case}`);
      await writeWhileItMoves(former, text, () => give(head));
    }

    // Who wrote it is told that it waits for somebody else, without looking for it.
    await former.page.locator("nav a[href='/heute']").first().click();
    await former.page.locator(".need", { hasText: /2.? Einträge von dir warten/ }).waitFor();
    await scan(former, "own late work that waits");
    await former.page.locator(".need", { hasText: "Von dir nachgereicht" }).getByRole("link").click();
    await former.page.locator(".card", { hasText: "Von dir nachgereicht" }).locator(".badge", { hasText: "wartet" }).first().waitFor();

    await worker.page.goto(`${town.address}/heute`);
    await worker.page.locator(".need", { hasText: "Nachgereicht" }).getByRole("link").click();
    const late = worker.page.locator(".entry", { hasText: "nachgereicht von" });
    await late.nth(1).waitFor();
    await late.filter({ hasText: "Heizung geht wieder" }).waitFor();
    await picture(worker, "nachgereicht");
    await scanEverywhere(worker, "held work");

    // By keyboard alone: accept the first, decline the second with a reason.
    await late.nth(1).waitFor();
    const keyboard = new Keyboard(worker.page);
    await keyboard.tabTo(".entry button[aria-label^='Annehmen']");
    await keyboard.press("Enter");
    await late.nth(1).waitFor({ state: "detached" });
    await keyboard.tabTo(".entry button[aria-label^='Ablehnen']");
    await keyboard.press("Enter");
    await worker.page.locator("input[id^='decline-']:focus").waitFor();
    await keyboard.press("Enter");
    await worker.page.locator("[id^='decline-'][id$='-problem']", { hasText: "Grund" }).waitFor();
    await keyboard.type("steht schon im Verlauf");
    await scan(worker, "declining held work");
    await keyboard.press("Enter");
    await late.first().waitFor({ state: "detached" });

    // Which of the two was first in the list, the moments decide; each note is there once or not at all.
    const notes = [];
    for (const head of [first, second]) {
      await worker.page.goto(`${town.address}/fall/${head.case}/verlauf`);
      await worker.page.locator(".note:visible, .empty:visible").first().waitFor();
      notes.push(...(await worker.page.locator(".note", { hasText: "angenommen von" }).allTextContents()));
    }
    assert.equal(notes.length, 1);
    const { name: author } = (await ask(former, "/api/session")).actor;
    const { name: accepter } = (await ask(worker, "/api/session")).actor;
    assert.ok(notes[0].includes(author), notes[0]);
    assert.ok(notes[0].includes(accepter), notes[0]);

    await former.page.goto(`${town.address}/klaerung`);
    const own = former.page.locator(".card", { hasText: "Von dir nachgereicht" });
    await own.locator(".badge", { hasText: "angenommen" }).waitFor();
    await own.locator(".entry", { hasText: "abgelehnt" }).filter({ hasText: "steht schon im Verlauf" }).waitFor();
    await former.page.goto(`${town.address}/heute`);
    await former.page.locator(".need", { hasText: /Abgelehnt: .?Verlaufseintrag/ }).filter({ hasText: "steht schon im Verlauf" }).waitFor();
    await picture(former, "nachgereicht-abgelehnt");
    assert.equal(await former.page.locator(".need", { hasText: "von dir" }).count(), 0);
    for (const device of [former, coordinator, worker]) assert.deepEqual(device.errors, []);
  } finally {
    for (const device of [former, coordinator, worker]) await device.end();
  }
});

for (const size of Object.keys(SIZES)) {
  test(`what became of late work can be read on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.signIn("caritas");
      await device.page.goto(`${town.address}/klaerung`);
      await device.page.locator(".card", { hasText: "Von dir nachgereicht" }).waitFor();
      await scan(device, `held work on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}
