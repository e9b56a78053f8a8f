// A case manager in a shelter without a network: a whole intake on the tablet, with a closed tab in the middle, and a
// slip for somebody who only asked the way. Everything arrives once.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { allSent, choose, follow, setUp, unlock, untilCached } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const NAME = "Zebenai Tesfay";
const CONCERN = "Versteht den Bescheid nicht, sucht einen Kurs";
const SLIP = "Fragt nach der Kleiderkammer";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("a whole intake in a shelter without a network, and a slip, arrive once", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    const { page } = tablet;
    await tablet.signIn("caritas");
    const words = await setUp(tablet);
    await untilCached(tablet);
    await town.cut();

    // Search in the pack first: who is there already is offered, who is not may be taken in.
    await follow(tablet, "/suche");
    await page.locator("#person-search").fill("Warsame");
    await page.locator(".hit", { hasText: "Amina Yusuf Warsame" }).waitFor();
    await page.locator("#person-search").fill(`${NAME} 1995`);
    await page.locator("#new-person:not([aria-disabled])").click();

    // The desk's part.
    await page.locator("#person-spoken-name").waitFor();
    assert.equal(await page.locator("#person-spoken-name").inputValue(), NAME);
    assert.equal(await page.locator("#person-born").inputValue(), "1995");
    await page.locator("#person-address-place").fill("Opladen");
    await page.locator(".place__found").filter({ hasText: "Stadtbezirk II" }).waitFor();
    await page.locator("#person-entered-germany").fill("3.2025");
    await page.locator("#person-languages").fill("Tigrinya");
    await page.keyboard.press("Enter");
    await page.locator("[id^=person-languages-][id$=-first]").first().waitFor();
    await page.locator("#section-concern").click();
    await page.locator("#intake-concern").fill(CONCERN);
    await page.locator(".kept", { hasText: "Gerät" }).waitFor();
    const address = new URL(page.url()).pathname;
    await picture(tablet, "aufnahme-ohne-netz");
    await scan(tablet, "the intake without a network");

    // Somebody closes the tab. The app starts again without a network, and the form goes on where it was.
    await tablet.newTab(address);
    await unlock(tablet, words);
    const again = tablet.page;
    await again.locator("#section-concern").click();
    await again.locator("#intake-concern").waitFor();
    assert.equal(await again.locator("#intake-concern").inputValue(), CONCERN);
    await again.locator("label:has(#intake-urgency-D3)").click();
    await again.locator("#section-others").click();
    await again.locator("label:has(#intake-other-case-management-none)").click();

    // The case manager's own part, which the desk neither writes nor sees.
    await again.locator("#section-lanes").click();
    await again.locator("#fact-residence-add").click();
    // The first field takes the focus; what is typed elsewhere before that would go there.
    await again.locator("#fact-residence-value:focus").waitFor();
    await choose(tablet, "#fact-residence-value", "gestattung");
    await again.locator("#fact-residence-begins").fill("4.2025");
    await again.locator("#fact-residence-record").click();
    await again.locator(".facts__one").first().waitFor();

    // Consents.
    await again.locator("#section-consent").click();
    await again.locator("#consent-explained").selectOption("spoken");
    for (const kind of ["found_at_desk", "case_management"]) {
      await again.locator(`#consent-${kind}-given:not([aria-disabled])`).click();
      await again.locator(`section[aria-labelledby="consent-${kind}"] .badge--success`).waitFor();
    }
    await again.locator("#target-result").filter({ hasText: "Vorrang" }).waitFor();
    await again.locator("#target-admit:not([aria-disabled])").click();
    await again.locator("#end-title").waitFor();
    await picture(tablet, "aufnahme-ende-ohne-netz");
    await scan(tablet, "the end of an intake without a network");

    // A slip for somebody else.
    await follow(tablet, "/zettel");
    await again.locator("#slip-concern").fill(SLIP);
    await again.locator("#slip-fields input").first().check();
    await again.locator("#slip-language").fill("Arabisch");
    await again.keyboard.press("Enter");
    await again.locator("label:has(#slip-urgency-D4)").click();
    await again.locator("label:has(#slip-outcome-counselled)").click();
    await again.keyboard.press("Control+Enter");
    await again.locator(".slip__status", { hasText: "Statistik" }).waitFor();

    // Nothing has left the tablet.
    await follow(tablet, "/klaerung");
    await again.locator(".entry").first().waitFor();
    const waiting = await again.locator(".entry").count();
    assert.ok(waiting >= 3, `${waiting} entries wait`);
    await scan(tablet, "what waits");

    // The network is back, and the session of the morning still holds.
    await town.resume();
    await again.locator("#clearing-send").click();
    await allSent(tablet);

    // What the server holds, seen by a browser that never was a device.
    const office = await Device.on(town, "desktop");
    try {
      await office.signIn("caritas");
      await office.open("/suche");
      await office.page.locator("#person-search").fill(NAME);
      const hit = office.page.locator(".hit", { hasText: NAME });
      await hit.first().waitFor();
      assert.equal(await hit.count(), 1);
      await office.open("/faelle");
      const row = office.page.locator("a", { hasText: NAME });
      await row.first().waitFor();
      await row.first().click();
      await office.page.locator(".lane, .lanes, svg").first().waitFor();
      await office.page.locator("#main", { hasText: "gestattung" }).waitFor();
      const slips = await office.page.evaluate(async () => (await fetch("/api/slips?days=14", { headers: { "X-Lueckenlos": "1" } })).text());
      assert.equal(slips.split(SLIP).length - 1, 1, slips);
      assert.deepEqual(office.errors, []);
    } finally {
      await office.end();
    }
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});
