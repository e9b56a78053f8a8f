// A case manager of AWO is called to a flat: the client of a Caritas colleague lies in the corridor. She opens the file in an
// emergency, reads it, notes what she did; the colleague is told and answers, the officer sees it, and the file closes again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask, post, typeNote } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** A case of the worker whose person the stranger finds, and may not open. */
async function found(worker, stranger) {
  for (const head of (await ask(worker, "/api/cases")).cases) {
    const { hits } = await post(stranger, "/api/persons/find", { text: head.number });
    if (hits.some((hit) => hit.kind === "known" && hit.person === head.person && !hit.may_open)) return head;
  }
  throw new Error("nobody is found at the desk");
}

test("a file is opened in an emergency, everybody concerned is told, and it closes again", async () => {
  const worker = await Device.on(town, "desktop");
  const stranger = await Device.on(town, "tablet");
  const officer = await Device.on(town, "desktop");
  try {
    await worker.signIn("caritas");
    await stranger.signIn("awo");
    const head = await found(worker, stranger);

    await stranger.open(`/person/${head.person}`);
    await stranger.page.locator("#emergency-show").click();
    await stranger.page.locator("#emergency-title:focus").waitFor();
    await stranger.page.locator("#emergency-open").click();
    await stranger.page.locator("#emergency-kind-problem", { hasText: "fehlt" }).waitFor();
    await stranger.page.locator("#emergency-kind:focus").waitFor();
    await stranger.page.locator("#emergency-reason-problem:visible").waitFor();
    await stranger.page.locator("#emergency-kind").selectOption("danger");
    await stranger.page.locator("#emergency-reason").fill("Notfall");
    await stranger.page.locator("#emergency-reason-problem", { hasText: "15" }).waitFor();
    await stranger.page.locator("#emergency-reason").fill("Liegt bewusstlos im Flur, der Notarzt fragt nach Medikamenten.");
    await scan(stranger, "opening a file in an emergency");
    await picture(stranger, "notzugriff");
    await stranger.page.locator("#emergency-open").click();

    // The way into the file is there at once; it says until when, and nothing in it writes.
    await stranger.page.locator("a", { hasText: "Fall öffnen" }).first().click();
    const banner = stranger.page.locator("#emergency-banner", { hasText: "Du liest diese Akte bis" });
    await banner.waitFor();
    assert.equal(await stranger.page.locator("#lanes-add:visible, #next-change:visible").count(), 0);
    await scanEverywhere(stranger, "a file that was opened in an emergency");
    await picture(stranger, "notzugriff-akte");
    await stranger.page.getByRole("button", { name: "Notiz schreiben" }).click();
    await typeNote(stranger, "Rettungswagen gerufen, Klinikum Leverkusen.");
    await stranger.page.locator("#note-sheet button[type=submit]").click();
    await stranger.page.locator("#note-text").waitFor({ state: "detached" });
    await stranger.page.locator("a.tab", { hasText: "Wer sieht das?" }).click();
    await stranger.page.locator("#sight .entry", { hasText: "Notzugriff" }).locator(".badge", { hasText: "ganze Akte" }).waitFor();

    // The colleague is told on her day, accepts what was noted, and asks about it.
    await worker.open("/heute");
    const told = worker.page.locator("#emergencies .need", { hasText: "bewusstlos" });
    await told.waitFor();
    await scanEverywhere(worker, "being told of an emergency access");
    await picture(worker, "notzugriff-gemeldet");
    assert.equal(await told.getByRole("link", { name: head.name }).getAttribute("href"), `/fall/${head.case}`);
    await told.getByRole("button", { name: "Nachfragen" }).click();
    await told.getByRole("button", { name: "An die Datenschutzbeauftragte geben" }).click();
    await told.locator(".field__problem:visible").waitFor();
    await told.getByRole("textbox").fill("Ich war den ganzen Tag zu erreichen.");
    await told.getByRole("button", { name: "An die Datenschutzbeauftragte geben" }).click();
    await told.waitFor({ state: "detached" });
    await worker.open(`/fall/${head.case}`);
    const held = worker.page.locator(".entry", { hasText: "Rettungswagen gerufen" });
    await held.getByRole("button", { name: /Übernehmen|Annehmen/ }).click();
    await worker.page.locator(".note", { hasText: "Rettungswagen gerufen" }).first().waitFor();

    // The officer sees who and when, and that it is questioned; no name and no word of it.
    await officer.signIn("dsb");
    await officer.open("/protokoll/notzugriffe");
    const line = officer.page.locator("#log-emergencies .need", { hasText: head.number });
    await line.locator(".badge", { hasText: "Nachfrage" }).waitFor();
    const said = await officer.page.locator("#main").innerText();
    assert.ok(!said.includes(head.name) && !said.includes("bewusstlos"), "the officer reads no content");
    await scanEverywhere(officer, "the officer's list of emergencies");
    await picture(officer, "protokoll-notzugriffe");
    await officer.open("/protokoll");
    await officer.page.locator("#log-anomalies .need--danger", { hasText: "im Notfall geöffnet" }).waitFor();

    // Ended, the file is shut on every path.
    await stranger.open(`/fall/${head.case}`);
    await stranger.page.locator("#emergency-end").click();
    await stranger.page.getByText("wieder geschlossen").first().waitFor();
    await stranger.open(`/fall/${head.case}`);
    await stranger.page.locator("#main", { hasText: "nicht zu sehen" }).waitFor();
    await scan(stranger, "a file that is shut again");
    assert.equal((await ask(stranger, `/api/case?case=${head.case}`)).problem, "not_found");
    for (const device of [worker, stranger, officer]) assert.deepEqual(device.errors, []);
  } finally {
    for (const device of [worker, stranger, officer]) await device.end();
  }
});
