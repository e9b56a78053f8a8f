// Work that its author can no longer send themselves: handed in by the device without a session, and carried to another
// device in a rescue file. Each arrives once.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { allSent, follow, inOffice, readable, setUp, stored, unlock, unsent, withUnsentNote } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("without a session the device hands in what is unsent, and reads nothing", async () => {
  const text = "Übergeben ohne Anmeldung";
  const { tablet, words } = await withUnsentNote(town, CLIENT, text);
  try {
    // The session is gone with the browser; the network is back, and signing in does not work any more.
    await tablet.kill();
    await town.resume();
    await tablet.switchOn("/klaerung");
    await tablet.page.locator("#open-device").click();
    await unlock(tablet, words);
    const summary = tablet.page.locator("#clearing-summary");
    await summary.waitFor();
    await picture(tablet, "uebergeben");
    await scan(tablet, "unsent work without a session");
    await tablet.page.getByRole("button", { name: "Ohne Anmeldung übergeben" }).click();
    await summary.filter({ hasText: "Alles gesendet" }).waitFor();
    assert.deepEqual(await unsent(tablet).allInnerTexts(), []);

    // What was packed is gone from the device, and no page shows the case any more; the copy of what was handed in stays,
    // sealed, until a backup covers it.
    assert.deepEqual(await stored(tablet), { pack: 0, outbox: 1 });
    for (const path of ["/faelle", "/heute"]) {
      await follow(tablet, path);
      await tablet.page.locator("h1").first().waitFor();
      assert.doesNotMatch(await tablet.page.locator("#main").innerText(), new RegExp(CLIENT));
    }
    // Nothing that can be read by whoever is signed in is read by the device alone.
    assert.deepEqual(await readable(tablet), []);

    // It waits for whoever has the case; it does not stand in the documentation by itself.
    assert.deepEqual(await inOffice(town, CLIENT, text), { held: 1, written: 0 });
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

/** Has the browser refuse to open the list of its devices so many times, as one does that was ended by force and looks through
    its store first. */
function refusesAtFirst(times) {
  return `{
    let left = ${times};
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name, ...more) {
      if (name === "lueckenlos-devices" && left-- > 0) throw new DOMException("Internal error opening backing store", "UnknownError");
      return open.call(this, name, ...more);
    };
  }`;
}

test("a browser that refuses its store at first still leads to the device, with a session and without one", async () => {
  const { tablet, words } = await withUnsentNote(town, CLIENT, "Trotz störrischem Speicher");
  try {
    await tablet.kill();
    await town.resume();
    await tablet.switchOn("/anmelden");
    await tablet.before(refusesAtFirst(4));
    await tablet.open("/anmelden");
    await tablet.page.locator("#open-device").waitFor();

    // Whoever signs in then is asked for the words; their work is not put beside the device, into the window only.
    await tablet.signIn("caritas");
    await tablet.open("/klaerung");
    await unlock(tablet, words);
    await tablet.page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();
    assert.deepEqual(await unsent(tablet).allInnerTexts(), []);
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

test("a rescue file carries unsent work to another device, where it arrives once", async () => {
  const text = "In der Rettungsdatei";
  const { tablet, words: ownWords } = await withUnsentNote(town, CLIENT, text);
  const folder = mkdtempSync(join(tmpdir(), "lueckenlos-rescue-"));
  try {
    await follow(tablet, "/konto");
    await tablet.page.locator("a[href='/geraet']").click();
    const saved = tablet.page.waitForEvent("download");
    await tablet.page.getByRole("button", { name: "Rettungsdatei speichern" }).click();
    const file = join(folder, "rettung.json");
    await (await saved).saveAs(file);
    const words = (await tablet.page.locator(".passphrase strong:visible").last().textContent()).trim();
    assert.equal(words.split(/\s+/).length, 4);

    // Another device, with a profile of its own. The first one lies in a drawer, its battery empty.
    await tablet.kill();
    await town.resume();
    const other = await Device.on(town, "tablet");
    try {
      await other.signIn("caritas");
      await setUp(other);
      await other.page.locator("#rescue-words").fill(words);
      await other.page.locator("#rescue-file").setInputFiles(file);
      await other.page.getByText(/eingelesen\.$/).waitFor();
      await allSent(other);
      assert.deepEqual(await inOffice(town, CLIENT, text), { held: 0, written: 1 });

      // Weeks later somebody charges it: what it still sends is not done twice.
      await tablet.switchOn("/anmelden");
      await tablet.signIn("caritas");
      await unlock(tablet, ownWords);
      await allSent(tablet);
      assert.deepEqual(await inOffice(town, CLIENT, text), { held: 0, written: 1 });
      assert.deepEqual(other.errors, []);
    } finally {
      await other.end();
    }
    assert.deepEqual(tablet.errors, []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await tablet.end();
  }
});
