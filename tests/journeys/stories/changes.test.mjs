// Who changed the telephone number, and what was it before? Read from the file, by keyboard, on paper and on a phone; what waits
// for a decision says so; without a network the screen says that it is not there; whom it does not concern is told nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { confirmed, words } from "../support/counter.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { ask, send } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Waits until every piece of work that is shown is about one field. */
async function onlyAbout(page, label) {
  await page.waitForFunction((label) => {
    const labels = [...document.querySelectorAll(".change__row dt")].map((one) => one.innerText);
    return labels.length > 0 && labels.every((one) => one === label);
  }, label);
}

test("who changed the telephone number, and what was it before", async () => {
  const worker = await Device.on(town, "tablet");
  const stranger = await Device.on(town, "tablet");
  try {
    const { page } = worker;
    await worker.signIn("caritas");
    const { cases } = await ask(worker, "/api/cases");
    const head = cases.find((one) => !one.is_new);
    const { actor } = await ask(worker, "/api/session");
    const { draft } = await ask(worker, `/api/person?person=${head.person}`);
    const before = draft.contact.telephone;

    // A new number is written down, as people do it.
    await worker.open(`/fall/${head.case}/person`);
    await page.getByRole("link", { name: "Angaben bearbeiten" }).click();
    await page.locator("#person-contact-telephone").fill("0214 5550199");
    await confirmed(worker);

    // From the file to what was changed: the latest on top, with who it was and what stood there.
    await worker.open(`/fall/${head.case}/person`);
    await page.getByRole("link", { name: "Was wurde geändert?" }).click();
    await page.getByRole("heading", { level: 1, name: "Was wurde geändert?" }).waitFor();
    assert.equal(new URL(page.url()).pathname, `/aenderungen/${head.person}`);
    const latest = page.locator(".change").first();
    await latest.locator(".change__to", { hasText: "0214 5550199" }).waitFor();
    const told = await words(latest);
    assert.ok(told.includes(actor.name) && told.includes("Telefon"), told);
    assert.equal((await latest.locator(".change__from").innerText()).trim(), before || "leer");
    assert.ok((await page.locator(".change").count()) > 1, "what was there from the beginning");
    // Codes are said in words, days as days.
    for (const value of await page.locator(".change__from, .change__to").allInnerTexts()) {
      assert.doesNotMatch(value.trim(), /^(?=.*[A-Z])[A-Z0-9_]{2,}$|\d{4}-\d{2}-\d{2}|[{}⟦]/, value);
    }
    await scanEverywhere(worker, "what was changed");
    await picture(worker, "aenderungen");

    // Somebody wrote the same field meanwhile, having seen the number before: it waits, and what stands there stays.
    const edits = { "contact.telephone": { saw: before, wrote: "0214 5550111" } };
    const outcome = await send(worker, `person:${head.person}`, { do: "edit_person", with: { edits } });
    assert.equal(outcome.outcome, "conflict");

    // By keyboard: one field, and nothing else.
    const keyboard = new Keyboard(page);
    await page.locator("#changes-field").selectOption("contact.telephone");
    await keyboard.tabTo("form button[type=submit]");
    await keyboard.press("Enter");
    await onlyAbout(page, "Telefon");
    const waiting = page.locator(".change").first();
    await waiting.getByText(/Wartet auf eine Entscheidung: .?0214 5550111/).waitFor();
    assert.equal((await waiting.locator(".change__from").innerText()).trim(), "0214 5550199");
    await picture(worker, "aenderungen-telefon");

    // On a phone nothing runs out of the screen.
    await page.setViewportSize(SIZES.phone.viewport);
    await onlyAbout(page, "Telefon");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await picture(worker, "aenderungen-phone");
    await page.setViewportSize(SIZES.tablet.viewport);

    // On paper: what was changed, and nothing that is pressed.
    await page.emulateMedia({ media: "print" });
    assert.ok(await waiting.isVisible());
    assert.ok(!(await page.locator("#changes-field").isVisible()));
    assert.ok(!(await page.locator("nav").first().isVisible()));
    await page.emulateMedia({ media: "screen" });

    // A field at which nothing was changed says so.
    await page.locator("#changes-field").selectOption("link");
    await page.getByRole("button", { name: "Zeigen" }).click();
    await page.getByText("Daran wurde nichts geändert.").waitFor();

    // Without a network it is not there, and the screen says why.
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Zeigen" }).click();
    await page.getByText("Der Änderungsverlauf ist nur mit Verbindung zu sehen.").waitFor();
    await scan(worker, "what was changed, without a network");
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Zeigen" }).click();
    await page.getByText("Daran wurde nichts geändert.").waitFor();

    // Whom it does not concern is told what they would be told about nobody.
    await stranger.signIn("awo");
    await stranger.open(`/aenderungen/${head.person}`);
    await stranger.page.locator("#changes .notice").waitFor();
    assert.equal(await stranger.page.locator(".change").count(), 0);
    assert.ok(!(await words(stranger.page.locator("#main"))).includes("0214"));
    // The browser itself says that there was no network.
    assert.deepEqual(worker.errors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error)), []);
  } finally {
    await worker.end();
    await stranger.end();
  }
});

test("on a phone the row of sides begins with the one that is open", async () => {
  const worker = await Device.on(town, "phone");
  try {
    await worker.signIn("caritas");
    const { cases } = await ask(worker, "/api/cases");
    await worker.open(`/fall/${cases[0].case}/einwilligungen`);
    await worker.page.locator("#consents").waitFor();
    await worker.page.waitForFunction(() => {
      const row = document.querySelector("nav.tabs").getBoundingClientRect();
      const open = document.querySelector("nav.tabs [aria-current=page]").getBoundingClientRect();
      return row.left <= open.left && open.right <= row.right;
    });
    assert.deepEqual(worker.errors, []);
  } finally {
    await worker.end();
  }
});
