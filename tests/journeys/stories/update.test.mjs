// A newer version of the app on the server, with a worker of its own that the browser installs: it waits while somebody
// writes, is offered when nobody does, and after the press the newer version is what runs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Device } from "../support/device.mjs";
import { Front, NEWER } from "../support/front.mjs";
import { untilCached } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
let front;
before(async () => {
  town = await Town.start();
  front = await Front.before(town);
});
after(async () => {
  await front?.end();
  await town?.end();
});

test("a released version waits for the end of an edit, and then takes over", async () => {
  const device = await Device.on(front, "desktop");
  try {
    const { page } = device;
    await page.clock.install();
    await page.goto(`${front.address}/kontakt`);
    await untilCached(device);
    // A first visit becomes the worker's with the next load.
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.locator("#contact-text").fill("Ein halber Satz");

    front.release();
    // Half an hour later the app asks whether there is a new version.
    await page.clock.fastForward(31 * 60_000);
    await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);
    const offer = page.locator(".notice", { hasText: "Eine neue Version steht bereit" });
    await page.clock.runFor(10_000);
    assert.equal(await offer.isVisible(), false);
    assert.equal(await page.locator("#contact-text").inputValue(), "Ein halber Satz");
    assert.equal(await page.locator(`meta[name=${NEWER}]`).count(), 0);

    await page.locator("#contact-text").fill("");
    await page.locator("#contact-text").blur();
    await page.clock.runFor(10_000);
    await offer.waitFor();
    const loaded = page.waitForEvent("load");
    await page.getByRole("button", { name: "Jetzt laden" }).click();
    await loaded;
    await page.locator("#contact-text").waitFor();
    assert.equal(await page.locator(`meta[name=${NEWER}]`).count(), 1, "the newer page runs");
    await page.waitForFunction(async () => {
      const { waiting, active } = await navigator.serviceWorker.getRegistration();
      return waiting === null && active.state === "activated";
    });

    // It also starts without a network: the newer worker kept the newer page.
    await town.cut();
    await page.goto(`${front.address}/kontakt`);
    await page.locator("#contact-text").waitFor();
    assert.equal(await page.locator(`meta[name=${NEWER}]`).count(), 1);
    assert.deepEqual(device.errors, []);
  } finally {
    await town.resume();
    await device.end();
  }
});
