// Where the counter itself cannot go on it reaches somebody who can: the coordination about a person whom it may not see,
// the case manager through a linked file. And a message that appears takes no press away.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { confirmed, search, takeIn, words } from "../support/counter.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

for (const size of Object.keys(SIZES)) {
  test(`a hit that may not be seen says whom to call and what to tell, by keyboard too, on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      const { page } = device;
      await device.signIn("empfang");
      await device.open("/empfang");
      await search(device, "Shirin Moradi 1992");
      const hit = page.locator(".hit--blind");
      await hit.waitFor();
      // The mark goes to it by arrow key, Enter leads to the way, Enter opens it.
      await page.locator("#person-search").focus();
      const before = await page.locator(".hit").count();
      for (let at = 1; at < before; at += 1) {
        await page.keyboard.press("ArrowDown");
      }
      await page.keyboard.press("Enter");
      await page.locator("#ask-elsewhere:focus").waitFor();
      await page.keyboard.press("Enter");
      await hit.locator("a[href^='tel:']").waitFor();
      const said = await words(hit);
      assert.match(said, /Kommunales Integrationszentrum/);
      assert.match(said, /0214 000-150/);
      assert.match(said, /darf nicht sagen, wo jemand bekannt ist/);
      await picture(device, `ask-elsewhere-${size}`);
      await scan(device, `whom to ask on a ${size}`);
      // Escape empties the field from the button beside it as well.
      await page.getByRole("button", { name: "Leeren" }).focus();
      await page.keyboard.press("Escape");
      await page.locator("#person-search:focus").waitFor();
      assert.equal(await page.locator("#person-search").inputValue(), "");
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}

test("somebody who was linked has the other file's case manager, on the page and in the search", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await device.open("/empfang");
    const person = await takeIn(device, "Alexandr Bondarenkow 1987");
    await confirmed(device);
    await device.open(`/vergleich/${person}`);
    await page.locator("#person-search").fill("Oleksandr Bondarenko");
    await page.locator(".hit", { hasText: "Oleksandr Bondarenko" }).first().getByRole("button").click();
    await page.locator("#compare-reason").fill("Ausweis gesehen");
    await page.locator("#compare-link").click();
    await page.locator("#decision-title", { hasText: "verknüpft" }).waitFor();

    await device.open(`/person/${person}`);
    const responsible = page.locator(".responsible", { hasText: /0214 000-\d+/ });
    await responsible.waitFor();
    assert.match(await words(responsible), /über die verknüpfte Akte LEV-\d{4}-\d{4} von Oleksandr Bondarenko/);
    await picture(device, "person-through");
    await scan(device, "a person whose case is the linked one");
    await device.open("/empfang");
    await search(device, "Alexandr Bondarenkow 1987");
    const hit = page.locator(".hit", { hasText: "Alexandr Bondarenkow" });
    await hit.waitFor();
    assert.match(await words(hit), /zuständig.*0214 000-\d+.*verknüpfte Akte LEV/s);
    assert.doesNotMatch(await words(hit), /noch niemand zuständig/);
    await picture(device, "hit-through");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("a message below a field that is left takes away no press", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await device.open("/empfang");
    await takeIn(device, "Farid Testpress 1990");
    await page.locator("#person-telephone, #person-contact-telephone").first().fill("ruf mich an");
    const next = page.locator("#next-section");
    await next.scrollIntoViewIfNeeded();
    const box = await next.boundingBox();
    // A slow finger: what appears between press and release used to move the button away.
    await page.mouse.move(box.x + 20, box.y + 4);
    await page.mouse.down();
    await page.waitForTimeout(400);
    const during = await next.boundingBox();
    assert.equal(during.y, box.y);
    await page.mouse.up();
    await page.locator("#section-concern[aria-current=step]").waitFor();
    await page.locator(".kept", { hasText: "stimmt nicht" }).waitFor();
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("whose address is locked is told at the question that nobody finds them all the same", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await device.open("/empfang");
    await takeIn(device, "Nasrin Testsperre 1990");
    const question = page.locator('section[aria-labelledby="consent-found_at_desk"]');
    await page.locator("#section-consent").click();
    await question.waitFor();
    assert.doesNotMatch(await question.innerText(), /gesperrt/);
    await page.locator("#section-person").click();
    await page.locator("#person-address-is-locked").check();
    await page.locator("#section-consent").click();
    await question.getByText("Die Adresse ist gesperrt").waitFor();
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("two persons side by side keep their words whole on a phone", async () => {
  const device = await Device.on(town, "phone");
  try {
    const { page } = device;
    await device.signIn("empfang");
    await device.open("/empfang");
    const one = await takeIn(device, "Samira Testwort 1993");
    await confirmed(device);
    await device.open("/empfang");
    const two = await takeIn(device, "Samyra Testwort 1993", "Wiesdorf");
    await confirmed(device);
    await device.open(`/vergleich/${one}/${two}`);
    await page.locator("#compare-reason").waitFor();
    // One line per field name: none is broken into pieces.
    const broken = await page.locator(".compare__field").evaluateAll((fields) =>
      fields
        .filter((field) => !field.textContent.includes(" ") && field.getClientRects().length > 1)
        .map((field) => field.textContent),
    );
    assert.deepEqual(broken, []);
    assert.ok((await page.getByRole("row").count()) > 2, "the rows are rows for whoever hears them");
    await picture(device, "compare-phone");
    await scanEverywhere(device, "two persons side by side on a phone");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("the coordination, who sees no names, is told that the search is not theirs", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("koordination");
    await device.open("/suche");
    await page.locator("#main", { hasText: "Deine Rolle umfasst das nicht" }).waitFor();
    assert.equal(await page.locator("#person-search").count(), 0);
    await scan(device, "a search that is not theirs");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
