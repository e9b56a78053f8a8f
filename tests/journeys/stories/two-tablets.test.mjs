// Two tablets without a network take in the same man, at two bodies. Both workers are told once both have sent; neither
// sees anything of the other's person until the client allowed to be found.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { confirmed, takeIn, words } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Opens the search of a case manager and waits until the app has all it needs to go on without a network. */
async function ready(device, login) {
  await device.signIn(login);
  await device.page.locator("nav a", { hasText: "Suche" }).first().click();
  await device.page.locator("#person-search:focus").waitFor();
  await device.page.waitForLoadState("networkidle");
}

/** Sends what waits, and comes back to the start page. */
async function send(device) {
  await device.page.locator("nav a", { hasText: "Klärung" }).first().click();
  // It may have been sent by itself meanwhile; then the button does nothing.
  await device.page.locator("#clearing-send").evaluate((button) => button.click());
  await device.page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();
  await device.page.locator("nav a", { hasText: "Heute" }).first().click();
}

test("two tablets took in the same person, and both workers are told", async () => {
  const mine = await Device.on(town, "tablet");
  const theirs = await Device.on(town, "phone");
  try {
    await ready(mine, "caritas");
    await ready(theirs, "awo");
    await town.cut();
    const here = await takeIn(mine, "Mohammad Testhassan 1990");
    const there = await takeIn(theirs, "Muhammed Testhasan 1990");
    for (const device of [mine, theirs]) {
      await device.page.locator(".kept", { hasText: "nur in diesem Fenster" }).waitFor();
    }
    await town.resume();
    await send(mine);
    await send(theirs);

    for (const [device, name] of [[mine, "Mohammad Testhassan"], [theirs, "Muhammed Testhasan"]]) {
      const notice = device.page.locator("section[aria-labelledby=doubles-title] li", { hasText: name });
      await notice.waitFor({ state: "attached", timeout: 60_000 });
      await device.page.locator("#doubles-title").click();
      await notice.waitFor();
      const told = await words(notice);
      assert.match(told, /anderen Stelle/);
      assert.equal(await notice.locator("a", { hasText: "Vergleichen" }).count(), 0, told);
      await scan(device, "a start page with a blind notice");
    }

    // The client allows to be found; then Caritas sees name and birth of the other, and who took them in is asked.
    await theirs.page.goto(`${town.address}/aufnahme/${there}`);
    await theirs.page.locator("#section-consent").click();
    await theirs.page.locator("#consent-language").fill("Arabisch");
    await theirs.page.keyboard.press("Enter");
    await theirs.page.locator("#consent-explained").selectOption("spoken");
    await theirs.page.locator("#consent-found_at_desk-given:not([aria-disabled])").click();
    await confirmed(theirs);

    await mine.page.goto(`${town.address}/aufnahme/${here}`);
    await mine.page.locator("section[aria-labelledby=possible-title]", { hasText: "Muhammed Testhasan" }).waitFor();
    await mine.page.locator("section[aria-labelledby=possible-title] a", { hasText: "Vergleichen" }).click();
    await mine.page.locator("#compare-reason").fill("derselbe Ausweis");
    assert.match(await words(mine.page.locator("#main")), /nur Name und Geburt/);
    assert.doesNotMatch(await words(mine.page.locator("#main")), /Opladen.*Opladen/s);
    await mine.page.locator("#compare-link").click();
    await mine.page.locator("#decision-title", { hasText: "verknüpft" }).waitFor();

    await theirs.page.reload();
    const linked = theirs.page.locator("section[aria-labelledby=linked-title]");
    await linked.filter({ hasText: "Kein Einblick" }).waitFor();
    assert.doesNotMatch(await words(linked), /Mohammad|Ausweis/);
    await scan(theirs, "a link to somebody who is hidden");
    assert.deepEqual([...mine.errors, ...theirs.errors], []);
  } finally {
    await mine.end();
    await theirs.end();
  }
});
