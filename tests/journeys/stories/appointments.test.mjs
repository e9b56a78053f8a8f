// Appointments before their day: planned where the field says what is wrong, moved, called off, and said in the list with
// weekday and kind.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** A day so many days from now, as it is typed. */
function typed(days) {
  const day = new Date(Date.now() + days * 86_400_000);
  return new Intl.DateTimeFormat("de-DE", { timeZone: "Europe/Berlin", day: "2-digit", month: "2-digit", year: "numeric" }).format(day);
}

/** The same day as the app shows it: its texts mark where a value begins and ends. */
function shown(days) {
  return new RegExp(typed(days).replaceAll(".", "\\D*"));
}

test("a slip of the finger is said at the field; a planned appointment is moved and called off", async () => {
  const device = await Device.on(town, "tablet");
  try {
    const { page } = device;
    await device.signIn("awo");
    await device.open("/faelle");
    await page.locator(".visit__name").last().click();
    await page.locator("a.tab", { hasText: "Termine" }).click();
    await page.locator("#appointment-plan").click();
    await page.locator("#appointment-day:focus").waitFor();
    const kinds = await page.locator("#appointment-contact option").allTextContents();
    assert.ok(kinds.some((kind) => kind.trim() === "Hausbesuch"));
    for (const outcome of ["nicht erschienen", "Versuch ohne Erfolg", "von Klientin/Klient abgesagt"]) {
      assert.ok(!kinds.some((kind) => kind.trim() === outcome), outcome);
    }

    await page.locator("#appointment-day").fill("1.1.2020");
    await page.locator("#appointment-time").fill("9:30");
    await page.locator("#appointment-day-problem", { hasText: "schon vorbei" }).waitFor();
    await page.locator("#appointment-day").fill("1.12.2090");
    await page.locator("#appointment-day-problem", { hasText: "zwei Jahre" }).waitFor();
    await page.getByRole("button", { name: "Termin eintragen" }).click();
    await page.locator("#appointment-day:focus").waitFor();
    await picture(device, "termin-planen");
    await scan(device, "an appointment with a problem");

    await page.locator("#appointment-day").fill(typed(3));
    await page.locator("#appointment-contact").selectOption({ label: "Hausbesuch" });
    await page.locator("#appointment-about").fill("Bescheid lesen");
    await page.getByRole("button", { name: "Termin eintragen" }).click();
    await page.locator("#appointment-plan:focus").waitFor();
    const line = page.locator(".need", { hasText: "Bescheid lesen" });
    await line.filter({ hasText: "Hausbesuch" }).waitFor();
    const when = (await line.locator("strong").textContent()).replace(/[\u2068\u2069]/g, "");
    assert.match(when, /^(Mo|Di|Mi|Do|Fr|Sa|So) /);
    assert.ok(when.endsWith(`${typed(3)}, 09:30`), when);

    // Moved: the old one stays in the file as moved, the new one stands in its place.
    await line.getByRole("button", { name: /^Ändern/ }).click();
    await page.locator("#appointment-day:focus").waitFor();
    assert.equal(await page.locator("#appointment-about").inputValue(), "Bescheid lesen");
    await page.locator("#appointment-day").fill(typed(4));
    await page.getByRole("button", { name: "Termin verlegen" }).click();
    await page.locator(".need", { hasText: shown(3) }).filter({ hasText: "wurde verlegt" }).waitFor();
    const moved = page.locator(".need", { hasText: shown(4) }).filter({ hasText: "Bescheid lesen" });
    await moved.waitFor();
    await scanEverywhere(device, "termine");

    await moved.getByRole("button", { name: /^Absagen/ }).click();
    await moved.getByRole("button", { name: "Klientin/Klient hat abgesagt" }).click();
    await page.locator(".need", { hasText: shown(4) }).filter({ hasText: "hat abgesagt" }).locator("button").first().waitFor({ state: "detached" });

    // The server has it like this.
    await page.reload();
    await page.locator(".need", { hasText: shown(4) }).filter({ hasText: "hat abgesagt" }).waitFor();
    await page.locator(".need", { hasText: shown(3) }).filter({ hasText: "wurde verlegt" }).waitFor();
    assert.equal(await page.locator(".need", { hasText: shown(4) }).getByRole("button").count(), 0);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
