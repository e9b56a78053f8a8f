// The case manager's tablet in a flat without signal: notes are kept through a lost network and a killed browser, and
// arrive once.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { setUp, typeNote, unlock, untilCached, writeNote } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";
const NOTES = ["Heizung kaputt, Hausverwaltung angerufen.", "Vereinbarung durchgesprochen, Kind geht ab Januar in die Kita."];

/** The word of one entry that only this device holds, whether it was offered in vain or not at all. */
const ONCE_ON_DEVICE = /^[^|]*auf diesem Gerät[^|]*$/;

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Opens the documentation of the client's case from the day's page. */
async function openNotes(device) {
  await device.page.locator(".visit__name", { hasText: CLIENT }).first().click();
  await device.page.locator("a.tab", { hasText: "Verlauf" }).click();
  await device.page.locator(".note").first().waitFor();
}

/** How often a text stands in the documentation, and where its entries stand. */
async function entries(device, text) {
  const found = device.page.locator(".note", { hasText: text });
  const standings = [];
  for (const note of await found.all()) standings.push((await note.locator(".badge").first().textContent()).trim());
  return standings;
}

test("two notes written without a network survive a killed browser and arrive once", async () => {
  const device = await Device.on(town, "tablet");
  try {
    await device.signIn("caritas");
    const words = await setUp(device);
    await untilCached(device);
    await device.page.locator("nav a", { hasText: "Heute" }).first().click();
    await device.page.locator(".visit", { hasText: CLIENT }).waitFor();
    await picture(device, "heute");
    await scan(device, "heute");

    await town.cut();
    for (const text of NOTES) await writeNote(device, CLIENT, text);
    await openNotes(device);
    for (const text of NOTES) assert.match((await entries(device, text)).join("|"), ONCE_ON_DEVICE);
    await picture(device, "verlauf-ohne-netz");

    // The battery dies; the app starts again without a network.
    await device.kill();
    await device.switchOn("/heute");
    await unlock(device, words);
    await openNotes(device);
    for (const text of NOTES) assert.match((await entries(device, text)).join("|"), ONCE_ON_DEVICE);

    // The network is back; whoever signs in sends what waits, and each note is there once, confirmed.
    await town.resume();
    await device.signIn("caritas");
    await unlock(device, words);
    await device.page.locator("nav a", { hasText: "Heute" }).first().click();
    await openNotes(device);
    for (const text of NOTES) {
      await device.page.locator(".note", { hasText: text }).locator(".badge", { hasText: "bestätigt" }).first().waitFor();
      assert.equal((await entries(device, text)).length, 1);
    }
    await picture(device, "verlauf-bestaetigt");

    // What the server holds, read by a browser that never was a device.
    const office = await Device.on(town, "desktop");
    try {
      await office.signIn("caritas");
      await office.page.locator("nav a", { hasText: "Heute" }).first().click();
      await office.page.locator(".visit", { hasText: CLIENT }).waitFor();
      await openNotes(office);
      for (const text of NOTES) assert.equal((await entries(office, text)).length, 1);
    } finally {
      await office.end();
    }
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("minutes that are no number are said at their field, and stay as they were typed", async () => {
  const device = await Device.on(town, "tablet");
  try {
    await device.signIn("awo");
    await device.open("/heute");
    const button = device.page.getByRole("button", { name: /^Notiz zu/ }).first();
    await button.click();
    await typeNote(device, "Antrag ausgefüllt");
    await device.page.getByRole("button", { name: "mehr Angaben" }).click();
    await device.page.locator("#note-minutes").fill("eine Stunde");
    await device.page.getByRole("button", { name: "mehr Angaben" }).click();
    await device.page.locator("#note-sheet button[type=submit]").click();
    await device.page.locator("#note-minutes:focus").waitFor();
    await device.page.locator("#note-minutes-problem", { hasText: "1440" }).waitFor();
    assert.equal(await device.page.locator("#note-minutes").inputValue(), "eine Stunde");
    await scan(device, "a note with a problem");
    await device.page.locator("#note-minutes").fill("60");
    await device.page.locator("#note-sheet button[type=submit]").click();
    await device.page.locator("#note-text").waitFor({ state: "detached" });
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
