// Which cases come along on the tablet: today's and new ones by themselves, others by hand, and unsent work stays.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { search, takeIn, words } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { follow, setUp, typeNote, unlock } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("a case is taken along, read without a network, and taken off without its unsent work", async () => {
  const device = await Device.on(town, "tablet");
  try {
    const { page } = device;
    await device.signIn("caritas");
    const spoken = await setUp(device);
    await page.evaluate(() => navigator.serviceWorker.ready);
    const count = async () => Number((await page.locator("#packing-count").textContent()).match(/\d+/)[0]);
    await page.locator("#packing-count", { hasText: /von \D?15/ }).waitFor();
    await page.locator(".entry--row .badge", { hasText: "kommt von selbst mit" }).first().waitFor();
    const before = await count();

    const free = page.locator(".entry--row").filter({ has: page.locator("button[aria-label^='Mitnehmen']") }).first();
    const name = (await free.locator("bdi").textContent()).trim();
    const line = page.locator(".entry--row", { hasText: name });
    await free.getByRole("button").click();
    await line.locator(".badge", { hasText: "von dir gewählt" }).waitFor();
    await line.filter({ hasText: /lesbar bis/ }).waitFor();
    assert.equal(await count(), before + 1);
    await picture(device, "mitnehmen");

    // Without a network it opens, and takes a note.
    await town.cut();
    await page.locator("nav a", { hasText: "Meine Fälle" }).first().click();
    await page.locator(".visit__name", { hasText: name }).first().click();
    await page.getByRole("button", { name: "Notiz schreiben" }).click();
    await typeNote(device, "Ohne Netz geschrieben.");
    await page.locator("#note-sheet button[type=submit]").click();
    await page.locator("#note-text").waitFor({ state: "detached" });

    // Taken off the device the note still waits, and is sent when the network is back.
    await page.goto(`${town.address}/geraet`);
    await unlock(device, spoken);
    await page.locator("#packing-count").waitFor();
    await line.getByRole("button").click();
    await line.locator("button[aria-label^='Mitnehmen']").waitFor();
    assert.equal(await count(), before);
    await page.locator("nav a", { hasText: "Klärung" }).first().click();
    await page.locator("#clearing-summary", { hasText: "Ein Eintrag wartet" }).waitFor();
    await town.resume();
    // The session of the server is still good; the words open the device.
    await page.goto(`${town.address}/klaerung`);
    await unlock(device, spoken);
    await page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("without a network whoever the tablet knows is found, also the clients that were not taken along", async () => {
  const device = await Device.on(town, "tablet");
  try {
    const { page } = device;
    await device.signIn("awo");
    await setUp(device);
    await page.evaluate(() => navigator.serviceWorker.ready);
    const line = page.locator(".entry--row").filter({ has: page.locator("button[aria-label^='Mitnehmen']") }).first();
    const left = (await line.locator("bdi").first().textContent()).trim();
    const packed = (await page.locator(".entry--row").filter({ hasNot: page.locator("button[aria-label^='Mitnehmen']") }).first().locator("bdi").first().textContent()).trim();

    await town.cut();
    await follow(device, "/suche");
    await search(device, left);
    const hit = page.locator(".hit", { hasText: left });
    await hit.getByText("nicht mitgenommen", { exact: false }).waitFor();
    // What is not here is not said to be unknown.
    assert.doesNotMatch(await words(hit), /unbekannt/);
    await scan(device, "a client who was left behind");
    await search(device, packed);
    const other = page.locator(".hit", { hasText: packed });
    await other.waitFor();
    assert.doesNotMatch(await words(other.locator(".hit__about")), /nicht mitgenommen/);

    // Whoever was taken in here is not taken in a second time.
    const person = await takeIn(device, "Ngozi Adebayo");
    await page.locator("#person-given-name").fill("Ngozi");
    await page.locator("#person-family-name").fill("Adebayo");
    await page.locator(".kept", { hasText: /auf diesem Gerät/ }).waitFor();
    await follow(device, "/suche");
    await search(device, "Adebayo");
    await page.locator(".hit", { hasText: "Ngozi Adebayo" }).getByRole("button").click();
    await page.locator(`a[href="/aufnahme/${person}"]`).first().waitFor();
    assert.deepEqual(device.errors, []);
  } finally {
    await town.resume();
    await device.end();
  }
});

test("the page of the device can be used by everybody", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("awo");
    await device.page.goto(`${town.address}/geraet`);
    await scanEverywhere(device, "a browser that is no device");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("the desk keeps its work on a device too, and no cases are counted there", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("empfang");
    await setUp(device);
    await scan(device, "the device of a desk");
    const said = await words(device.page.locator("#main"));
    assert.match(said, /Arbeitsplatz, eingerichtet am/);
    assert.doesNotMatch(said, /Plätzen|kein Fall zugeteilt|Tablet/);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
