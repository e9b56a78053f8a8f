// The Jobcenter is told something of a case: not before the client agrees, with a sheet that holds what was chosen and nothing
// else; when they take it back, the sheet is gone at once, the case stands under "Braucht dich", and somebody settles what follows.
// In a case conference the client is named only to those they agreed to.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { allSent, ask, choose, follow, openNotes, setUp, unlock, untilCached } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";
const PURPOSE = "Antrag auf Bürgergeld";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

const told = (page, office) => page.locator("#disclosures .entry", { hasText: office });

/** The consents of the client's case, from wherever the tablet is. */
async function openConsents(tablet) {
  await openNotes(tablet, CLIENT);
  await tablet.page.locator("a.tab", { hasText: "Einwilligungen" }).click();
  await tablet.page.locator("#disclosures").waitFor();
}

/** The client says yes, on paper, to the question whose form is open. */
async function agrees(tablet) {
  const { page } = tablet;
  await page.locator("#consent-form:focus").waitFor();
  await choose(tablet, "#consent-language", "Deutsch");
  await page.locator("#consent-explained").selectOption("spoken");
  await page.getByRole("checkbox", { name: /Papier/ }).check();
  await page.locator("#consent-give").click();
  await page.locator("#consent-form").waitFor({ state: "detached" });
}

/** Chips of a group with these names. */
async function tick(page, group, ...names) {
  for (const name of names) {
    await page.locator(`#${group} label.chip`, { hasText: name }).first().click();
  }
}

test("an office is told with the client's consent, and no longer once they take it back, with and without a network", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    const { page } = tablet;
    await tablet.signIn("caritas");
    await setUp(tablet);
    await untilCached(tablet);
    await openConsents(tablet);
    await page.locator("#disclosure-add").click();
    await page.locator("#disclosure-form:focus").waitFor();

    // Everything that is missing is said at its field.
    await page.locator("#disclosure-record").click();
    for (const field of ["offices", "purpose", "classes"]) {
      await page.locator(`#disclosure-${field}-problem`).filter({ hasText: /./ }).waitFor();
    }
    await page.locator("#disclosure-offices").selectOption("jobcenter");
    await page.locator("#disclosure-purpose").fill(PURPOSE);
    await tick(page, "disclosure-classes", "Anschrift", "Arbeit");
    await page.locator(".disclosure__preview", { hasText: CLIENT.split(" ").at(-1) }).waitFor();
    await page.locator("#disclosure-record").click();
    await page.locator("#disclosure-offices-problem", { hasText: "Einwilligung" }).waitFor();
    await scan(tablet, "passing data on without a consent");
    await picture(tablet, "weitergabe-ohne-einwilligung");

    // The way to the question, and what was typed is there afterwards.
    await page.locator(".disclosure__lacks button").click();
    await agrees(tablet);
    assert.equal(await page.locator("#disclosure-purpose").inputValue(), PURPOSE);
    await page.locator(".disclosure__lacks li").waitFor({ state: "detached" });
    await page.locator("#disclosure-record").click();
    await page.locator("#disclosure-print").waitFor();
    await told(page, "Jobcenter").locator(".badge", { hasText: "liegt vor" }).waitFor();
    await scan(tablet, "what was passed on");
    await picture(tablet, "weitergabe");

    // On paper stands what was chosen, and nothing else of the file.
    await page.emulateMedia({ media: "print" });
    const paper = await page.locator(".handout").innerText();
    for (const word of ["Jobcenter", PURPOSE, "Warsame", "Arbeit"]) {
      assert.ok(paper.includes(word), `${word} stands on the sheet: ${paper}`);
    }
    for (const word of ["Gesundheit", "Aufenthalt", "Unterkunft"]) {
      assert.ok(!paper.includes(word), `${word} does not stand on the sheet: ${paper}`);
    }
    await page.emulateMedia({ media: null });

    await allSent(tablet);

    // Taken back in the flat, without a network: no sheet any more, at once.
    await openConsents(tablet);
    await told(page, "Jobcenter").getByRole("button", { name: /Blatt/ }).waitFor();
    await town.cut();
    const row = page.locator("#consents tr", { hasText: "Jobcenter" });
    await row.getByRole("button", { name: /Widerr/ }).click();
    await page.locator("#consent-revoke-yes").click();
    await told(page, "Jobcenter").locator(".badge", { hasText: "widerrufen" }).waitFor();
    assert.equal(await page.locator("#disclosure-print").isVisible(), false);
    assert.equal(await told(page, "Jobcenter").getByRole("button", { name: /Blatt/ }).count(), 0);
    // What is to be done lies further down: the way there stands at the answer.
    await page.locator(".notice", { hasText: "worauf eine Weitergabe beruht" }).getByRole("button").click();
    await page.locator("#disclosures:focus").waitFor();
    await town.resume();
    await allSent(tablet);
    await follow(tablet, "/heute");
    const need = page.locator(".need", { hasText: "Weitergabe widerrufen" });
    await need.waitFor();
    await picture(tablet, "weitergabe-widerrufen");
    await need.getByRole("link").click();
    await told(page, "Jobcenter").getByRole("button", { name: /Erledigt/ }).click();
    await told(page, "Jobcenter").locator(".badge", { hasText: "gebeten" }).waitFor();
    await allSent(tablet);
    await follow(tablet, "/heute");
    await page.locator("#page-heading").waitFor();
    assert.equal(await page.locator(".need", { hasText: "Weitergabe widerrufen" }).count(), 0);
    assert.deepEqual(tablet.errors, []);
  } finally {
    await town.resume();
    await tablet.end();
  }
});

test("in a conference the client is named only to those they agreed to, and a killed tab loses nothing that was typed", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    const { page } = tablet;
    await tablet.signIn("awo");
    const words = await setUp(tablet);
    await untilCached(tablet);
    const { cases } = await ask(tablet, "/api/cases");
    const path = `/fall/${cases.find((one) => !one.is_new).case}`;
    const openSide = async () => {
      await follow(tablet, "/faelle");
      await page.locator(`main a[href="${path}"]`).first().click();
      await page.locator("a.tab", { hasText: "Einwilligungen" }).click();
    };
    await openSide();
    await page.locator("#disclosure-add").click();
    await page.locator("#disclosure-kind-conference").check();
    await page.locator("#disclosure-conference_on").fill("31.12.2026");
    await tick(page, "disclosure-offices", "Jobcenter", "Agentur für Arbeit");
    await page.locator("#disclosure-purpose").fill("Wer bezahlt den Kurs?");
    await tick(page, "disclosure-classes", "Arbeit");
    const lacks = page.locator(".disclosure__lacks li");
    await lacks.nth(2).waitFor();
    assert.equal(await lacks.count(), 3, "the conference, and each of the two offices");
    await page.locator(".notice", { hasText: "Ohne Namen" }).waitFor();
    await scan(tablet, "naming somebody in a conference");
    await picture(tablet, "fallkonferenz-mit-namen");

    // The battery is empty after a pause in typing.
    await page.waitForTimeout(900);
    await tablet.open(`${path}/einwilligungen`);
    await unlock(tablet, words);
    await page.locator("#disclosure-add").click();
    await page.locator("#disclosure-kind-conference:checked").waitFor();
    await page.locator("#disclosure-resumed:visible").waitFor();
    // Who said no is not asked like somebody whom nobody asked: in a language without a text, which is said.
    await page.locator(".disclosure__lacks button").first().click();
    await page.locator("#consent-form:focus").waitFor();
    await choose(tablet, "#consent-language", "Somali");
    await page.locator(".consent-form__texts .notice", { hasText: "gibt es diesen Text noch nicht" }).waitFor();
    await scan(tablet, "asking in a language without a text");
    await page.locator("#consent-explained").selectOption("spoken");
    await page.locator("#consent-refuse").click();
    await page.locator("#consent-form").waitFor({ state: "detached" });
    await lacks.filter({ hasText: "abgelehnt am" }).waitFor();
    await page.locator(".disclosure__lacks").evaluate((list) => list.scrollIntoView({ block: "center" }));
    await picture(tablet, "fallkonferenz-abgelehnt");
    assert.equal(await page.locator("#disclosure-purpose").inputValue(), "Wer bezahlt den Kurs?");
    for (let left = 3; left > 0; left -= 1) {
      await page.locator(".disclosure__lacks button").first().click();
      await agrees(tablet);
      await page.waitForFunction((most) => document.querySelectorAll(".disclosure__lacks li").length < most, left);
    }
    await page.locator("#disclosure-record").click();
    const conference = told(page, "Agentur für Arbeit, Jobcenter");
    await conference.locator(".badge", { hasText: "liegt vor" }).waitFor();
    await allSent(tablet);

    // It does not take place: nobody was told, and the sheet is gone.
    await openSide();
    await conference.getByRole("button", { name: /Doch nicht weitergegeben/ }).click();
    await conference.getByRole("button", { name: /Abbrechen/ }).click();
    await conference.getByRole("button", { name: /Blatt/ }).waitFor();
    await conference.getByRole("button", { name: /Doch nicht weitergegeben/ }).click();
    await scan(tablet, "nobody was told after all");
    await conference.getByRole("button", { name: /niemand hat davon erfahren/ }).click();
    await conference.locator(".badge", { hasText: "Nicht weitergegeben" }).waitFor();
    assert.equal(await conference.getByRole("button").count(), 0);
    await allSent(tablet);
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});
