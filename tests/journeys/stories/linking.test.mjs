// Two files for one woman: the desk is told, puts them side by side, links them with a reason, and takes it back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { confirmed, search, takeIn, words } from "../support/counter.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("two persons held to be the same are compared, linked by keyboard, shown on both, and taken apart again", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await page.goto(`${town.address}/empfang`);
    const one = await takeIn(device, "Saliha Testberhe 1993");
    await confirmed(device);
    await page.goto(`${town.address}/empfang`);
    const two = await takeIn(device, "Saleha Testberhe 1993", "Wiesdorf");
    await confirmed(device);

    // Told at the form, and on the start page.
    await page.goto(`${town.address}/aufnahme/${two}`);
    await page.locator("#possible-title").waitFor();
    await page.goto(`${town.address}/empfang`);
    const notice = page.locator("section[aria-labelledby=doubles-title]");
    await notice.locator("summary").click();
    await notice.filter({ hasText: "Testberhe" }).locator("a").first().waitFor();
    await picture(device, "doubles-notice");
    await scan(device, "the desk with a notice");

    // From a hit: the others of the same search stand beside the one that was taken.
    await search(device, "Saliha Testberhe");
    await page.getByRole("button", { name: "Das ist die Person: Saliha Testberhe" }).click();
    await page.locator(".chosen a", { hasText: "Vergleichen" }).first().click();
    await page.locator("#compare-reason").waitFor();
    const told = await words(page.locator("#main"));
    assert.match(told, /Saliha ähnlich Saleha|Saleha ähnlich Saliha/);
    assert.match(told, /Geburt.*gleich/s);
    assert.match(told, /Anschrift.*verschieden/s);
    await picture(device, "compare");
    const address = page.url();

    // Without a reason nothing is said; what is wrong stands at the field.
    const keyboard = new Keyboard(page);
    await keyboard.tabTo("#compare-link");
    await keyboard.press("Enter");
    await page.locator("#compare-reason:focus").waitFor();
    await page.locator("#compare-reason-problem").filter({ hasText: /\S/ }).waitFor();
    await keyboard.type("dieselbe Telefonnummer, Ausweis gesehen");
    await keyboard.tabTo("#compare-link");
    await keyboard.press("Enter");
    await page.locator("#decision-title", { hasText: "verknüpft" }).waitFor();
    assert.match(await words(page.locator("#main")), /Ausweis gesehen/);
    await scan(device, "two linked persons");

    for (const person of [one, two]) {
      await page.goto(`${town.address}/aufnahme/${person}`);
      await page.locator("section[aria-labelledby=linked-title]", { hasText: "Testberhe" }).waitFor();
      assert.equal(await page.locator("#possible-title").isVisible(), false);
    }

    // They were two after all.
    await page.locator("section[aria-labelledby=linked-title] a", { hasText: "Vergleichen" }).click();
    await page.locator(".unlink button").first().click();
    await page.locator(".unlink input").fill("Schwestern, beide waren da");
    await page.locator(".unlink .button--primary").click();
    await page.locator("#compare-reason").waitFor();
    await page.locator("#compare-reason").fill("Schwestern, beide waren da");
    await page.locator("#compare-apart").click();
    await page.locator(".notice", { hasText: "zwei verschiedene" }).waitFor();
    await page.goto(`${town.address}/empfang`);
    await page.locator("#person-search").waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(await notice.filter({ hasText: "Testberhe" }).isVisible(), false);
    assert.deepEqual(device.errors, []);

    for (const size of Object.keys(SIZES)) {
      const other = await Device.on(town, size);
      try {
        await other.signIn("empfang");
        await other.page.goto(address);
        await other.page.locator("#compare-reason").waitFor();
        await scanEverywhere(other, `two persons side by side on a ${size}`);
        assert.deepEqual(other.errors, []);
      } finally {
        await other.end();
      }
    }
  } finally {
    await device.end();
  }
});

test("the other is looked for from the case, by name", async () => {
  const device = await Device.on(town, "tablet");
  try {
    const { page } = device;
    await device.signIn("caritas");
    await page.goto(`${town.address}/faelle`);
    await page.locator(".visit__name").first().click();
    await page.locator("a.tab", { hasText: "Person" }).click();
    await page.getByRole("link", { name: "Mit einer anderen Person vergleichen" }).click();
    await page.locator("#person-search:focus").waitFor();
    await page.locator("#person-search").fill("Testberhe");
    await page.locator(".search__said", { hasText: /Treffer/ }).waitFor();
    await scan(device, "looking for the other person");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
