// Referral counselling without a case, by keyboard alone: the slip counts without a person, and says where it stands.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** What a person at the counter may press and pass on the way through a whole slip, besides the text they type. */
const EFFORT_MAX = 40;

test("a whole referral slip takes at most 40 keys and stops of the focus", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("empfang");
    await device.page.goto(`${town.address}/empfang`);
    await device.page.locator("#person-search:focus").waitFor();
    const keyboard = new Keyboard(device.page);

    await keyboard.tabTo("#slip-concern");
    await keyboard.type("Brief vom Jobcenter nicht verstanden, Frist Freitag");
    await keyboard.tabTo("#slip-fields input");
    await keyboard.press("1");
    await keyboard.press("2");
    await keyboard.tabTo("#slip-language");
    await keyboard.type("Arabisch");
    await keyboard.press("Enter");
    await keyboard.tabTo("#slip-urgency input");
    await keyboard.press("2");
    await keyboard.tabTo("#slip-reason");
    await keyboard.type("Frist im Bescheid");
    await keyboard.tabTo("#slip-outcome input");
    await keyboard.press("2");
    await keyboard.tabTo("#slip-office");
    await keyboard.type("Jobcenter");
    await keyboard.press("Enter");
    await keyboard.press("Control+Enter");

    await device.page.locator(".slip__status--confirmed").waitFor();
    const said = await device.page.locator(".slip__status--confirmed").textContent();
    assert.match(said, /Zählt in der Statistik, auch ohne Person/);
    console.log(`a referral slip: ${keyboard.keys} keys, ${keyboard.stops} stops of the focus`);
    assert.ok(keyboard.keys + keyboard.stops <= EFFORT_MAX, `${keyboard.keys} keys and ${keyboard.stops} stops`);

    // A fresh slip, with the focus where the next person's concern belongs.
    await device.page.locator("#slip-concern:focus").waitFor();
    assert.equal(await device.page.locator("#slip-concern").inputValue(), "");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("a slip that lacks something says so at its fields, and keeps what was typed", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("empfang");
    await device.page.goto(`${town.address}/zettel`);
    await device.page.locator("#slip-concern:focus").waitFor();
    const keyboard = new Keyboard(device.page);
    await keyboard.type("Wohnung gekündigt");
    await keyboard.press("Control+Enter");
    await device.page.locator("#problem-summary:focus").waitFor();
    await device.page.locator("#slip-urgency-problem").filter({ hasText: "fehlt" }).waitFor();
    assert.equal(await device.page.locator("#slip-concern").inputValue(), "Wohnung gekündigt");

    // The most urgent needs a reason, by the same rule as on the server.
    await device.page.locator("#slip-urgency-D1").press("1");
    await keyboard.press("Control+Enter");
    await device.page.locator("#slip-reason-problem").filter({ hasText: "Grund" }).waitFor();
    await scan(device, "a slip with problems");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

for (const size of Object.keys(SIZES)) {
  test(`the slip can be used by everybody on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.signIn("empfang");
      await device.page.goto(`${town.address}/zettel`);
      await device.ready();
      await picture(device, `slip-${size}`);
      await scanEverywhere(device, `the slip on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}
