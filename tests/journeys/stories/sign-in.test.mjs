// Signing in at every size, scanned in light and dark and both languages; the first screen weighs what it may.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

for (const size of Object.keys(SIZES)) {
  test(`reception signs in on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.ready();
      const weight = await device.fetched();
      console.log(`the first screen fetched ${Math.round(weight / 100) / 10} KB`);
      // With what is fetched meanwhile for the page after it.
      assert.ok(weight > 10_000 && weight <= 600_000, `the first screen fetched ${weight} bytes`);
      await scanEverywhere(device, `sign-in on a ${size}`);
      await device.signIn("empfang");
      await device.ready();
      await scan(device, `first page of reception on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}

test("signing in needs no mouse", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.ready();
    const keyboard = new Keyboard(device.page);
    await keyboard.tabTo("#login");
    await keyboard.type("caritas");
    await keyboard.press("Tab");
    await keyboard.type("demo-lueckenlos");
    await keyboard.press("Enter");
    await device.page.locator("#password").waitFor({ state: "detached" });
    assert.ok(keyboard.keys <= 20, `${keyboard.keys} keys`);
  } finally {
    await device.end();
  }
});
