// The case manager's part of the form before the admission: begun in a shelter, gone on with on another device.

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

/** Records a fact on a lane: what holds, by the beginning of its name. */
async function record(device, lane, value) {
  const { page } = device;
  await page.locator(`#fact-${lane}-add`).click();
  await page.locator(`#fact-${lane}-value`).fill(value);
  await page.keyboard.press("Enter");
  await page.locator(`#fact-${lane}-record`).click();
  await page.locator(`section[aria-labelledby=fact-${lane}-title] .facts__one`, { hasText: value }).waitFor();
}

test("what was written on the lanes is there after a reload and on another device", async () => {
  const tablet = await Device.on(town, "tablet");
  const other = await Device.on(town, "desktop");
  try {
    await tablet.signIn("caritas");
    await tablet.page.goto(`${town.address}/suche`);
    const person = await takeIn(tablet, "Selam Testtesfay 1994");
    await tablet.page.locator("#section-lanes").click();
    await record(tablet, "residence", "Aufenthaltsgestattung");
    await record(tablet, "livelihood", "Grundleistungen");
    await confirmed(tablet);
    await scan(tablet, "lanes before the admission");

    await tablet.page.reload();
    await tablet.page.locator("#section-lanes").click();
    for (const [lane, value] of [["residence", "Aufenthaltsgestattung"], ["livelihood", "Grundleistungen"]]) {
      await tablet.page.locator(`section[aria-labelledby=fact-${lane}-title] .facts__one`, { hasText: value }).waitFor();
    }

    // On another device: read, gone on with, and seen on the first.
    await other.signIn("caritas");
    await other.page.goto(`${town.address}/aufnahme/${person}`);
    await other.page.locator("#section-lanes").click();
    await other.page.locator(".facts__one", { hasText: "Grundleistungen" }).waitFor();
    await record(other, "housing", "städtische Unterkunft");
    await confirmed(other);
    await tablet.page.reload();
    await tablet.page.locator("#section-lanes").click();
    await tablet.page.locator(".facts__one", { hasText: "städtische Unterkunft" }).waitFor();
    const all = await words(tablet.page.locator("main"));
    assert.match(all, /Aufenthaltsgestattung/);
    assert.deepEqual([...tablet.errors, ...other.errors], []);
  } finally {
    await tablet.end();
    await other.end();
  }
});
