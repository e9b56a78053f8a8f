// The lock of the screen: after two minutes, at a press; the PIN re-locks a running app and is worthless after five wrong
// tries. Time is the browser's own, moved by hand.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { setUp, unlock } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

async function tryPin(page, pin) {
  await page.locator("#pin").fill(pin);
  await page.locator("#pin-lock form button[type=submit]").click();
}

for (const size of Object.keys(SIZES)) {
  test(`a PIN opens the running app on a ${size}, five wrong ones do not`, async () => {
    const device = await Device.on(town, size);
    try {
      const { page } = device;
      await page.clock.install();
      await device.signIn({ tablet: "caritas", desktop: "awo", phone: "diakonie" }[size]);
      const words = await setUp(device);

      await page.locator("#new-pin").fill("1234");
      await page.locator("#pin-keep").click();
      await page.locator("#new-pin-problem:not(:empty)").waitFor();
      await page.locator("#new-pin").fill("2580");
      await page.locator("#pin-keep").click();
      await page.getByText("Die PIN ist gesetzt.").waitFor();
      await scan(device, `the page of a device on a ${size}`);

      // Half a sentence behind the lock.
      await page.goto(`${town.address}/faelle`);
      await unlock(device, words);
      await page.locator("#cases-filter").fill("halb getippt");
      await page.clock.fastForward("02:10");
      await page.locator("#pin").waitFor();
      assert.equal(await page.locator("#cases-filter").isVisible(), false);
      await scan(device, `the locked screen on a ${size}`);
      await picture(device, `gesperrt-${size}`);
      await tryPin(page, "0000");
      await page.getByText(/Noch \D?4\D? Versuche/).waitFor();
      await tryPin(page, "2580");
      await page.locator("#pin").waitFor({ state: "detached" });
      assert.equal(await page.locator("#cases-filter").inputValue(), "halb getippt");

      // At a press, and then nobody guesses.
      await page.locator("#hide").click();
      await page.locator("#pin").waitFor();
      for (const pin of ["0000", "1111", "2222", "3333", "4444"]) await tryPin(page, pin);
      await page.locator("#words").waitFor();
      assert.equal(await page.locator("#pin").count(), 0);
      await unlock(device, words);
      await page.locator("#cases-filter").waitFor();
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}

test("a browser that is no device is covered at a press", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("empfang");
    await device.page.goto(`${town.address}/zettel`);
    await device.page.locator("#slip-concern").fill("Wohnung gekündigt");
    await device.page.locator("#hide").click();
    await device.page.locator("#cover-go-on:focus").waitFor();
    assert.equal(await device.page.locator("#slip-concern").isVisible(), false);
    await scan(device, "the cover");
    await device.page.keyboard.press("Enter");
    await device.page.locator("#slip-concern").waitFor();
    assert.equal(await device.page.locator("#slip-concern").inputValue(), "Wohnung gekündigt");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
