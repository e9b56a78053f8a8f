// What somebody does to make a browser their device, and to open it again.

import assert from "node:assert/strict";

import { Device } from "./device.mjs";

/** Makes this browser a device of whoever is signed in; answers the four words that open it. */
export async function setUp(device) {
  await device.open("/geraet");
  await device.page.locator("#device-begin").click();
  const words = (await device.page.locator("#new-words strong").textContent()).trim();
  assert.equal(words.split(/\s+/).length, 4);
  await device.page.locator("#words-again").fill(words);
  await device.page.locator("form:has(#words-again) button[type=submit]").click();
  await device.page.locator("#pack-state, #device-alone").filter({ hasText: /\d+/ }).waitFor();
  return words;
}

/** Waits until the app is in the cache of this browser, so that it starts without a network. */
export async function untilCached(device) {
  await device.page.evaluate(() => navigator.serviceWorker.ready);
}

/** Opens the device with its words, after the app was started anew. */
export async function unlock(device, words) {
  await device.page.locator("#words").fill(words);
  await device.page.locator("#unlock form button[type=submit]").first().click();
  await device.page.locator("#unlock").waitFor({ state: "detached" });
}

/** Asks the server in the name of whoever is signed in. */
export async function ask(device, path) {
  return device.page.evaluate(async (path) => (await fetch(path, { headers: { "X-Lueckenlos": "1" } })).json(), path);
}

/** Asks a call that is sent as a POST, as the page does. */
export function post(device, path, question) {
  return device.page.evaluate(
    async ([path, question]) => {
      const headers = { "X-Lueckenlos": "1", "Content-Type": "application/json" };
      return (await fetch(path, { method: "POST", headers, body: JSON.stringify(question) })).json();
    },
    [path, question],
  );
}

/** Sends one command in the name of whoever is signed in, for what has no screen in this story; answers its outcome. */
export async function send(device, subject, command) {
  const answer = await device.page.evaluate(
    async ([subject, command]) => {
      const id = () => {
        // Version 7: the moment first, then what chance says.
        const moment = Date.now().toString(16).padStart(12, "0");
        return `${moment.slice(0, 8)}-${moment.slice(8)}-7${crypto.randomUUID().slice(15)}`;
      };
      const envelope = { id: id(), format: 1, subject, authored_at: Date.now(), device: id(), command };
      const answered = await fetch("/api/commands", {
        method: "POST",
        headers: { "X-Lueckenlos": "1", "Content-Type": "application/json" },
        body: JSON.stringify({ groups: [[envelope]] }),
      });
      return answered.json();
    },
    [subject, command],
  );
  return answer.outcomes?.[0]?.answer ?? answer;
}

/** Follows a link of the app to one of its pages, without loading the app anew. */
export async function follow(device, path) {
  await device.page.locator(`nav a[href="${path}"]`).first().click();
}

/** Chooses the first entry of a list that holds what is typed. */
export async function choose(device, field, typed) {
  await device.page.locator(field).fill(typed);
  await device.page.locator("[role=option]:visible").first().waitFor();
  await device.page.keyboard.press("Enter");
}

/** What is on the device and not settled, on the page for that; what others decide there about late work is not. */
export function unsent(device) {
  const late = device.page.getByRole("heading", { name: /nachgereicht/i });
  return device.page.locator(".card").filter({ hasNot: late }).locator(".entry");
}

/** Waits on the page for what waits, until nothing does and nothing needs anybody. */
export async function allSent(device) {
  await follow(device, "/klaerung");
  await device.page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();
  assert.deepEqual(await unsent(device).allInnerTexts(), []);
}

/** Writes a note from the day's page: the button, the text, done. */
export async function writeNote(device, client, text) {
  await beginNote(device, client, text);
  await device.page.locator("#note-sheet button[type=submit]").click();
  await device.page.locator("#note-text").waitFor({ state: "detached" });
}

/** Types a note from the day's page and leaves it half done. */
export async function beginNote(device, client, text) {
  await device.page.locator(".visit", { hasText: client }).getByRole("button", { name: /Notiz/ }).click();
  await typeNote(device, text);
}

/** Types into the open sheet; says how contact was had where no appointment said it before. */
export async function typeNote(device, text) {
  const { page } = device;
  await page.locator("#note-text:focus").waitFor();
  if ((await page.locator("#note-contact input:checked").count()) === 0) await page.locator("label.chip", { hasText: "Telefon" }).click();
  await page.locator("#note-text").fill(text);
}

/** Opens the documentation of a client's case, from the day's page or another list of cases. */
export async function openNotes(device, client, from = "/heute") {
  await follow(device, from);
  await device.page.locator(".visit__name", { hasText: client }).first().click();
  await device.page.locator("a.tab", { hasText: "Verlauf" }).click();
  await device.page.locator(".note").first().waitFor();
}

/** Where the entries with a text stand in the documentation that is open: one word for each. */
export async function standingsOf(device, text) {
  const notes = await device.page.locator(".note", { hasText: text }).all();
  return Promise.all(notes.map(async (note) => (await note.locator(".badge").first().textContent()).trim()));
}

/** How often a text stands in the documentation of a client, read by a browser that is no device. */
export async function onServer(town, login, client, text) {
  const office = await Device.on(town, "desktop");
  try {
    await office.signIn(login);
    await openNotes(office, client);
    return await office.page.locator("ol.notes > .note", { hasText: text }).count();
  } finally {
    await office.end();
  }
}

/** A tablet with one note on it that the server has never heard of. */
export async function withUnsentNote(town, client, text) {
  const tablet = await Device.on(town, "tablet");
  await tablet.signIn("caritas");
  const words = await setUp(tablet);
  await untilCached(tablet);
  await follow(tablet, "/heute");
  const visit = tablet.page.locator(".visit", { hasText: client });
  await visit.waitFor();
  await town.cut();
  await visit.getByRole("button", { name: /Notiz/ }).click();
  await typeNote(tablet, text);
  await tablet.page.locator("#note-sheet button[type=submit]").click();
  await tablet.page.locator("#note-text").waitFor({ state: "detached" });
  return { tablet, words };
}

/** How often a text waits to be accepted at the client, and how often it stands in their documentation, in a browser that is
    no device. */
export async function inOffice(town, client, text) {
  const office = await Device.on(town, "desktop");
  try {
    await office.signIn("caritas");
    await follow(office, "/heute");
    await office.page.locator(".visit__name", { hasText: client }).first().click();
    await office.page.locator("a.tab", { hasText: "Verlauf" }).click();
    await office.page.locator("ol.notes > .note").first().waitFor();
    const written = await office.page.locator("ol.notes > .note", { hasText: text }).count();
    const held = await office.page.locator(".entry", { hasText: "nachgereicht von" }).filter({ hasText: text }).count();
    assert.deepEqual(office.errors, []);
    return { held, written };
  } finally {
    await office.end();
  }
}

/** What lies in the areas of the device's store: by area and key the bytes as letters; null where there is no store. */
export async function areas(device) {
  return device.page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    const own = names.find((name) => /^lueckenlos-[0-9a-f-]{36}$/.test(name));
    if (!own) return null;
    const done = (asked) => new Promise((got, failed) => {
      asked.onsuccess = () => got(asked.result);
      asked.onerror = failed;
    });
    const database = await done(indexedDB.open(own));
    const found = {};
    for (const area of database.objectStoreNames) {
      const store = database.transaction(area).objectStore(area);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      const letters = (value) => new TextDecoder("latin1").decode(value);
      found[area] = Object.fromEntries(keys.map((key, at) => [key, ArrayBuffer.isView(values[at]) ? letters(values[at]) : ""]));
    }
    database.close();
    return found;
  });
}

/** How many values lie in the areas for work without a network; null where there is no store. */
export async function stored(device) {
  const found = await areas(device);
  return found && { pack: Object.keys(found.pack).length, outbox: Object.keys(found.outbox).length };
}

/** The calls for those who are signed in that answer this browser with anything but a refusal. */
export async function readable(device) {
  return device.page.evaluate(async () => {
    const ask = (path, init) => fetch(path, { ...init, headers: { "X-Lueckenlos": "1", "Content-Type": "application/json" } });
    const { paths } = await (await ask("/api/openapi.json")).json();
    const open = [];
    let asked = 0;
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        // What strangers may ask is marked so.
        if (operation.security?.length === 0 || !operation.responses?.["401"]) continue;
        asked += 1;
        const answer = await ask(path, method === "get" ? {} : { method: method.toUpperCase(), body: "{}" });
        if (answer.status !== 401) open.push(`${method} ${path}: ${answer.status}`);
      }
    }
    return asked > 10 ? open : [`only ${asked} calls were asked`];
  });
}
