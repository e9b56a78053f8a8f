// A complaint came in about a case: the head of the city's body opens its file by number to check it, reads it, and writes nothing;
// the worker is told and answers, the officer sees it, the client's sheet says it, and the file closes again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

const REASON = "Beschwerde vom Montag: Seit März ruft niemand zurück.";

/** A case of the worker whose file the head may open: one with a locked address is not. */
async function checkable(worker, head) {
  for (const one of (await ask(worker, "/api/cases")).cases) {
    const { may_check } = await ask(head, `/api/case/responsibility?case=${one.case}`);
    if (may_check) return one;
  }
  throw new Error("no file can be opened");
}

/** Types a case number on the page of the own body. */
async function look(head, number) {
  await head.open("/traeger");
  await head.page.locator("#case-number").fill(number);
  await head.page.locator("#case-number").press("Enter");
}

test("the head of a body checks a file on cause, everybody concerned is told, and it closes again", async () => {
  const worker = await Device.on(town, "desktop");
  const stranger = await Device.on(town, "desktop");
  const head = await Device.on(town, "tablet");
  const officer = await Device.on(town, "desktop");
  try {
    const { page } = head;
    await worker.signIn("soziales");
    await stranger.signIn("caritas");
    await head.signIn("leitung");
    const checked = await checkable(worker, head);

    // A number of another body is as one that is nobody's.
    const foreign = (await ask(stranger, "/api/cases")).cases[0];
    for (const number of [foreign.number, "LEV-1999-0001"]) {
      await look(head, number);
      await page.locator(".by-number", { hasText: "hat diese Nummer" }).waitFor();
    }
    assert.equal((await ask(head, `/api/case?case=${foreign.case}`)).problem, "not_found");
    assert.equal((await ask(head, `/api/case/responsibility?case=${foreign.case}`)).problem, "not_found");

    // By keyboard to the case of the complaint; until it is opened there is no name.
    await look(head, checked.number);
    await page.getByRole("heading", { level: 1, name: checked.number }).waitFor();
    assert.ok(!(await page.locator("#main").innerText()).includes(checked.name), "no name before the file is open");
    await page.locator("#file-check-show").focus();
    await page.keyboard.press("Enter");
    await page.locator("#file-check-title:focus").waitFor();
    await page.locator("#file-check-open").click();
    await page.locator("#file-check-cause-problem", { hasText: "fehlt" }).waitFor();
    await page.locator("#file-check-cause:focus").waitFor();
    await page.locator("#file-check-reason-problem:visible").waitFor();
    await page.locator("#file-check-cause").selectOption("complaint");
    await page.locator("#file-check-reason").fill("Prüfung");
    await page.locator("#file-check-reason-problem", { hasText: "15" }).waitFor();
    await page.locator("#file-check-reason").fill(REASON);
    await scan(head, "opening a file to check it");
    await picture(head, "aktenpruefung");
    await page.locator("#file-check-open").click();

    // The file says that it is a check and until when, and nothing in it writes.
    await page.getByRole("link", { name: "Akte lesen" }).click();
    await page.locator("#emergency-banner", { hasText: /Aktenprüfung \(.?Beschwerde über die Arbeit.?\): Du liest diese Akte bis/ }).waitFor();
    await page.getByRole("heading", { level: 1, name: checked.name }).waitFor();
    const writes = page.locator("#lanes-add, #next-change, #appointment-plan").or(page.getByRole("button", { name: "Notiz schreiben" }));
    for (const side of ["", "/person", "/verlauf", "/termine", "/einwilligungen"]) {
      await head.open(`/fall/${checked.case}${side}`);
      await page.locator("#emergency-banner:visible").waitFor();
      assert.equal(await writes.filter({ visible: true }).count(), 0, `nothing to write on ${side}`);
    }
    await head.open(`/fall/${checked.case}`);
    await scanEverywhere(head, "a file that is checked");
    await picture(head, "aktenpruefung-akte");
    await page.locator("a.tab", { hasText: "Wer sieht das?" }).click();
    const seen = page.locator("#sight .entry", { hasText: "Aktenprüfung" });
    await seen.locator(".badge", { hasText: "ganze Akte" }).waitFor();
    await page.locator("#emergency-banner").getByRole("link", { name: "Was wurde geändert?" }).click();
    await page.getByRole("heading", { level: 1 }).filter({ hasText: "Was wurde geändert?" }).waitFor();
    await head.open("/traeger");
    await page.locator("#emergencies .need", { hasText: checked.name }).waitFor();
    await scanEverywhere(head, "the body's page with a file that is checked");

    // The worker is told in the words of a check, and answers; the sheet tells the client.
    await worker.open("/heute");
    const told = worker.page.locator("#emergencies .need", { hasText: REASON });
    await told.waitFor();
    const cards = await worker.page.locator("#emergencies").innerText();
    assert.ok(cards.includes("Die Trägerleitung prüft eine Akte") && !cards.includes("Notfall"), cards);
    await scanEverywhere(worker, "being told of a file check");
    await picture(worker, "aktenpruefung-gemeldet");
    await told.getByRole("button", { name: "Verstanden" }).click();
    await told.waitFor({ state: "detached" });
    await worker.open(`/auskunft/${checked.case}`);
    await worker.page.locator("#main", { hasText: "Sie hat geprüft, wie mit Ihnen gearbeitet wird." }).waitFor();

    // The officer sees who, when and on which cause; no name and no word of it.
    await officer.signIn("dsb");
    await officer.open("/protokoll/notzugriffe");
    const line = officer.page.locator("#log-emergencies .need", { hasText: checked.number });
    await line.filter({ hasText: /Aktenprüfung: .?Beschwerde über die Arbeit/ }).waitFor();
    await line.locator(".badge", { hasText: "verstanden" }).waitFor();
    const said = await officer.page.locator("#main").innerText();
    assert.ok(!said.includes(checked.name) && !said.includes(REASON), "the officer reads no content");
    await officer.open("/protokoll");
    await officer.page.locator("#log-anomalies .need--danger", { hasText: "zur Prüfung geöffnet" }).waitFor();

    // On a telephone it is ended; the file is shut on every path.
    await page.setViewportSize({ width: 390, height: 844 });
    await head.open(`/fall/${checked.case}`);
    await page.locator("#emergency-end:visible").waitFor();
    await scan(head, "a file that is checked, on a telephone");
    await page.locator("#emergency-end", { hasText: "Prüfung beenden" }).click();
    await page.getByText("wieder geschlossen").first().waitFor();
    await page.getByRole("heading", { level: 1, name: "Stadt Leverkusen" }).waitFor();
    await head.open(`/fall/${checked.case}`);
    await page.locator("#main", { hasText: "nicht zu sehen" }).waitFor();
    assert.equal((await ask(head, `/api/case?case=${checked.case}`)).problem, "not_allowed");
    await page.getByRole("link", { name: "Zum Anfang" }).click();
    await page.getByRole("heading", { level: 1, name: "Stadt Leverkusen" }).waitFor();
    await page.locator("#emergencies").waitFor({ state: "hidden" });
    for (const device of [worker, stranger, head, officer]) assert.deepEqual(device.errors, []);
  } finally {
    for (const device of [worker, stranger, head, officer]) await device.end();
  }
});
