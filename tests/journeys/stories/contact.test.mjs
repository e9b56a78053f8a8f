// The contact form that the accessibility statement leads to: without an account, by keyboard, at every size; and the
// messages where those answer who run the service.

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

const MESSAGE = "Der Knopf „Sichern“ ist mit der Tastatur nicht zu erreichen.";

for (const size of Object.keys(SIZES)) {
  test(`the statement leads to the form on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.page.goto(`${town.address}/barrierefreiheit`);
      await device.page.getByRole("link", { name: "Zum Kontaktformular" }).click();
      await device.page.locator("#contact-text").waitFor();
      assert.equal(new URL(device.page.url()).pathname, "/kontakt");
      await scanEverywhere(device, `the contact form on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}

test("a stranger writes by keyboard alone, the coordinator answers", async () => {
  const stranger = await Device.on(town, "desktop");
  const office = await Device.on(town, "tablet");
  try {
    await stranger.page.goto(`${town.address}/kontakt`);
    await stranger.page.locator("#contact-text").waitFor();
    const keyboard = new Keyboard(stranger.page);
    await keyboard.tabTo("#contact-send");
    await keyboard.press("Enter");
    await stranger.page.locator("#contact-text-problem", { hasText: "fehlt" }).waitFor();
    await stranger.page.locator("#contact-text:focus").waitFor();
    await scan(stranger, "an empty message");
    await keyboard.type(MESSAGE);
    await keyboard.tabTo("#contact-place");
    await keyboard.type("Heute");
    await keyboard.tabTo("#contact-send");
    await keyboard.press("Enter");
    await stranger.page.locator("#contact-sent:focus", { hasText: "angekommen" }).waitFor();
    await scan(stranger, "a message that was sent");
    await picture(stranger, "kontakt");

    await office.signIn("koordination");
    await office.page.locator("nav a", { hasText: "Nachrichten" }).click();
    const message = office.page.locator(".message", { hasText: MESSAGE });
    await message.locator(".badge", { hasText: "wartet" }).waitFor();
    // Nobody said how to answer: nobody is told to answer that way.
    await message.getByText("kein Weg für eine Antwort", { exact: false }).waitFor();
    assert.equal(await message.getByText("Antworte auf diesem Weg", { exact: false }).count(), 0);
    await picture(office, "nachrichten");
    await scanEverywhere(office, "messages");
    await message.getByRole("button", { name: "Als beantwortet eintragen" }).click();
    await office.page.locator("textarea[id^='answer-']:focus").waitFor();
    await office.page.keyboard.type("Behoben und in der nächsten Version dabei.");
    await message.getByRole("button", { name: "Beantwortet", exact: true }).click();
    await message.locator(".badge", { hasText: "beantwortet" }).waitFor();
    await message.filter({ hasText: "Behoben und in der nächsten Version dabei." }).waitFor();
    await scan(office, "an answered message");

    // The administrator sees the same.
    await office.page.goto(`${town.address}/konto`);
    await office.page.getByRole("button", { name: "Abmelden" }).click();
    await office.page.locator("#login").waitFor();
    await office.signIn("admin");
    await office.page.locator("nav a", { hasText: "Nachrichten" }).click();
    await message.locator(".badge", { hasText: "beantwortet" }).waitFor();
    assert.deepEqual([...stranger.errors, ...office.errors], []);
  } finally {
    await stranger.end();
    await office.end();
  }
});

test("who writes too much is asked to wait, and loses nothing", async () => {
  const device = await Device.on(town, "phone");
  try {
    await device.page.goto(`${town.address}/kontakt`);
    // One of the five was sent before.
    for (let count = 0; count < 4; count += 1) {
      await device.page.locator("#contact-text").fill(`Nachricht ${count}`);
      await device.page.locator("#contact-send").click();
      await device.page.getByRole("button", { name: "Noch eine Nachricht schreiben" }).click();
    }
    await device.page.locator("#contact-text").fill("eine zu viel");
    await device.page.locator("#contact-send").click();
    await device.page.locator(".notice--warning", { hasText: /In \D?\d+\D? Minuten geht es weiter/ }).waitFor();
    assert.equal(await device.page.locator("#contact-text").inputValue(), "eine zu viel");
    await scan(device, "too many messages");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
