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
    await device.page.locator("#proposal-confirm").waitFor();
    const name = (await device.page.locator(".candidate--taken strong").textContent()).trim();
    assert.equal(await device.page.getByRole("button", { name: "Im Pool lassen" }).count(), 1);
    await device.page.locator("#proposal-confirm").click();
    // It is said what became of it, and the list shows it without being loaded again.
    await device.page.locator(".toast", { hasText: number }).filter({ hasText: name }).filter({ hasText: "zugeteilt" }).waitFor();
    await waiting.filter({ hasText: number }).waitFor({ state: "detached" });
    assert.equal(await waiting.count(), before - 1);
    assert.equal(await waiting.filter({ hasText: number }).count(), 0);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("a case without a district has no proposal, and the free posts can be chosen", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("koordination");
    await page.goto(`${town.address}/pool`);
    await page.locator(".visit", { hasText: "ohne Bezirk" }).first().getByRole("button").click();
    await page.locator("#proposal-title:focus").waitFor();
    await page.getByText("Ohne Bezirk gibt es keinen Vorschlag. Bitte wählen.").waitFor();
    assert.equal(await page.getByText("Keine Stelle ist frei").count(), 0);
    assert.equal((await page.locator("#proposal-confirm").innerText()).trim(), "Zuteilen");
    await page.locator(".candidate:not(.candidate--out) input").first().click();
    assert.match(await page.locator("#proposal-confirm").innerText(), /\S+ zuteilen/);
    await scanEverywhere(device, "pool-ohne-bezirk");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
