// Somebody stands outside the target group: the unit asks for an exception, the coordinator decides without a name.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { agree, complete, takeIn, words } from "../support/counter.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Asks for an exception from the panel beside the form. */
async function ask(device, reason) {
  const { page } = device;
  await page.locator("#target-exception:not([aria-disabled])").click();
  await page.locator("#target-exception-reason").fill(reason);
  await page.getByRole("button", { name: "An die Koordination geben" }).click();
  await page.locator("#end-title", { hasText: "angefragt" }).waitFor();
}

/** The coordinator's card of the request with this reason. */
function card(device, reason) {
  return device.page.locator(".exception", { hasText: reason });
}

test("an exception is refused with a reason, asked for again, granted, and the case waits in the pool", async () => {
  const desk = await Device.on(town, "desktop");
  const office = await Device.on(town, "desktop");
  try {
    await desk.signIn("empfang");
    await desk.page.goto(`${town.address}/empfang`);
    const person = await takeIn(desk, "Yusuf Testwarsame 1985");
    await complete(desk, { entered: "2008" });
    await desk.page.locator("#target-result", { hasText: "Außerhalb" }).waitFor();
    // Nobody asks the coordinator for a case that the client has not agreed to.
    await desk.page.locator("#target-exception[aria-disabled]").waitFor();
    await agree(desk);
    await ask(desk, "Kein anderer Dienst ist zuständig");

    await office.signIn("koordination");
    await office.page.locator(".notice", { hasText: /Ausnahme/ }).getByRole("link").click();
    const request = card(office, "Kein anderer Dienst");
    await request.waitFor();
    assert.doesNotMatch(await words(office.page.locator("#main")), /Yusuf|Testwarsame/);
    assert.match(await words(request), /Service-Point/);
    await picture(office, "exceptions");

    // By keyboard: refused without a reason says so at the field.
    const keyboard = new Keyboard(office.page);
    await request.getByRole("button", { name: /ablehnen/ }).focus();
    await keyboard.press("Enter");
    await request.locator("input:focus").waitFor();
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await request.locator(".field__problem").filter({ hasText: /\S/ }).waitFor();
    await request.locator("input:focus").waitFor();
    await keyboard.type("Die Migrationsberatung hat freie Plätze");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await request.waitFor({ state: "detached" });

    // That was the wrong one: taken back, it waits again, and is refused once more.
    const refused = office.page.locator(".exceptions__refused .need", { hasText: "Kein anderer Dienst" });
    await refused.getByRole("button", { name: /zurücknehmen/ }).click();
    await request.waitFor();
    await refused.waitFor({ state: "detached" });
    await request.getByRole("button", { name: /ablehnen/ }).click();
    await request.locator("input").fill("Die Migrationsberatung hat freie Plätze");
    await request.locator(".form .button--primary").click();
    await refused.waitFor();
    await scan(office, "refused exceptions that can be taken back");

    // The desk reads why, without loading the page again, and asks once more.
    await desk.page.locator(".target .notice", { hasText: "Migrationsberatung" }).waitFor({ timeout: 60_000 });
    await scan(desk, "a refused exception");
    await picture(desk, "exception-refused");
    await ask(desk, "Dort war er, die Beratung hat ihn abgewiesen");

    await office.page.reload();
    const again = card(office, "hat ihn abgewiesen");
    await again.getByRole("button", { name: /gewähren/ }).first().click();
    await again.locator("input").fill("Kein anderes Angebot erreichbar");
    await again.locator(".form .button--primary").click();
    await again.waitFor({ state: "detached" });

    await desk.page.locator("#end-title", { hasText: "Aufgenommen" }).waitFor({ timeout: 60_000 });
    assert.match(await words(desk.page.locator(".end")), /Als Ausnahme bewilligt: Kein anderes Angebot erreichbar/);
    await desk.page.goto(`${town.address}/aufnahme/${person}`);
    await desk.page.locator("#end-title", { hasText: "Aufgenommen" }).waitFor();
    assert.deepEqual([...desk.errors, ...office.errors], []);
  } finally {
    await desk.end();
    await office.end();
  }
});

for (const size of Object.keys(SIZES)) {
  test(`requests can be answered by everybody on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.signIn("koordination");
      await device.page.goto(`${town.address}/ausnahmen`);
      await device.page.locator(".exception").first().waitFor();
      await scanEverywhere(device, `exceptions on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}
