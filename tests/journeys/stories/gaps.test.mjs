// The gaps of a tablet that the simulator's table (tests/simulator/gaps.txt) tells of, in a real browser: killed between
// two moments, two tabs, a clock that goes back, an answer that is cut in the middle. Whatever was called kept is there
// afterwards, and the server has it once.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Device } from "../support/device.mjs";
import { Front } from "../support/front.mjs";
import { stillAt } from "../support/moments.mjs";
import {
  allSent, beginNote, follow, onServer, openNotes, setUp, standingsOf, typeNote, unlock, untilCached,
  writeNote,
} from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";

/** The word of one entry that only this device holds, whether it was offered in vain or not at all. */
const ONCE_ON_DEVICE = /^[^|]*auf diesem Gerät[^|]*$/;

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** A tablet of the case manager with the day's page open; the words that open it come with it. */
async function tabletOn(way = town, prepare = async () => {}) {
  await town.resume();
  const tablet = await Device.on(way, "tablet");
  await prepare(tablet);
  await tablet.signIn("caritas");
  const words = await setUp(tablet);
  await untilCached(tablet);
  await follow(tablet, "/heute");
  await tablet.page.locator(".visit", { hasText: CLIENT }).waitFor();
  return { tablet, words };
}

/** Starts the app again without a network: the note is on the device, the form holds nothing. Then it is sent, once. */
async function foundAndSent(tablet, words, text) {
  await town.cut();
  await tablet.switchOn("/heute");
  await unlock(tablet, words);
  await tablet.page.locator(".visit", { hasText: CLIENT }).getByRole("button", { name: /Notiz/ }).click();
  await tablet.page.locator("#note-text").waitFor();
  assert.equal(await tablet.page.locator("#note-text").inputValue(), "", "the draft went away with its command");
  await tablet.page.keyboard.press("Escape");
  await openNotes(tablet, CLIENT);
  assert.match((await standingsOf(tablet, text)).join("|"), ONCE_ON_DEVICE);

  await town.resume();
  await tablet.signIn("caritas");
  await unlock(tablet, words);
  await allSent(tablet);
  assert.equal(await onServer(town, "caritas", CLIENT, text), 1);
  assert.deepEqual(tablet.errors, []);
}

for (const { between, moment, text } of [
  {
    between: "after the envelope was put and before the screen said so",
    moment: "stored",
    text: "Zwischen Ablage und Bildschirm",
  },
  {
    between: "after the server answered and before the answer was put",
    moment: "answered",
    text: "Zwischen Antwort und Vermerk",
  },
]) {
  test(`killed ${between}`, async () => {
    const { tablet, words } = await tabletOn();
    try {
      await beginNote(tablet, CLIENT, text);
      const { still } = await stillAt(tablet, moment);
      await tablet.page.locator("#note-sheet button[type=submit]").click({ noWaitAfter: true });
      await still;
      await tablet.kill();
      await foundAndSent(tablet, words, text);
    } finally {
      await tablet.end();
    }
  });
}

test("killed in the middle of unlocking", async () => {
  const text = "Vor dem Entsperren geschrieben";
  const { tablet, words } = await tabletOn();
  try {
    await town.cut();
    await writeNote(tablet, CLIENT, text);
    await tablet.kill();
    await tablet.switchOn("/heute");
    await tablet.page.locator("#words").fill(words);
    const { still } = await stillAt(tablet, "unlocking");
    await tablet.page.locator("#unlock form button[type=submit]").first().click({ noWaitAfter: true });
    await still;
    await tablet.kill();
    await foundAndSent(tablet, words, text);
  } finally {
    await town.resume();
    await tablet.end();
  }
});

test("two tabs of one device keep what either writes, and send it once", async () => {
  const { tablet, words } = await tabletOn();
  try {
    const first = tablet.page;
    const second = await tablet.otherTab("/heute");
    tablet.page = second;
    await unlock(tablet, words);
    await second.locator(".visit", { hasText: CLIENT }).waitFor();
    await town.cut();
    await writeNote(tablet, CLIENT, "Im zweiten Fenster");
    tablet.page = first;
    await writeNote(tablet, CLIENT, "Im ersten Fenster");
    for (const page of [first, second]) {
      tablet.page = page;
      await follow(tablet, "/klaerung");
      await page.locator("#clearing-summary", { hasText: /2\D* Einträge warten/ }).waitFor();
    }

    // Both try at the same moment; only one may.
    await town.resume();
    for (const page of [first, second]) {
      await page.locator("#clearing-send").evaluate((button) => button.click());
    }
    for (const page of [first, second]) {
      await page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();
    }
    for (const text of ["Im ersten Fenster", "Im zweiten Fenster"]) {
      assert.equal(await onServer(town, "caritas", CLIENT, text), 1);
    }
    assert.deepEqual(tablet.errors, []);
  } finally {
    await town.resume();
    await tablet.end();
  }
});

test("a clock that is set back loses nothing and locks nobody out", async () => {
  // The clock is the story's from the start: one that is put in later knows none of the timers that run already.
  const { tablet } = await tabletOn(town, (device) => device.page.clock.install());
  try {
    await town.cut();
    await writeNote(tablet, CLIENT, "Vor der Umstellung");
    await tablet.page.clock.setSystemTime(Date.now() - 3 * 86_400_000);
    // The packed case is still there; what is today the clock says, so it stands in the list of all.
    await openNotes(tablet, CLIENT, "/faelle");
    await tablet.page.getByRole("button", { name: "Notiz schreiben" }).click();
    await typeNote(tablet, "Nach der Umstellung");
    await tablet.page.locator("#note-sheet button[type=submit]").click();
    await tablet.page.locator("#note-text").waitFor({ state: "detached" });
    for (const text of ["Vor der Umstellung", "Nach der Umstellung"]) {
      assert.match((await standingsOf(tablet, text)).join("|"), ONCE_ON_DEVICE);
    }
    await town.resume();
    await follow(tablet, "/klaerung");
    await tablet.page.locator("#clearing-send").evaluate((button) => button.click());
    await allSent(tablet);
    for (const text of ["Vor der Umstellung", "Nach der Umstellung"]) {
      assert.equal(await onServer(town, "caritas", CLIENT, text), 1);
    }
    assert.deepEqual(tablet.errors, []);
  } finally {
    await town.resume();
    await tablet.end();
  }
});

test("an answer that is cut in the middle is asked for again", async () => {
  const text = "Mitten in der Antwort";
  const front = await Front.before(town);
  let tablet;
  try {
    ({ tablet } = await tabletOn(front));
    const cut = front.cutNext("/api/commands");
    await writeNote(tablet, CLIENT, text);
    await cut;
    assert.equal(await onServer(town, "caritas", CLIENT, text), 1, "the server had done its work");
    await allSent(tablet);
    assert.equal(await onServer(town, "caritas", CLIENT, text), 1);
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet?.end();
    await front.end();
  }
});
