// An anonymous slip finds its person later: from the list of the last days, by keyboard, and can be taken away again. It
// counts all the while.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { confirmed, takeIn, words } from "../support/counter.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { allSent, follow } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CONCERN = "Stromrechnung zu hoch, Nachzahlung";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Writes an anonymous slip, and waits until it stands where it is expected to. */
async function write(device, concern = CONCERN, stands = ".slip__status--confirmed") {
  const { page } = device;
  const keyboard = new Keyboard(page);
  await page.locator("#slip-concern:focus").waitFor();
  await keyboard.type(concern);
  await keyboard.tabTo("#slip-fields input");
  await keyboard.press("2");
  await keyboard.tabTo("#slip-urgency input");
  await keyboard.press("3");
  await keyboard.tabTo("#slip-outcome input");
  await keyboard.press("1");
  await keyboard.press("Control+Enter");
  await page.locator(stands).waitFor();
}

test("an anonymous slip is put at a person from the list, taken away, and counts as before", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await page.goto(`${town.address}/empfang`);
    await takeIn(device, "Halima Testnoori 1979");
    await confirmed(device);
    await device.open("/zettel");
    await write(device);

    await page.getByRole("link", { name: "Letzte Zettel" }).click();
    const line = page.locator(".slip-line", { hasText: CONCERN });
    await line.waitFor();
    const counted = /Heute: \d+ Zettel/.exec(await words(page.locator(".page__lead")))[0];
    await page.locator("#slips-filter").fill("nachzahlung strom");
    assert.equal(await page.locator(".slip-line").count(), 1);
    assert.match(await words(line), /ohne Person/);

    const keyboard = new Keyboard(page);
    await line.getByRole("button", { name: /zuordnen/ }).focus();
    await keyboard.press("Enter");
    await page.locator("#person-search:focus").waitFor();
    await keyboard.type("Halima Testnoori");
    await line.locator(".hit--marked", { hasText: "Testnoori" }).waitFor();
    await keyboard.press("Enter");
    await line.locator(".badge", { hasText: /bei .?Halima Testnoori/ }).waitFor();
    await picture(device, "slips-latest");

    // Undone at once by the news at the edge, or later from the list.
    await page.locator(".toast__undo").first().click();
    await line.locator(".badge", { hasText: "ohne Person" }).waitFor();
    await line.getByRole("button", { name: /zuordnen/ }).click();
    await page.locator("#person-search").fill("Halima Testnoori");
    await line.locator(".hit", { hasText: "Testnoori" }).getByRole("button").click();
    await line.locator(".badge", { hasText: /bei .?Halima Testnoori/ }).waitFor();
    await page.locator("label:has(#slips-open)").click();
    assert.equal(await line.count(), 0);
    await page.locator("label:has(#slips-open)").click();
    await line.getByRole("button", { name: /lösen/ }).click();
    await line.locator(".badge", { hasText: "ohne Person" }).waitFor();
    assert.ok((await words(page.locator(".page__lead"))).includes(counted));
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

for (const size of Object.keys(SIZES)) {
  test(`the list can be used by everybody on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.signIn("empfang");
      await device.page.goto(`${town.address}/zettel/letzte`);
      await device.page.locator(".slip-line").first().waitFor();
      await scanEverywhere(device, `the latest slips on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}

test("without a network the list shows what lies on this device, and later each slip once", async () => {
  const concern = "Fragt nach der Kleiderkammer";
  const tablet = await Device.on(town, "tablet");
  try {
    const { page } = tablet;
    await tablet.signIn("empfang");
    await tablet.open("/zettel");
    await page.locator("#slip-concern:focus").waitFor();
    await page.waitForLoadState("networkidle");
    await town.cut();
    await write(tablet, concern, ".slip__status:has-text('bitte das Fenster offen lassen')");
    await page.getByRole("link", { name: "Letzte Zettel" }).click();
    const line = page.locator(".slip-line", { hasText: concern });
    await line.filter({ hasText: "auf diesem Gerät" }).waitFor();
    await page.locator(".notice", { hasText: "gezeigt wird, was auf diesem Gerät liegt" }).waitFor();
    assert.doesNotMatch(await words(page.locator("#main")), /Heute: \d+ Zettel/);
    await page.locator("#slips-filter").fill("kleiderkammer");
    assert.equal(await page.locator(".slip-line").count(), 1);
    await scan(tablet, "slips without a network");

    await town.resume();
    await follow(tablet, "/klaerung");
    await page.locator("#clearing-send").evaluate((button) => button.click());
    await allSent(tablet);
    await tablet.open("/zettel/letzte");
    await line.waitFor();
    assert.equal(await line.count(), 1);
    assert.doesNotMatch(await words(line), /auf diesem Gerät/);
    assert.match(await words(page.locator("#main")), /Heute: \d+ Zettel/);
    assert.deepEqual(tablet.errors, []);
  } finally {
    await town.resume();
    await tablet.end();
  }
});
