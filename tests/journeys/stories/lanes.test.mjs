// The case manager's part of the form: facts on the way lanes and the next date of a case. Begun in a shelter and gone on
// with on another device; wrong at the field, corrected, written without a network, through a killed browser.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { confirmed, takeIn, words } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { allSent, follow, setUp, unlock, untilCached } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Fills in what holds on a lane, by the beginning of its name. */
async function fillIn(device, lane, value) {
  await device.page.locator(`#fact-${lane}-value`).fill(value);
  await device.page.keyboard.press("Enter");
}

/** Records a fact on a lane. */
async function record(device, lane, value) {
  await device.page.locator(`#fact-${lane}-add`).click();
  await fillIn(device, lane, value);
  await device.page.locator(`#fact-${lane}-record`).click();
  await onLane(device, lane, value).waitFor();
}

/** A fact as it stands on its lane. */
function onLane(device, lane, value) {
  return device.page.locator(`section[aria-labelledby=fact-${lane}-title] .facts__one`, { hasText: value });
}

/** Opens the client's case from the day's page. */
async function openCase(device) {
  await follow(device, "/heute");
  await device.page.locator(".visit__name", { hasText: CLIENT }).first().click();
  await device.page.locator("#lanes-add").waitFor();
}

/** The card with the next step of the case that is open. */
function nextStep(device) {
  return device.page.locator(".card").filter({ has: device.page.getByRole("heading", { name: "Nächster Schritt" }) });
}

/** A day so many days from now, as it is typed. */
function inDays(days) {
  const day = new Date(Date.now() + days * 86_400_000);
  return `${day.getDate()}.${day.getMonth() + 1}.${day.getFullYear()}`;
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
      await onLane(tablet, lane, value).waitFor();
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
    const all = await words(tablet.page.locator("#main"));
    assert.match(all, /Aufenthaltsgestattung/);
    assert.deepEqual([...tablet.errors, ...other.errors], []);
  } finally {
    await tablet.end();
    await other.end();
  }
});

test("a case goes on: facts and the next date, wrong at the field, without a network, through a killed browser", async () => {
  const tablet = await Device.on(town, "tablet");
  const office = await Device.on(town, "desktop");
  try {
    const { page } = tablet;
    await tablet.signIn("caritas");
    const secret = await setUp(tablet);
    await untilCached(tablet);
    await openCase(tablet);

    // What cannot be is said at its field, and nothing is recorded.
    await page.locator("#lanes-add").click();
    await page.locator("#fact-work-add").click();
    // The first field takes the focus; what is typed elsewhere before that would go there.
    await page.locator("#fact-work-value:focus").waitFor();
    await page.locator("#fact-work-begins").fill("5.2026");
    await page.locator("#fact-work-ends").fill("1.1.2026");
    await page.locator("#fact-work-record").click();
    for (const field of ["value", "ends"]) {
      await page.locator(`#fact-work-${field}-problem`).filter({ hasText: /\S/ }).waitFor();
    }
    await fillIn(tablet, "work", "Teilzeit");
    await page.locator("#fact-work-ends").fill("");
    await page.locator("#fact-work-record").click();
    await onLane(tablet, "work", "Teilzeit").waitFor();
    await scan(tablet, "lanes of a case");

    // A slip of the pen is corrected, not written over: the new one takes the place of the old.
    await onLane(tablet, "work", "Teilzeit").getByRole("button", { name: "Berichtigen" }).click();
    await fillIn(tablet, "work", "Vollzeit");
    await page.locator("#fact-work-record").click();
    await onLane(tablet, "work", "Vollzeit").waitFor();
    assert.equal(await onLane(tablet, "work", "Teilzeit").getByRole("button", { name: "Berichtigen" }).count(), 0);

    // The next date: neither in the past nor without a word.
    await nextStep(tablet).getByRole("button", { name: /ändern|setzen/i }).click();
    await page.locator("#next-on").fill(inDays(-3));
    await page.locator("#next-what").fill("");
    await nextStep(tablet).locator("button[type=submit]").click();
    for (const field of ["on", "what"]) {
      await page.locator(`#next-${field}-problem`).filter({ hasText: /\S/ }).waitFor();
    }
    await page.locator("#next-on").fill(inDays(9));
    await page.locator("#next-what").fill("Bescheid durchgehen");
    await nextStep(tablet).locator("button[type=submit]").click();
    await nextStep(tablet).filter({ hasText: "Bescheid durchgehen" }).waitFor();
    await allSent(tablet);

    // Without a network: nothing is due, for a reason, and somebody looks again on a day. A fact besides.
    await openCase(tablet);
    await town.cut();
    await nextStep(tablet).getByRole("button", { name: /ändern|setzen/i }).click();
    await page.locator("label:has(#next-nothing)").click();
    await page.locator("#next-on").fill(inDays(30));
    await page.locator("#next-what").fill("Wartet auf das Gericht");
    await nextStep(tablet).locator("button[type=submit]").click();
    await nextStep(tablet).filter({ hasText: "Wartet auf das Gericht" }).filter({ hasText: "auf diesem Gerät" }).waitFor();
    await page.locator("#lanes-add").click();
    await record(tablet, "housing", "Wohngemeinschaft");

    await tablet.kill();
    await tablet.switchOn("/heute");
    await unlock(tablet, secret);
    await openCase(tablet);
    await nextStep(tablet).filter({ hasText: "Wartet auf das Gericht" }).filter({ hasText: "auf diesem Gerät" }).waitFor();
    await tablet.page.locator("#lanes-add").click();
    await onLane(tablet, "housing", "Wohngemeinschaft").waitFor();

    await town.resume();
    await tablet.signIn("caritas");
    await unlock(tablet, secret);
    await allSent(tablet);
    await office.signIn("caritas");
    await openCase(office);
    assert.match(await words(nextStep(office)), /Wartet auf das Gericht/);
    await office.page.locator("#lanes-add").click();
    await onLane(office, "housing", "Wohngemeinschaft").waitFor();
    await onLane(office, "work", "Vollzeit").waitFor();
    assert.deepEqual([...tablet.errors, ...office.errors], []);
  } finally {
    await town.resume();
    await tablet.end();
    await office.end();
  }
});
