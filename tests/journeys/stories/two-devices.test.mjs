// Two receptionists write into the same field of an intake: both texts are shown, nobody's is overwritten unseen, and
// whoever has seen what is there decides.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { follow } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const FIRST = "0214 000-7000";
const MINE = "0214 000-7001";
const THEIRS = "0214 000-7002";
const FIELD = "#person-contact-telephone";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Types into the field, and waits for what the server says. */
async function type(device, text, standing) {
  const answered = device.page.waitForResponse((response) => response.url().endsWith("/api/commands"));
  await device.page.locator(FIELD).fill(text);
  await answered;
  await device.page.locator(".kept", { hasText: standing }).waitFor();
}

test("the same field written on two devices becomes a conflict that somebody decides", async () => {
  const one = await Device.on(town, "desktop");
  const other = await Device.on(town, "tablet");
  try {
    for (const device of [one, other]) await device.signIn("empfang");
    await one.open("/empfang");
    await one.page.locator("#person-search").fill("Berhane Kidane 1992");
    await one.page.locator("#new-person:not([aria-disabled])").click();
    await type(one, FIRST, "bestätigt");
    const form = new URL(one.page.url()).pathname;

    // Both have seen the same number, and each hears another one.
    await other.open(form);
    await other.page.locator(FIELD).waitFor();
    assert.equal(await other.page.locator(FIELD).inputValue(), FIRST);
    await type(one, MINE, "bestätigt");
    await type(other, THEIRS, "braucht dich");

    // Field by field: what was seen, what is there, what was written.
    await follow(other, "/klaerung");
    const row = other.page.locator(".entry table tbody tr");
    await row.waitFor();
    const texts = await row.locator("td").allInnerTexts();
    assert.deepEqual(texts, [FIRST, MINE, THEIRS]);
    await picture(other, "konflikt");
    await scan(other, "a conflict");

    // Decided by somebody who has seen what is there: their number is typed over it, and nothing is in its way.
    await other.page.getByRole("button", { name: "Verwerfen" }).click();
    await row.waitFor({ state: "detached" });
    await other.open(form);
    await other.page.locator(FIELD).waitFor();
    assert.equal(await other.page.locator(FIELD).inputValue(), MINE);
    await type(other, THEIRS, "bestätigt");
    await one.open(form);
    await one.page.locator(FIELD).waitFor();
    assert.equal(await one.page.locator(FIELD).inputValue(), THEIRS);
    assert.deepEqual([...one.errors, ...other.errors], []);
  } finally {
    await one.end();
    await other.end();
  }
});
