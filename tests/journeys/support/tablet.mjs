// The tablet as a device of its own: set up once with four words, opened with them whenever the app starts anew.

import assert from "node:assert/strict";

/** Makes this browser a device of whoever is signed in; answers the four words that open it. */
export async function setUp(device) {
  await device.open("/geraet");
  await device.page.locator("#device-begin").click();
  const words = (await device.page.locator("#new-words strong").textContent()).trim();
  assert.equal(words.split(/\s+/).length, 4);
  await device.page.locator("#words-again").fill(words);
  await device.page.locator("form button[type=submit]").click();
  await device.page.locator("#pack-state", { hasText: /\d+/ }).waitFor();
  return words;
}

/** Waits until the app is in the cache of this browser, so that it starts without a network. */
export async function untilCached(device) {
  await device.page.evaluate(() => navigator.serviceWorker.ready);
}

/** Opens the device after the app was started anew. */
export async function unlock(device, words) {
  await device.page.locator("#words").fill(words);
  await device.page.locator("#unlock form button[type=submit]").first().click();
  await device.page.locator("#unlock").waitFor({ state: "detached" });
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

/** Waits on the page for what waits, until nothing does and nothing needs anybody. */
export async function allSent(device) {
  await follow(device, "/klaerung");
  await device.page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();
  assert.deepEqual(await device.page.locator(".entry").allInnerTexts(), []);
}
