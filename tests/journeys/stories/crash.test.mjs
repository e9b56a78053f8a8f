// The app stops in the middle of the work. The screen that stands ready for that says what is safe, and after loading
// again the half-typed text is there. Nothing in the app is made for this: the browser refuses it an element.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { areas, beginNote, follow, setUp, unlock } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";
const TEXT = "Ein halber Satz, als die App ste";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** From the next element on that the app wants to make, it gets none: what draws stops there. */
async function stop(device) {
  await device.page.evaluate(() => {
    const refuse = () => {
      throw new DOMException("no element", "NotSupportedError");
    };
    const { createElement } = Document.prototype;
    const { cloneNode } = Node.prototype;
    Document.prototype.createElement = refuse;
    Node.prototype.cloneNode = refuse;
    // For the scan, which makes elements of its own.
    window.giveBack = () => Object.assign(Document.prototype, { createElement }) && Object.assign(Node.prototype, { cloneNode });
  });
}

/** The errors of a stop: the place in the code on the console, and what the browser makes of the trap. */
function isOfTheStop(error) {
  return /The app stopped at|unreachable|RuntimeError/.test(error);
}

test("on a device the screen promises drafts and unsent work, and they are there afterwards", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    const { page } = tablet;
    await tablet.signIn("caritas");
    const words = await setUp(tablet);
    await follow(tablet, "/heute");
    await beginNote(tablet, CLIENT, TEXT);
    const count = async (area) => Object.keys((await areas(tablet))[area]).length;
    // The pause after the last key is over when the draft is in the store.
    while ((await count("drafts")) === 0) await page.evaluate(() => new Promise(requestAnimationFrame));

    await stop(tablet);
    // The next thing that has to be drawn.
    await page.locator("#note-sheet button[aria-expanded=false]").click();
    const screen = page.locator("#crash");
    await screen.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), "crash-title");
    assert.match(await screen.locator("div[lang=de]").innerText(), /Deine Entwürfe und alles, was noch nicht gesendet ist/);
    assert.equal(await screen.locator(".kept-server:visible").count(), 0);
    assert.equal(await page.locator("#app").isVisible(), false);
    await picture(tablet, "absturz");
    await page.evaluate(() => void window.giveBack());
    await scan(tablet, "the app stopped");

    await screen.locator("div[lang=de] a", { hasText: "Neu laden" }).click();
    await unlock(tablet, words);
    await page.locator(".visit", { hasText: CLIENT }).getByRole("button", { name: /Notiz/ }).click();
    await page.waitForFunction((text) => document.querySelector("#note-text")?.value === text, TEXT);
    assert.ok(tablet.errors.some(isOfTheStop), "the place stands on the console");
    // It names a place in the code and nothing that somebody typed.
    assert.ok(!tablet.errors.some((error) => error.includes("halber Satz")));
    assert.deepEqual(tablet.errors.filter((error) => !isOfTheStop(error)), []);
  } finally {
    await tablet.end();
  }
});

test("in another browser it promises what the server has confirmed, and no more", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("empfang");
    await device.open("/zettel");
    await device.page.locator("#slip-concern").fill("Brief vom Jobcenter");
    await stop(device);
    await device.page.locator("nav a[href='/klaerung']").first().click();
    const screen = device.page.locator("#crash");
    await screen.waitFor();
    assert.match(await screen.locator("div[lang=de]").innerText(), /noch einmal eingeben/);
    assert.equal(await screen.locator(".kept-device:visible").count(), 0);
    await screen.locator("div[lang=de] a", { hasText: "Neu laden" }).click();
    await device.page.locator("h1").first().waitFor();
  } finally {
    await device.end();
  }
});
