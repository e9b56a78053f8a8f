// What a browser does to the store of a device: no room, emptied, damaged, taken over by a newer app, a write that is
// aborted, no store at all. Each is answered by a sentence, nothing is called saved that is not, and what was typed is
// still there and can leave the window in a rescue file.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import {
  allSent, beginNote, follow, onServer, setUp, unlock, unsent, untilCached, writeNote,
} from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** A tablet of the case manager with the day's page open; the words that open it come with it. */
async function atWork() {
  return atWorkOn(await Device.on(town, "tablet"));
}

async function atWorkOn(tablet) {
  await tablet.signIn("caritas");
  const words = await setUp(tablet);
  await untilCached(tablet);
  await follow(tablet, "/heute");
  await tablet.page.locator(".visit", { hasText: CLIENT }).waitFor();
  return { tablet, words };
}

/** Submits the note that is open, and waits for what the app says about it. */
async function submit(tablet, sentence) {
  await tablet.page.locator("#note-sheet button[type=submit]").click();
  await tablet.page.getByText(sentence).last().waitFor();
}

/** Leaves the note's sheet and opens the page about this device. */
async function toDevicePage(tablet) {
  await tablet.page.keyboard.press("Escape");
  await follow(tablet, "/konto");
  await tablet.page.locator("a[href='/geraet']").click();
  await tablet.page.locator("#rescue-words").waitFor();
}

/** Does something to the store of the account, behind the app's back. */
async function behind(tablet, deed) {
  const page = await tablet.behindTheApp();
  const name = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return names.find((name) => /^lueckenlos-[0-9a-f-]{36}$/.test(name));
  });
  const said = await page.evaluate(deed, name);
  await page.close();
  return said;
}

/** Fills the room that the browser gives until not even a few letters fit. */
async function fill() {
  const done = (asked) => new Promise((got, failed) => {
    asked.onsuccess = () => got(asked.result);
    asked.onerror = failed;
  });
  const asked = indexedDB.open("filler", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("bytes", { autoIncrement: true });
  const database = await done(asked);
  for (let size = 1 << 22; size >= 16; size >>= 1) {
    for (let fits = true; fits; ) {
      const writing = database.transaction("bytes", "readwrite");
      writing.objectStore("bytes").add(crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536))).buffer);
      for (let left = size; left > 65_536; left -= 65_536) {
        writing.objectStore("bytes").add(crypto.getRandomValues(new Uint8Array(65_536)).buffer);
      }
      fits = await new Promise((told) => {
        writing.oncomplete = () => told(true);
        writing.onabort = () => told(false);
      });
    }
  }
  database.close();
}

/** Gives the room back. */
async function empty() {
  await new Promise((gone, failed) => {
    const asked = indexedDB.deleteDatabase("filler");
    asked.onsuccess = gone;
    asked.onerror = failed;
  });
}

test("no room left: nothing is called saved, the text stays, and leaves in a rescue file", async () => {
  const text = "Kein Platz mehr auf dem Tablet";
  const tablet = new Device(town, "tablet");
  const folder = mkdtempSync(join(tmpdir(), "lueckenlos-full-"));
  try {
    // The browser believes for a while what it was told of its room, so it is told before anything is stored.
    await tablet.switchOn("/licences.txt");
    const tools = await tablet.tools();
    await tools.send("Storage.overrideQuotaForOrigin", { origin: town.address, quotaSize: 40e6 });
    await atWorkOn(tablet);
    const { page } = tablet;
    await behind(tablet, fill);
    await beginNote(tablet, CLIENT, text);
    // The draft could not be kept, and the sheet does not claim it was.
    await page.locator("#note-sheet .notice--danger", { hasText: "kein Platz mehr" }).waitFor();
    assert.equal(await page.getByText("Der Entwurf", { exact: false }).filter({ visible: true }).count(), 0);
    await submit(tablet, /kein Platz mehr/);
    assert.equal(await page.locator("#note-text").inputValue(), text);
    await picture(tablet, "kein-platz");
    await scan(tablet, "no room left");

    await toDevicePage(tablet);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Rettungsdatei speichern" }).click();
    const file = join(folder, "rettung.json");
    await (await saved).saveAs(file);
    const words = (await page.locator(".passphrase strong:visible").last().textContent()).trim();
    assert.equal(await onServer(town, "caritas", CLIENT, text), 0);

    // There is room again: the file brings it back, and it arrives once.
    await behind(tablet, empty);
    await page.locator("#rescue-words").fill(words);
    await page.locator("#rescue-file").setInputFiles(file);
    await page.getByText("Ein Eintrag wurde eingelesen.").waitFor();
    await allSent(tablet);
    assert.equal(await onServer(town, "caritas", CLIENT, text), 1);
    assert.deepEqual(tablet.errors, []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await tablet.end();
  }
});

test("a write that is aborted is said, and saving once more saves once", async () => {
  const text = "Beim zweiten Mal";
  const { tablet } = await atWork();
  try {
    const { page } = tablet;
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      window.heal = () => {
        IDBObjectStore.prototype.put = put;
      };
      IDBObjectStore.prototype.put = function (...values) {
        const asked = put.apply(this, values);
        this.transaction.abort();
        return asked;
      };
    });
    await beginNote(tablet, CLIENT, text);
    await submit(tablet, /Speicher des Browsers hat nicht funktioniert/);
    assert.equal(await page.locator("#note-text").inputValue(), text);
    await page.evaluate(() => window.heal());
    await page.locator("#note-sheet button[type=submit]").click();
    await page.locator("#note-text").waitFor({ state: "detached" });
    await allSent(tablet);
    assert.equal(await onServer(town, "caritas", CLIENT, text), 1);
    // What is saved is no longer among what only this window holds.
    await follow(tablet, "/konto");
    await page.locator("a[href='/geraet']").click();
    await page.getByText("Nichts wartet.").waitFor();
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

test("an emptied store is said at the next start, and the device can be set up again", async () => {
  const { tablet, words } = await atWork();
  try {
    await tablet.page.goto("about:blank");
    await behind(
      tablet,
      async (name) => {
        await new Promise((gone, failed) => {
          const asked = indexedDB.deleteDatabase(name);
          asked.onsuccess = gone;
          asked.onerror = failed;
          asked.onblocked = failed;
        });
      },
    );
    await tablet.open("/heute");
    await tablet.page.locator("#words").fill(words);
    await tablet.page.locator("#unlock form button[type=submit]").first().click();
    await tablet.page.getByText("hat den Speicher dieses Geräts geleert").waitFor();
    await picture(tablet, "speicher-geleert");
    await scan(tablet, "a store that was emptied");

    await setUp(tablet);
    await follow(tablet, "/heute");
    await writeNote(tablet, CLIENT, "Neu eingerichtet");
    await allSent(tablet);
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

test("a damaged record is counted, and hinders nothing else", async () => {
  const { tablet, words } = await atWork();
  try {
    await town.cut();
    await writeNote(tablet, CLIENT, "Bleibt heil");
    await town.resume();
    await tablet.page.goto("about:blank");
    const damaged = await behind(
      tablet,
      async (name) => {
        const database = await new Promise((opened, failed) => {
          const asked = indexedDB.open(name);
          asked.onsuccess = () => opened(asked.result);
          asked.onerror = failed;
        });
        const writing = database.transaction("outbox", "readwrite", { durability: "strict" });
        const outbox = writing.objectStore("outbox");
        // Bytes that open under no key, and something that is no bytes at all.
        outbox.put(new Uint8Array([1, 2, 3]), "00000000000000000001-x");
        outbox.put(5e9, "00000000000000000002-x");
        await new Promise((done, failed) => {
          writing.oncomplete = done;
          writing.onerror = failed;
        });
        database.close();
        return 2;
      },
    );
    await tablet.open("/heute");
    await unlock(tablet, words);
    await follow(tablet, "/klaerung");
    const said = tablet.page.locator(".notice--danger", { hasText: "nicht mehr lesen" });
    await said.waitFor();
    assert.match((await said.textContent()).replace(/[\u2068\u2069]/g, ""), new RegExp(`^${damaged} Einträge`));
    await scan(tablet, "a damaged record");
    await allSent(tablet);
    assert.equal(await onServer(town, "caritas", CLIENT, "Bleibt heil"), 1);
    await follow(tablet, "/heute");
    await writeNote(tablet, CLIENT, "Geht weiter");
    await allSent(tablet);
    assert.deepEqual(tablet.errors, []);
  } finally {
    await town.resume();
    await tablet.end();
  }
});

test("a newer app takes the store over: the older one says so and keeps the text on its screen", async () => {
  const text = "Im alten Fenster getippt";
  const { tablet, words } = await atWork();
  try {
    const { page } = tablet;
    await beginNote(tablet, CLIENT, text);
    await behind(
      tablet,
      async (name) => {
        const known = (await indexedDB.databases()).find((one) => one.name === name);
        const database = await new Promise((opened, failed) => {
          const asked = indexedDB.open(name, known.version + 1);
          asked.onsuccess = () => opened(asked.result);
          asked.onerror = failed;
          asked.onblocked = failed;
        });
        database.close();
      },
    );
    await submit(tablet, /neuere Version der App benutzt dieses Gerät/);
    assert.equal(await page.locator("#note-text").inputValue(), text);
    await toDevicePage(tablet);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Rettungsdatei speichern" }).click();
    await saved;

    // Started again, the older app opens nothing, and says why; nothing is taken away.
    await tablet.open("/heute");
    await page.locator("#words").fill(words);
    await page.locator("#unlock form button[type=submit]").first().click();
    await page.getByText("neuere Version der App benutzt dieses Gerät").waitFor();
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

test("a browser that gives no store is told apart, and serves for work with a network", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.before(() => Object.defineProperty(window, "indexedDB", { get: () => undefined }));
    await device.signIn("caritas");
    for (const path of ["/geraet", "/klaerung"]) {
      await device.open(path);
      await device.page.locator(".notice--warning", { hasText: "gibt der App keinen Speicher" }).waitFor();
      await scan(device, `no store, ${path}`);
    }
    assert.equal(await device.page.locator("#device-begin").isVisible(), false);
    await follow(device, "/heute");
    await writeNote(device, CLIENT, "Ohne Speicher");
    await allSent(device);
    assert.deepEqual(await unsent(device).allInnerTexts(), []);
    assert.equal(await onServer(town, "caritas", CLIENT, "Ohne Speicher"), 1);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
