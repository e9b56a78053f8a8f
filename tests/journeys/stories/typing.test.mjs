// Typing into the longest form: a key draws the field it is pressed in, and what comes late takes nothing away.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { complete, confirmed, takeIn } from "../support/counter.mjs";
import { Device } from "../support/device.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** Notes from now on which controls are drawn: a control that is drawn is asked for what it holds, or ticked anew. */
async function noteWhatIsDrawn(device) {
  await device.page.evaluate(() => {
    window.drawn = new Set();
    for (const kind of [HTMLInputElement, HTMLTextAreaElement]) {
      for (const name of ["value", "checked"]) {
        const own = Object.getOwnPropertyDescriptor(kind.prototype, name);
        if (own) {
          Object.defineProperty(kind.prototype, name, {
            ...own,
            get() {
              window.drawn.add(this.id);
              return own.get.call(this);
            },
            set(to) {
              window.drawn.add(this.id);
              own.set.call(this, to);
            },
          });
        }
      }
    }
  });
}

/** Presses a key in a field; answers which controls were drawn for it. */
async function drawnForAKey(device, field, key = "x") {
  await device.page.locator(field).focus();
  await device.page.evaluate(() => window.drawn.clear());
  await device.page.keyboard.press(key);
  return device.page.evaluate(async () => {
    // Two frames: what the key changed is drawn and painted.
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    return [...window.drawn].sort();
  });
}

test("a key draws the field it is pressed in and no other", async () => {
  const device = await Device.on(town, "tablet");
  try {
    await device.signIn("empfang");
    await takeIn(device, "Langform Beispielhaft 1990", "Opladen");
    await complete(device, { entered: "2024" });
    const { page } = device;
    await noteWhatIsDrawn(device);
    assert.deepEqual(await drawnForAKey(device, "#intake-concern"), ["intake-concern"]);

    await page.locator("#section-person").click();
    await page.locator("#person-household").click();
    await page.locator(".household__one").first().waitFor();
    // What makes the count of missing answers another one draws the panel beside the form too; these do not.
    for (const field of ["#person-family-name", "#person-address-street", "#person-contact-hint"]) {
      assert.deepEqual(await drawnForAKey(device, field, "A"), [field.slice(1)]);
      assert.deepEqual(await drawnForAKey(device, field, "b"), [field.slice(1)]);
    }
    const member = await page.locator(".household__one input[type=text]").first().getAttribute("id");
    const others = (await drawnForAKey(device, `[id="${member}"]`, "A")).filter(
      (id) => !id.startsWith(member.slice(0, member.lastIndexOf("-"))),
    );
    assert.deepEqual(others, []);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

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
