// The coordinator's pool: a case that nobody has gets its worker, without a client's name on the screen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scanEverywhere } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("the coordinator gives a waiting case to a post, and it leaves the pool", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("koordination");
    await device.page.goto(`${town.address}/pool`);
    const waiting = device.page.locator(".visit");
    await waiting.first().waitFor();
    const before = await waiting.count();
    const number = (await waiting.first().locator("strong").textContent()).trim();
    assert.match(number, /^LEV-\d{4}-\d{4}$/);
    assert.doesNotMatch(await device.page.locator("#main").textContent(), /Noori|Warsame|Rahimi/);

    await waiting.first().getByRole("button").click();
    await device.page.locator("#proposal-confirm").waitFor();
    await picture(device, "pool");
    await scanEverywhere(device, "pool");

    await device.page.goto(`${town.address}/pool`);
    await waiting.first().getByRole("button").click();
    await device.page.locator("#proposal-confirm").click();
    await device.page.locator("#proposal-confirm").waitFor({ state: "detached" });
    for (let tries = 0; (await waiting.count()) === before && tries < 5; tries += 1) {
      await device.page.reload();
      await device.page.locator(".visit, .empty").first().waitFor();
    }
    assert.equal(await waiting.count(), before - 1);
    assert.equal(await waiting.filter({ hasText: number }).count(), 0);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
