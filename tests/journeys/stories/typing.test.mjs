// Typing into the longest form: what comes late takes nothing away.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { confirmed } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("an answer that comes late takes nothing away that was typed", async () => {
  const device = await Device.on(town, "tablet");
  try {
    await device.signIn("caritas");
    const { cases } = await ask(device, "/api/cases");
    const { person } = cases[0];
    // The first answer comes at once; every further one about this person waits until something was typed.
    await device.before(() => {
      const fetch = window.fetch.bind(window);
      let asked = 0;
      const typed = new Promise((go) => {
        window.letTheOthersCome = go;
      });
      window.fetch = async (what, init) => {
        const address = new URL(what instanceof Request ? what.url : what, location.href);
        if (address.pathname === "/api/person") {
          asked += 1;
          if (asked > 1) {
            await typed;
          }
        }
        return fetch(what, init);
      };
    });
    await device.open(`/person/${person}/angaben/person-contact-hint`);
    const hint = device.page.locator("#person-contact-hint");
    await hint.fill("nur vormittags anrufen");
    await device.page.evaluate(() => window.letTheOthersCome());
    await confirmed(device);
    assert.equal(await hint.inputValue(), "nur vormittags anrufen");
    const { draft } = await ask(device, `/api/person?person=${person}`);
    assert.equal(draft.contact.hint, "nur vormittags anrufen");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
