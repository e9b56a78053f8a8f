// Two receptionists write into the same field of an intake: both texts are shown with who wrote them, nobody's is
// overwritten unseen, whoever has seen both decides, and what was not chosen can still be read.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { confirmed, words } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { follow } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const FIRST = "0214 000-7000";
const MINE = "0214 000-7001";
const THEIRS = "0214 000-7002";
const FIELD = "#person-contact-telephone";
const CONCERN = "#intake-concern";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Types into a field, and waits for what the server says. */
async function type(device, field, text, standing) {
  const answered = device.page.waitForResponse((response) => response.url().endsWith("/api/commands"));
  await device.page.locator(field).fill(text);
  await answered;
  await device.page.locator(".kept", { hasText: standing }).waitFor();
}

/** Two browsers at the form of somebody who was just taken in, both having seen the same number. */
async function atOneForm(name) {
  const one = await Device.on(town, "desktop");
  const other = await Device.on(town, "tablet");
  for (const device of [one, other]) await device.signIn("empfang");
  await one.open("/empfang");
  await one.page.locator("#person-search").fill(name);
  await one.page.locator("#new-person:not([aria-disabled])").click();
  await type(one, FIELD, FIRST, "bestätigt");
  const form = new URL(one.page.url()).pathname;
  await other.open(form);
  await other.page.locator(FIELD).waitFor();
  assert.equal(await other.page.locator(FIELD).inputValue(), FIRST);
  return { one, other, form };
}

/** Opens the form and answers what it says of decided fields. */
async function history(device, form) {
  await device.open(form);
  const history = device.page.locator("details.disagreement__history");
  await history.locator("summary").click();
  await history.locator("li").first().waitFor();
  return words(history);
}

test("the same field written on two devices is decided by keyboard and without a network, and both texts stay", async () => {
  const { one, other, form } = await atOneForm("Berhane Kidane 1992");
  try {
    await type(one, FIELD, MINE, "bestätigt");
    await type(other, FIELD, THEIRS, "braucht dich");

    // By the label of the form: what was seen, what is there and by whom, what was written.
    await follow(other, "/klaerung");
    const { page } = other;
    const question = page.locator("fieldset", { hasText: "Telefon" });
    await question.waitFor();
    assert.match(await words(question), new RegExp(`Vorher stand da: ${FIRST}`));
    const answers = await Promise.all((await question.locator("label").all()).map(words));
    const by = String.raw`Erika Empfang, \d\d\.\d\d\.\d{4}, \d\d:\d\d`;
    assert.match(answers[0], new RegExp(`${MINE}.*jetziger Stand · ${by}`));
    assert.match(answers[1], new RegExp(`${THEIRS}.*meine Eingabe · ${by}`));
    assert.doesNotMatch(await words(page.locator("#main")), /contact\.telephone/);
    await picture(other, "konflikt");
    await scan(other, "a conflict");

    // Nobody chooses for whoever has to: without a choice it says so at the field.
    const keyboard = new Keyboard(page);
    await keyboard.tabTo("form.disagreement button[type=submit]");
    await keyboard.press("Enter");
    assert.ok(await page.evaluate(() => document.activeElement.matches("input[type=radio][id$=-current]")));
    await question.locator(".field__problem:visible").waitFor();

    // Without a network, by keyboard: the own entry, one below.
    await town.cut();
    await keyboard.press("ArrowDown");
    await keyboard.tabTo("form.disagreement button[type=submit]");
    await keyboard.press("Enter");
    await question.waitFor({ state: "detached" });
    await page.locator("#clearing-summary", { hasText: "Ein Eintrag wartet" }).waitFor();
    await town.resume();
    await page.locator("#clearing-send").evaluate((button) => button.click());
    await page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();
    await page.getByText("Hier ist nichts zu klären.").waitFor();

    // Both see what holds, and what does not, with who decided it.
    for (const device of [one, other]) {
      const said = await history(device, form);
      assert.match(said, new RegExp(`Telefon: ${THEIRS}`));
      assert.match(said, new RegExp(`entschieden · ${by}`));
      assert.match(said, new RegExp(`${MINE} nicht gewählt · ${by}`));
      assert.equal(await device.page.locator(FIELD).inputValue(), THEIRS);
    }
    await picture(other, "konflikt-entschieden");
    await scan(other, "a conflict that was decided");
    assert.deepEqual([...one.errors, ...other.errors], []);
  } finally {
    await town.resume();
    await one.end();
    await other.end();
  }
});

test("what is there now can be kept, and the other colleague can decide as well, by touch, at the form", async () => {
  const { one, other, form } = await atOneForm("Selam Tekle 1991");
  try {
    await type(one, FIELD, MINE, "bestätigt");
    await type(other, FIELD, THEIRS, "braucht dich");
    // What is there now holds: chosen on the page for that.
    await follow(other, "/klaerung");
    await other.page.locator("label", { hasText: "jetziger Stand" }).tap();
    await other.page.getByRole("button", { name: "Auswahl festhalten" }).tap();
    await other.page.getByText("Hier ist nichts zu klären.").waitFor();
    await other.page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();
    assert.match(await history(other, form), new RegExp(`Telefon: ${MINE}.*${THEIRS} nicht gewählt`, "s"));
    assert.equal(await other.page.locator(FIELD).inputValue(), MINE);

    // The same in the intake's part; the one whose text holds finds the question at the form and writes a third.
    for (const device of [one, other]) {
      await device.open(form);
      await device.page.locator("#section-concern").click();
      await device.page.locator(CONCERN).waitFor();
    }
    await type(one, CONCERN, "Sucht einen Kurs", "bestätigt");
    await type(other, CONCERN, "Sucht eine Wohnung", "braucht dich");
    await one.open(form);
    const question = one.page.locator("fieldset", { hasText: "Anliegen in eigenen Worten" }).first();
    await question.waitFor();
    assert.match(await words(question), /Sucht eine Wohnung.*andere Eingabe · Erika Empfang/);
    await scanEverywhere(one, "a conflict at the form");
    await question.locator("label", { hasText: "etwas anderes" }).click();
    const text = one.page.locator("#disagreement-0-text");
    await text.fill("Sucht Kurs und Wohnung");
    await one.page.getByRole("button", { name: "Auswahl festhalten" }).click();
    await question.waitFor({ state: "detached" });
    await confirmed(one);
    assert.match(await history(one, form), /Anliegen in eigenen Worten: Sucht Kurs und Wohnung/);
    await one.page.locator("#section-concern").click();
    assert.equal(await one.page.locator(CONCERN).inputValue(), "Sucht Kurs und Wohnung");
    assert.deepEqual([...one.errors, ...other.errors], []);
  } finally {
    await one.end();
    await other.end();
  }
});
