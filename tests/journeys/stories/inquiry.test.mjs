// A search says only that somebody may be known elsewhere. Reception asks the other unit, with the person's word; who works
// with them answers, and reception hears whom to call.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask, follow, post, send } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** A case of the worker whose person does not want to be found at the desk any more. */
async function hidden(worker, desk) {
  const { cases } = await ask(worker, "/api/cases");
  for (const head of cases) {
    const { draft, consents } = await ask(worker, `/api/person?person=${head.person}`);
    const given = consents.findLast((consent) => consent.kind === "found_at_desk");
    if (!given || draft.born?.precision !== "day") continue;
    const consent = `${given.consent.slice(0, -12)}${crypto.randomUUID().slice(-12)}`;
    const revoked = { ...given, consent, answer: "revoked", answered_on: new Date().toLocaleDateString("sv-SE") };
    const outcome = await send(worker, `person:${head.person}`, { do: "record_consent", with: revoked });
    assert.deepEqual(outcome, { outcome: "applied" });
    const { hits } = await post(desk, "/api/persons/find", { text: head.number });
    assert.deepEqual(hits, [{ kind: "blind" }]);
    return { head, draft };
  }
  throw new Error("nobody is found at the desk");
}

test("reception asks another unit about somebody, and is told whom to call", async () => {
  const desk = await Device.on(town, "desktop");
  const worker = await Device.on(town, "tablet");
  try {
    await worker.signIn("caritas");
    await desk.signIn("empfang");
    const { head, draft } = await hidden(worker, desk);

    await desk.open(`/person/${head.person}`);
    await desk.page.locator("#ask-elsewhere").click();
    await desk.page.locator(".ask a", { hasText: "Andere Stellen anfragen" }).click();
    await desk.page.locator("#inquiry-send").click();
    await desk.page.locator("#inquiry-given_name:focus").waitFor();
    for (const field of ["given_name", "family_name", "born", "reason", "is_agreed"]) {
      await desk.page.locator(`#inquiry-${field}-problem:visible`).waitFor();
    }
    await desk.page.locator("#inquiry-given_name").fill(draft.given_name);
    await desk.page.locator("#inquiry-family_name").fill(draft.family_name);
    const [year, month, day] = draft.born.on.split("-");
    await desk.page.locator("#inquiry-born").fill(`${day}.${month}.${year}`);
    await desk.page.locator("#inquiry-reason").fill("Sitzt am Schalter und spricht von einer Beratung.");
    await desk.page.locator("#inquiry-is_agreed").check();
    await scan(desk, "asking another unit");
    await picture(desk, "anfrage");
    await desk.page.locator("#inquiry-send").click();
    await desk.page.locator("#inquiries-own .badge", { hasText: "wartet" }).waitFor();
    assert.equal(await desk.page.locator("#inquiry-given_name").inputValue(), "", "the form is empty again");

    // Nobody learns anything by asking for somebody who is not there.
    await desk.page.locator("#inquiry-given_name").fill("Niemand");
    await desk.page.locator("#inquiry-family_name").fill("Unbekannt");
    await desk.page.locator("#inquiry-born").fill("01.02.1933");
    await desk.page.locator("#inquiry-reason").fill("Fragt nach einem Termin.");
    await desk.page.locator("#inquiry-is_agreed").check();
    await desk.page.locator("#inquiry-send").click();
    await desk.page.locator(".notice", { hasText: "Dazu ist niemand zu fragen" }).waitFor();

    // The worker is told on her day, and answers.
    await worker.open("/heute");
    await worker.page.locator("#inquiry-notice a").click();
    const asked = worker.page.locator("#inquiries-to-answer .need", { hasText: draft.family_name });
    await asked.locator("text=Sitzt am Schalter").waitFor();
    await asked.getByRole("textbox").fill("Bitte morgen vor zehn anrufen.");
    await scan(worker, "answering an inquiry");
    await picture(worker, "anfrage-beantworten");
    await asked.getByRole("button", { name: /Kenne ich/ }).click();
    await asked.waitFor({ state: "detached" });

    await follow(desk, "/empfang");
    await desk.page.locator("#inquiry-notice", { hasText: "beantwortet" }).locator("a").click();
    const own = desk.page.locator("#inquiries-own .need", { hasText: draft.family_name });
    await own.locator(".badge", { hasText: "bekannt" }).waitFor();
    await own.locator("text=Bitte morgen vor zehn anrufen.").waitFor();
    assert.equal(await own.locator("a[href^='tel:']").count(), 1);
    await scanEverywhere(desk, "how inquiries stand");
    await picture(desk, "anfrage-beantwortet");
    // It opens nothing besides.
    assert.equal((await ask(desk, `/api/person/card?person=${head.person}`)).hit.kind, "blind");
    for (const device of [desk, worker]) assert.deepEqual(device.errors, []);
  } finally {
    for (const device of [desk, worker]) await device.end();
  }
});
