// Somebody who should be admitted is not let go by a slip of the finger: counselling needs a reason, is taken back in one
// press, is told truly afterwards, and whoever comes back is taken in again under the same name.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { complete, confirmed, search, takeIn, words } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("who was counselled is shown as that, and can be taken in again when they come back", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await device.open("/empfang");
    const person = await takeIn(device, "Blessing Testokafor 1994");
    await complete(device, { entered: "3.2024" });
    await page.locator("#section-others").click();
    await page.locator("label:has(#intake-other-case-management-none)").click();
    await confirmed(device);
    await page.locator("#target-result", { hasText: "Zielgruppe" }).waitFor();

    // The rule says: admit. One press asks why not, and nothing has happened yet.
    await page.locator("#target-counselled:not([aria-disabled])").click();
    await page.locator("#target-counselled-reason:focus").waitFor();
    await scan(device, "why counselling is enough");
    await picture(device, "counselled-why");
    await page.locator("#target-counselled-reason").fill("möchte noch überlegen");
    await page.getByRole("button", { name: "Beratung festhalten" }).click();
    await page.locator("#end-title", { hasText: "Erstberatung festgehalten" }).waitFor();
    await page.locator(".end .badge--success").waitFor();
    await picture(device, "counselled");

    // That was a mistake: the form is open again with everything in it.
    await page.locator("#end-take-back").click();
    await page.locator("#section-concern").click();
    assert.equal(await page.locator("#intake-concern").inputValue(), "Versteht die Briefe nicht");
    await page.locator("#target-counselled:not([aria-disabled])").click();
    await page.locator("#target-counselled-reason").fill("möchte doch erst überlegen");
    await page.getByRole("button", { name: "Beratung festhalten" }).click();
    await page.locator(".end .badge--success").waitFor();

    // The hit and her page say what happened, and lead on.
    await device.open("/empfang");
    await search(device, "Blessing Testokafor 1994");
    const hit = page.locator(".hit", { hasText: "Blessing Testokafor" });
    await hit.waitFor();
    assert.match(await words(hit), /beraten am \d\d\.\d\d\.\d{4}/);
    assert.doesNotMatch(await hit.innerText(), /in Aufnahme|zuständig/);
    await device.open(`/person/${person}`);
    const said = page.locator(".responsible", { hasText: "beraten am" });
    await said.waitFor();
    assert.match(await words(said), /möchte doch erst überlegen/);
    await scan(device, "the page of somebody who was counselled");
    await picture(device, "person-counselled");

    // She comes back. The new intake begins with the first word, and the old one stays as it was.
    await page.getByRole("link", { name: "Neue Aufnahme beginnen" }).click();
    await page.locator("#section-concern").click();
    assert.equal(await page.locator("#intake-concern").inputValue(), "");
    await page.locator("#intake-concern").fill("Möchte jetzt begleitet werden");
    await confirmed(device);
    const { intakes } = await ask(device, `/api/intakes?person=${person}`);
    assert.deepEqual(
      intakes.map((one) => [one.state.state, one.draft.concern]),
      [
        ["open", "Möchte jetzt begleitet werden"],
        ["counselled", "Versteht die Briefe nicht"],
      ],
    );
    await page.reload();
    await page.locator("#section-concern").click();
    await page.locator("#intake-concern").filter({ visible: true }).waitFor();
    assert.equal(await page.locator("#intake-concern").inputValue(), "Möchte jetzt begleitet werden");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("a slip keeps its last words when the page is left at once, and does not promise more than this window", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await device.open("/empfang");
    await page.locator(".slip__status", { hasText: "nur in diesem Fenster" }).waitFor();
    await page.locator("#slip-concern").fill("Warte");
    await page.locator("#slip-concern").pressSequentially(" nicht");
    await page.getByRole("link", { name: "Letzte Zettel" }).click();
    await page.locator("#slip-concern").waitFor({ state: "detached" });
    await page.goBack();
    await page.locator("#slip-concern").waitFor();
    await page.waitForFunction(() => document.querySelector("#slip-concern")?.value === "Warte nicht");

    // The browser asks before that goes with the window.
    let hasAsked = false;
    page.once("dialog", async (dialog) => {
      hasAsked = dialog.type() === "beforeunload";
      await dialog.accept();
    });
    await page.reload();
    assert.ok(hasAsked);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("wrong answers are called wrong, not kept, and a date that cannot be is named", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await device.open("/empfang");
    await page.locator("#person-search").fill("Ghulam Testrassuli 31.02.1990");
    await page.locator(".search .notice", { hasText: "31.02.1990" }).waitFor();
    await scan(device, "a search with a date that cannot be");
    await takeIn(device, "Ghulam Testrassuli 1990");
    await page.locator("#person-contact-telephone").fill("ruf mich an");
    await page.locator("#person-contact-telephone").blur();
    await page.locator(".kept", { hasText: "1 Angabe stimmt nicht und ist noch nicht gesichert" }).waitFor();
    await page.locator("#section-concern").click();
    await page.locator("#kept-wrong").click();
    await page.locator("#problem-summary:focus").waitFor();
    await picture(device, "intake-wrong");
    await page.locator('#problem-summary a[href="#person-contact-telephone"]').click();
    await page.locator("#person-contact-telephone:focus").waitFor();
    await page.locator("#person-contact-telephone").fill("0214 4061234");
    await confirmed(device);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
