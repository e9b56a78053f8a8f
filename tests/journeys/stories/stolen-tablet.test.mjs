// A tablet is stolen. The administrator notes it as lost: its sessions end, at its next contact what was packed goes, it
// reads nothing, and what was written on it before arrives once, to be looked at.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { follow, inOffice, readable, setUp, stored, unlock, withUnsentNote } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";
/** Who holds the post of the Caritas in the demo town. */
const OWNER = "Sabine Krüger";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Notes the latest device of its owner as lost, at the administrator's desk. */
async function reportLost() {
  const desk = await Device.on(town, "desktop");
  try {
    await desk.signIn("admin");
    const card = desk.page.locator("#main .account", { hasText: OWNER });
    const button = card.getByRole("button", { name: "Verloren melden" }).first();
    const before = await card.getByText(/verloren gemeldet/).count();
    await button.click();
    await desk.page.locator("dialog[open]").waitFor();
    await scan(desk, "a device is reported as lost");
    await picture(desk, "device-lost");
    await desk.page.locator("dialog[open]").getByRole("button", { name: "Ja, verloren melden" }).click();
    await card.getByText(/verloren gemeldet/).nth(before).waitFor();
    assert.deepEqual(desk.errors, []);
  } finally {
    await desk.end();
  }
}

/** Waits until a count in the device's store is as expected. */
async function untilStored(device, expected) {
  for (let turn = 0; turn < 100; turn += 1) {
    const there = await stored(device);
    if (JSON.stringify(there) === JSON.stringify(expected)) return;
    await device.page.waitForTimeout(100);
  }
  assert.deepEqual(await stored(device), expected);
}

test("a locked tablet loses what was packed at its next contact, and hands its work in once it is opened", async () => {
  const text = "Vor dem Diebstahl geschrieben";
  const { tablet, words } = await withUnsentNote(town, CLIENT, text);
  try {
    assert.ok((await stored(tablet)).pack > 0);
    await tablet.kill();
    await town.resume();
    await reportLost();

    // Whoever has it now switches it on. Nobody opens it: what was packed goes all the same, what is unsent stays, sealed.
    await tablet.switchOn("/");
    await untilStored(tablet, { pack: 0, outbox: 1 });
    assert.deepEqual(await readable(tablet), []);
    assert.doesNotMatch(await tablet.page.locator("body").innerText(), new RegExp(CLIENT));

    // It is found, and opened with its words: the note arrives, to be looked at, and the tablet is a device no more.
    await tablet.open("/klaerung");
    await tablet.page.locator("#open-device").click();
    await unlock(tablet, words);
    await untilStored(tablet, null);
    assert.deepEqual(await readable(tablet), []);
    assert.deepEqual(await inOffice(town, CLIENT, text), { held: 1, written: 0 });
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

test("a tablet that lies open loses its session and everything on it at its next contact", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    await tablet.signIn("caritas");
    await setUp(tablet);
    await follow(tablet, "/faelle");
    await tablet.page.locator("#main a[href^='/fall/']").first().waitFor();
    assert.ok((await stored(tablet)).pack > 0);
    await reportLost();

    await follow(tablet, "/heute");
    await tablet.page.locator("#login").waitFor();
    await untilStored(tablet, null);
    assert.deepEqual(await readable(tablet), []);
    assert.doesNotMatch(await tablet.page.locator("body").innerText(), new RegExp(CLIENT));

    // Its owner signs in again and sets it up anew, as another device.
    await tablet.signIn("caritas");
    await setUp(tablet);
    await follow(tablet, "/faelle");
    await tablet.page.locator("#main a[href^='/fall/']").first().waitFor();
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});
