// The head of a body and the steering group: load, cases left lying and reports, and no name of a client anywhere.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { scanEverywhere } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** The names of everybody who has a case with one of these workers. */
async function namesOf(logins) {
  const names = new Set();
  for (const login of logins) {
    const worker = await Device.on(town, "desktop");
    try {
      await worker.signIn(login);
      const { cases } = await ask(worker, "/api/cases");
      for (const one of cases) names.add(one.name);
    } finally {
      await worker.end();
    }
  }
  assert.ok(names.size > 5, "clients to look for");
  return [...names];
}

test("the head of a body sees its posts and the cases left lying, and comes to who has one", async () => {
  const names = await namesOf(["soziales", "ki-fall"]);
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("leitung");
    // The day begins there.
    await page.getByRole("heading", { level: 1, name: "Stadt Leverkusen" }).waitFor();
    const posts = page.locator(".post");
    assert.equal(await posts.count(), 2);
    await posts.filter({ hasText: "abwesend" }).first().waitFor();
    const lying = page.locator("#body-cases .need");
    await lying.first().waitFor();
    assert.match(await lying.first().locator("strong").innerText(), /^LEV-\d{4}-\d{4}$/);
    const shown = await page.locator("#main").innerText();
    for (const name of names) assert.ok(!shown.includes(name), name);
    await picture(device, "traeger");
    await scanEverywhere(device, "traeger");

    // By keyboard alone to who has the case, and back.
    await device.open("/traeger");
    const number = (await lying.first().locator("strong").innerText()).trim();
    await lying.first().getByRole("link").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: number }).waitFor();
    assert.equal(await page.locator("#handover-begin:visible").count(), 0);
    await page.getByRole("link", { name: "Zurück zu „Mein Träger“" }).click();
    await lying.first().waitFor();

    // Nothing else is theirs.
    for (const path of ["/zustaendigkeit", "/pool", "/berichte", "/protokoll", "/heute"]) {
      await device.open(path);
      await page.getByRole("heading", { level: 1, name: "Nicht erlaubt" }).waitFor();
    }
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("the coordinator issues a report, and the steering group reads, prints and saves it", async () => {
  const coordinator = await Device.on(town, "desktop");
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await device.signIn("steuerung");
    await page.locator(".report__table").first().waitFor();
    assert.equal(await page.locator("#report-quarter option:not([value=''])").count(), 1);
    await picture(device, "bericht");
    await scanEverywhere(device, "bericht");

    await coordinator.signIn("koordination");
    await coordinator.open("/berichte");
    const due = coordinator.page.locator(".card", { hasText: "noch nicht ausgegeben" });
    await due.first().waitFor();
    await picture(coordinator, "bericht-ausgeben");
    await scanEverywhere(coordinator, "bericht-ausgeben");
    await coordinator.open("/berichte");
    await due.first().waitFor();
    const before = await due.count();
    await due.first().getByRole("button").click();
    await coordinator.page.waitForFunction((count) => document.querySelectorAll("#report-quarter option:not([value=''])").length > count, 1);
    assert.equal(await due.count(), before - 1);

    await device.open("/berichte");
    const choices = page.locator("#report-quarter option:not([value=''])");
    await choices.nth(1).waitFor({ state: "attached" });
    // Every number that is shown is nought, or five and more.
    const numbers = await page.locator("td.report__count").allInnerTexts();
    assert.ok(numbers.length > 10);
    for (const number of numbers) {
      assert.match(number.trim(), /^(0|[5-9]|\d{2,}|–.*)$/s);
    }
    const download = page.waitForEvent("download");
    await page.locator("#report-save").click();
    const file = await readFile(await (await download).path(), "utf8");
    assert.match(file, /Vierteljahr,Gezählt,Nach,Zeile,Anzahl/);
    assert.doesNotMatch(file, /^[=+@-]/m);
    assert.deepEqual([...device.errors, ...coordinator.errors], []);
  } finally {
    await device.end();
    await coordinator.end();
  }
});
