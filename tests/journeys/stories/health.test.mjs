// A client does not allow that health is written down: the form says so wherever it is opened, takes no such tag and no
// treatment, also without a network, and keeps everything else that was typed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { allSent, beginNote, choose, follow, onServer, openNotes, setUp, untilCached } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";
const TEXT = "Arzttermin verschoben, Bescheinigung kommt später";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** The field of action with this name, in the open sheet. */
const field = (page, name) => page.locator("#note-fields label.chip", { hasText: name });

test("a client says no to notes about health, and none is taken, with and without a network", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    const { page } = tablet;
    await tablet.signIn("caritas");
    await setUp(tablet);
    await untilCached(tablet);
    await openNotes(tablet, CLIENT);
    await page.locator("a.tab", { hasText: "Einwilligungen" }).click();
    const row = page.locator("#consents tr", { hasText: "Besonders geschützte Angaben" });
    await row.getByRole("button", { name: /Fragen/ }).click();
    await page.locator("#consent-form:focus").waitFor();
    await choose(tablet, "#consent-language", "Deutsch");
    await page.locator("#consent-explained").selectOption("spoken");
    await page.locator("#consent-refuse").click();
    await row.locator(".badge", { hasText: "abgelehnt" }).waitFor();

    // From the day's page, where nothing else says it.
    await town.cut();
    await follow(tablet, "/heute");
    await beginNote(tablet, CLIENT, TEXT);
    await page.locator("#note-sheet .notice", { hasText: "erlaubt nicht" }).waitFor();
    await page.locator("#note-sheet").getByRole("button", { name: /mehr Angaben/ }).click();
    await field(page, "Gesundheit").click();
    await page.locator("#note-fields-problem", { hasText: "nicht erlaubt" }).waitFor();
    await scan(tablet, "a note about health that is not allowed");
    await picture(tablet, "gesundheit-nicht-erlaubt");
    await page.locator("#note-sheet button[type=submit]").click();
    assert.equal(await page.locator("#note-text").inputValue(), TEXT, "the sheet is open, and holds what was typed");
    await field(page, "Gesundheit").click();
    await field(page, "Behörden").click();
    await page.locator("#note-sheet button[type=submit]").click();
    await page.locator("#note-text").waitFor({ state: "detached" });
    await town.resume();
    await allSent(tablet);
    assert.equal(await onServer(town, "caritas", CLIENT, TEXT), 1);

    // The way of the case: who pays for a doctor is no diagnosis, a treatment is.
    await openNotes(tablet, CLIENT);
    await page.locator("a.tab", { hasText: "Übersicht" }).click();
    await page.locator("#lanes-add").click();
    await page.locator("#fact-health-add").click();
    await page.locator("#fact-health-value:focus").waitFor();
    await choose(tablet, "#fact-health-value", "in Behandlung");
    await page.locator("#fact-health-begins").fill("5.2026");
    await page.locator("#fact-health-record").click();
    await page.locator("#fact-health-value-problem", { hasText: "nicht erlaubt" }).waitFor();
    await choose(tablet, "#fact-health-value", "gesetzlich");
    await page.locator("#fact-health-record").click();
    await page.locator(".facts__one", { hasText: "gesetzlich krankenversichert" }).waitFor();
    assert.deepEqual(tablet.errors, []);
  } finally {
    await town.resume();
    await tablet.end();
  }
});
