// A note in a hurry: saved once however often the button is pressed, kept when the sheet is closed, and seen again after
// the screen was locked.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { beginNote, follow, onServer, openNotes, setUp, standingsOf, typeNote, unlock } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** The text that the sheet of the client holds when it is opened anew; closes it again. */
async function kept(device) {
  const { page } = device;
  await page.locator(".visit", { hasText: CLIENT }).getByRole("button", { name: /Notiz/ }).click();
  await page.locator("#note-text:focus").waitFor();
  const text = await page.locator("#note-text").inputValue();
  await page.keyboard.press("Escape");
  await page.locator("#note-text").waitFor({ state: "detached" });
  return text;
}

test("pressed twice, a note is stored once, with and without a network", async () => {
  const device = await Device.on(town, "tablet");
  try {
    const { page } = device;
    await device.signIn("caritas");
    await setUp(device);
    await follow(device, "/heute");
    const texts = ["Mit Netz zweimal gedrückt", "Ohne Netz zweimal gedrückt"];
    for (const text of texts) {
      await beginNote(device, CLIENT, text);
      await page.evaluate(() => {
        const form = document.querySelector("#note-sheet form");
        form.requestSubmit();
        form.requestSubmit();
      });
      await page.locator("#note-text").waitFor({ state: "detached" });
      await town.cut();
    }
    await openNotes(device, CLIENT);
    for (const text of texts) assert.equal((await standingsOf(device, text)).length, 1, text);
    await town.resume();
  } finally {
    await town.resume();
    await device.end();
  }
});

test("what was typed last is kept at Escape, at the cross and on leaving the page", async () => {
  const device = await Device.on(town, "tablet");
  try {
    const { page } = device;
    await device.signIn("caritas");
    await setUp(device);
    await follow(device, "/heute");

    await beginNote(device, CLIENT, "Erst das hier");
    await page.keyboard.press("Escape");
    await page.locator("#note-text").waitFor({ state: "detached" });
    assert.equal(await kept(device), "Erst das hier");

    await beginNote(device, CLIENT, "Dann das hier");
    await page.locator("#note-sheet .dialog__head button").click();
    await page.locator("#note-text").waitFor({ state: "detached" });
    assert.equal(await kept(device), "Dann das hier");

    await beginNote(device, CLIENT, "Zuletzt das hier");
    await page.evaluate(() => history.back());
    await page.locator("#note-text").waitFor({ state: "detached" });
    await follow(device, "/heute");
    assert.equal(await kept(device), "Zuletzt das hier");

    // It is marked where its author looks, and gone from there once it is given up.
    const mark = page.locator(".visit", { hasText: CLIENT }).locator(".badge", { hasText: "Notiz begonnen" });
    await mark.locator("visible=true").waitFor();
    await page.locator(".need", { hasText: "Notiz begonnen" }).getByRole("button").click();
    await page.locator("#note-text:focus").waitFor();
    await page.getByRole("button", { name: "Verwerfen" }).click();
    await page.locator(".need", { hasText: "Notiz begonnen" }).waitFor({ state: "detached" });
    assert.equal(await mark.locator("visible=true").count(), 0);
    assert.equal(await kept(device), "");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("the cursor is in the text when the sheet has opened, however slow the tablet is", async () => {
  const device = await Device.on(town, "tablet");
  try {
    await device.signIn("caritas");
    await follow(device, "/heute");
    const tools = await device.tools();
    await tools.send("Emulation.setCPUThrottlingRate", { rate: 16 });
    for (let opened = 0; opened < 5; opened += 1) assert.equal(await kept(device), "");
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("an Enter that is held, or pressed once more, opens no second note", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("caritas");
    await follow(device, "/heute");
    const text = "Einmal gesichert";
    await beginNote(device, CLIENT, text);
    await page.locator("#note-sheet button[type=submit]").focus();
    for (let held = 0; held < 6; held += 1) await page.keyboard.down("Enter");
    await page.locator("#note-text").waitFor({ state: "detached" });
    for (let held = 0; held < 6; held += 1) await page.keyboard.down("Enter");
    await page.keyboard.up("Enter");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("dialog[open]").count(), 0);

    // Whoever means it opens the next one a moment later.
    await page.waitForFunction(() => document.activeElement?.textContent.includes("Notiz"));
    await page.waitForTimeout(1500);
    await page.keyboard.press("Enter");
    await page.locator("#note-text:focus").waitFor();
    assert.equal(await page.locator("#note-text").inputValue(), "");
    assert.equal(await onServer(town, "caritas", CLIENT, text), 1);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("a note that was half typed before the lock is listed, and says how contact was had", async () => {
  const device = await Device.on(town, "tablet");
  try {
    const { page } = device;
    await page.clock.install();
    await device.signIn("caritas");
    const words = await setUp(device);
    await follow(device, "/heute");

    // The kind of contact is that of the appointment; from a list of cases nothing is claimed.
    const visit = page.locator(".visit", { hasText: CLIENT });
    const said = (await visit.locator(".visit__words > p").first().textContent()).split(" · ")[0].trim();
    await visit.getByRole("button", { name: /Notiz/ }).click();
    await page.locator("#note-text:focus").waitFor();
    assert.equal(await page.locator("#note-contact label:has(input:checked)").textContent(), said);
    await typeNote(device, "Halb getippt");
    // Typed a while ago, when the tablet is laid aside.
    await page.clock.runFor(1000);
    await page.clock.fastForward("02:10");
    await page.locator("#words").waitFor();
    await unlock(device, words);

    await page.locator(".need", { hasText: "Notiz begonnen" }).filter({ hasText: CLIENT }).waitFor();
    await picture(device, "notiz-begonnen");
    await scan(device, "a note that was begun");
    await follow(device, "/klaerung");
    await page.locator(".card", { hasText: "Begonnen und noch nicht gesichert" }).locator(".entry", { hasText: CLIENT }).getByRole("link").click();
    await page.getByRole("button", { name: "Notiz weiterschreiben" }).click();
    await page.waitForFunction(() => document.querySelector("#note-text")?.value === "Halb getippt");
    await page.locator("#note-sheet button[type=submit]").click();
    await page.locator("#note-text").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Notiz schreiben" }).waitFor();

    await follow(device, "/faelle");
    await page.locator(".visit").last().getByRole("button", { name: /Notiz/ }).click();
    await page.locator("#note-text:focus").waitFor();
    assert.equal(await page.locator("#note-contact input:checked").count(), 0);
    await page.locator("#note-text").fill("Ohne Art");
    await page.locator("#note-sheet button[type=submit]").click();
    await page.locator("#note-contact-problem:not(:empty)").waitFor();
    assert.equal(await onServer(town, "caritas", CLIENT, "Halb getippt"), 1);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
