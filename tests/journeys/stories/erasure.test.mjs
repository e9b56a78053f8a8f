// A client wants to be erased. Her case manager asks, the coordinator declines once and then confirms, by keyboard alone and
// without seeing a name. Afterwards nobody finds her, the tablet that comes back gives her up, and what was written on it
// meanwhile is refused in words and kept until its author has read it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { ask, follow, unlock, withUnsentNote } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Asks for the erasure on the page that is open. */
async function request(worker, remark) {
  const { page } = worker;
  await page.getByRole("button", { name: "Löschung beantragen" }).click();
  await page.locator("#erasure-reason-problem", { hasText: "fehlt" }).waitFor();
  await page.locator("#erasure-reason-kept_long_enough").check();
  await page.locator("#erasure-remark").fill(remark);
  await page.getByRole("button", { name: "Löschung beantragen" }).click();
  await page.getByRole("heading", { name: "Der Antrag wartet" }).waitFor();
}

test("two people erase a client, and nothing brings her back", async () => {
  const text = "Auf dem Weg geschrieben, ohne Netz";
  const { tablet, words } = await withUnsentNote(town, CLIENT, text);
  // The tablet is switched off with a note that the server has never heard of.
  await tablet.kill();
  await town.resume();
  const worker = await Device.on(town, "desktop");
  const coordinator = await Device.on(town, "tablet");
  try {
    await worker.signIn("caritas");
    const { cases } = await ask(worker, "/api/cases");
    const head = cases.find((one) => one.name === CLIENT);

    // From the case: what goes stands there before anybody asks.
    await worker.open(`/fall/${head.case}/person`);
    await worker.page.getByRole("link", { name: "Löschung", exact: true }).click();
    assert.equal(new URL(worker.page.url()).pathname, `/loeschung/${head.person}`);
    await worker.page.locator(".notice", { hasText: "Der Fall ist offen." }).waitFor();
    await worker.page.locator(".facts__row", { hasText: "Verlaufseinträge" }).waitFor();
    await scanEverywhere(worker, "asking for an erasure");
    await request(worker, "Frist seit Mai vorbei");
    await scanEverywhere(worker, "an erasure that waits");
    await picture(worker, "loeschung-beantragt");

    // Taken back in time, and asked for once more; the case shows it while it waits.
    await worker.page.locator("#erasure-take-back").click();
    await worker.page.getByRole("heading", { name: "Löschung beantragen" }).waitFor();
    await request(worker, "Frist seit Mai vorbei");
    await worker.open(`/fall/${head.case}`);
    await worker.page.locator(".notice", { hasText: "Löschung beantragt von" }).waitFor();
    await picture(worker, "loeschung-am-fall");

    // The coordinator sees a number and no name, and declines with a reason.
    await coordinator.signIn("koordination");
    await follow(coordinator, "/loeschantraege");
    const card = coordinator.page.locator(".card", { hasText: head.number });
    await card.waitFor();
    await card.getByRole("button", { name: /^Ablehnen: / }).click();
    await coordinator.page.locator("input[id^=decline-]:focus").waitFor();
    await coordinator.page.keyboard.press("Enter");
    await coordinator.page.locator("[id^=decline-][id$=-problem]", { hasText: "Grund" }).waitFor();
    await coordinator.page.locator("input[id^=decline-]").fill("Bitte erst die Angehörigen anrufen");
    await scan(coordinator, "declining an erasure");
    await coordinator.page.keyboard.press("Enter");
    await coordinator.page.locator("#main", { hasText: "Kein Antrag wartet." }).waitFor();

    // Who asked reads why, and asks again.
    await worker.open(`/loeschung/${head.person}`);
    await worker.page.locator(".card", { hasText: "Der letzte Antrag wurde abgelehnt" }).filter({ hasText: "Angehörigen anrufen" }).waitFor();
    await request(worker, "Angehörige sind angerufen");

    // By keyboard alone, in two steps.
    await coordinator.open("/loeschantraege");
    await card.waitFor();
    await scanEverywhere(coordinator, "requests to erase somebody");
    assert.doesNotMatch(await coordinator.page.locator("#main").innerText(), /Warsame/);
    await picture(coordinator, "loeschantraege");
    const keyboard = new Keyboard(coordinator.page);
    await keyboard.tabTo(`[aria-label^="Löschen:"]`);
    await keyboard.press("Enter");
    // Whoever presses twice in a hurry is back where they were.
    await coordinator.page.locator("button[id^=leave-]:focus").waitFor();
    await scan(coordinator, "confirming an erasure");
    await keyboard.tabTo("button[id^=confirm-]");
    await keyboard.press("Enter");
    const done = coordinator.page.locator(".entry", { hasText: "bestätigt von" });
    await done.waitFor();
    assert.doesNotMatch(await coordinator.page.locator("#main").innerText(), new RegExp(`Warsame|${head.number}`));
    await scanEverywhere(coordinator, "erasures that were carried out");
    await picture(coordinator, "geloescht");

    // Nobody finds her any more; who asked is told that it was done, in neutral words.
    await worker.open(`/fall/${head.case}`);
    await worker.page.locator(".notice", { hasText: "wurde am" }).filter({ hasText: "gelöscht" }).waitFor();
    assert.doesNotMatch(await worker.page.locator("#main").innerText(), /Warsame/);
    await scan(worker, "the address of a case that was erased");
    await follow(worker, "/suche");
    await worker.page.locator("#person-search").fill("Amina Warsame");
    await worker.page.waitForLoadState("networkidle");
    assert.doesNotMatch(await worker.page.locator("#main").innerText(), /Amina Yusuf/);

    // The tablet comes back: her note is not taken, and says why; the text is there until it was read. She is not.
    await tablet.switchOn("/anmelden");
    await tablet.signIn("caritas");
    await unlock(tablet, words);
    await follow(tablet, "/klaerung");
    const refused = tablet.page.locator(".entry", { hasText: "wurden gelöscht" });
    await refused.waitFor();
    await refused.filter({ hasText: text }).waitFor();
    await scan(tablet, "a note about somebody who was erased");
    await picture(tablet, "geloescht-am-tablet");
    for (const path of ["/heute", "/faelle"]) {
      await follow(tablet, path);
      await tablet.page.locator("h1").first().waitFor();
      await tablet.page.waitForLoadState("networkidle");
      assert.doesNotMatch(await tablet.page.locator("#main").innerText(), new RegExp(CLIENT));
    }
    // Not in the pack either, where there is no server to refuse it.
    await town.cut();
    await tablet.open(`/fall/${head.case}`);
    await unlock(tablet, words);
    await tablet.page.locator("#main", { hasText: "nicht auf diesem Gerät" }).waitFor();
    await town.resume();
    await tablet.open("/klaerung");
    await unlock(tablet, words);
    await refused.getByRole("button", { name: /Verwerfen/ }).click();
    await refused.waitFor({ state: "detached" });
    for (const device of [worker, coordinator, tablet]) assert.deepEqual(device.errors, []);
  } finally {
    await town.resume();
    for (const device of [worker, coordinator, tablet]) await device.end();
  }
});
