// The counter: a walk-in with a birth year only is searched for, taken in, admitted and given to a case manager; the same
// man in another spelling is then offered, with his case manager's telephone number.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("from the counter to a confirmed case manager", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await page.goto(`${town.address}/empfang`);
    await page.locator("#person-search:focus").waitFor();

    // Nobody is taken in who was not searched for.
    assert.equal(await page.locator("#new-person").getAttribute("aria-disabled"), "true");
    await page.locator("#person-search").fill("Mohammad Al-Hassan 1990");
    await page.locator("#new-person:not([aria-disabled])").waitFor();
    await picture(device, "reception");
    await page.keyboard.press("Alt+n");

    // What was typed is not typed again.
    await page.locator("#person-spoken-name").waitFor();
    assert.equal(await page.locator("#person-spoken-name").inputValue(), "Mohammad Al-Hassan");
    assert.equal(await page.locator("#person-born").inputValue(), "1990");

    await page.locator("#person-address-place").fill("Opladen");
    await page.locator(".place__found").filter({ hasText: "Stadtbezirk II" }).waitFor();
    await page.locator("#person-entered-germany").fill("3.2024");
    await page.locator("#person-languages").fill("Arabisch");
    await page.keyboard.press("Enter");
    await page.locator("#person-languages-ara-first").waitFor();
    await picture(device, "intake-person");
    await scan(device, "the person's part of the intake");

    await page.locator("#section-concern").click();
    await page.locator("#intake-concern").fill("Versteht die Briefe vom Jobcenter nicht");
    await page.locator("label:has(#intake-urgency-D3)").click();
    await page.locator("#section-others").click();
    await page.locator("label:has(#intake-other-case-management-none)").click();
    await page.locator("#section-consent").click();
    await page.locator("#consent-explained").selectOption("spoken");
    for (const kind of ["found_at_desk", "case_management"]) {
      await page.locator(`#consent-${kind}-given:not([aria-disabled])`).click();
      await page.locator(`section[aria-labelledby="consent-${kind}"] .badge--success`).waitFor();
    }
    await scan(device, "information sheet and consent");
    await page.locator(".kept").filter({ hasText: "bestätigt" }).waitFor();

    await page.locator("#target-result").filter({ hasText: "Vorrang" }).waitFor();
    await page.locator("#target-admit:not([aria-disabled])").click();

    await page.locator("#proposal-confirm:not([aria-disabled])").waitFor();
    await picture(device, "proposal");
    await scan(device, "the proposal");
    const proposed = await page.locator(".candidate--taken .candidate__who strong").textContent();
    await page.locator("#proposal-confirm").click();
    await page.locator(".end__name").filter({ hasText: proposed }).waitFor();
    await page.locator(".end .badge--success").waitFor();
    await picture(device, "admitted");
    await scan(device, "the end of the intake");

    // The same man the next day, spelled as somebody else hears it.
    await page.goto(`${town.address}/empfang`);
    await page.locator("#person-search").fill("Muhammed Alhasan 1990");
    const hit = page.locator(".hit").filter({ hasText: "Mohammad Al-Hassan" }).first();
    await hit.waitFor();
    const words = (await hit.textContent()).replace(/[\u2068\u2069]/g, "");
    assert.match(words, /dieselbe Person/);
    assert.match(words, /Muhammed ≈ Mohammad/);
    assert.match(words, /gleiches Jahr/);
    assert.ok(words.includes(proposed), words);
    assert.match(words, /0214/);
    await picture(device, "reception-hit");
    await scan(device, "reception with a hit");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
