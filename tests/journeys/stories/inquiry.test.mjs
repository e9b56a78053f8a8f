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

    // From the page of somebody who may not be shown: the form is empty, and says at each field what it lacks.
    await desk.open(`/person/${head.person}`);
    await desk.page.locator("#ask-elsewhere").click();
    await desk.page.locator(".ask a", { hasText: "Andere Stellen anfragen" }).click();
    await desk.page.locator("#inquiry-send").click();
    await desk.page.locator("#inquiry-given_name:focus").waitFor();
    for (const field of ["given_name", "family_name", "born", "reason", "is_agreed"]) {
      await desk.page.locator(`#inquiry-${field}-problem:visible`).waitFor();
    }

    // From the search, where it is noticed: what was typed there stands in the form, and nothing of it in the address.
    const [year, month, day] = draft.born.on.split("-");
    const typed = [...draft.given_name.split(" "), draft.family_name.replaceAll(" ", "-"), `${day}.${month}.${year}`];
    await follow(desk, "/empfang");
    await desk.page.locator("#person-search").fill(typed.join(" "));
    await desk.page.locator(".hit--blind #ask-elsewhere").click();
    await desk.page.locator(".ask a:visible", { hasText: "Andere Stellen anfragen" }).click();
    await desk.page.locator("#inquiry-form").waitFor();
    assert.equal(await desk.page.locator("#inquiry-given_name").inputValue(), draft.given_name);
    assert.equal(await desk.page.locator("#inquiry-family_name").inputValue(), draft.family_name.replaceAll(" ", "-"));
    assert.equal(await desk.page.locator("#inquiry-born").inputValue(), `${day}.${month}.${year}`);
    assert.ok(!(await desk.page.locator("#inquiry-is_agreed").isChecked()), "agreeing is the person's");
    assert.ok(!desk.page.url().includes(draft.family_name));
    await desk.page.locator("#inquiry-family_name").fill(draft.family_name);
    await desk.page.locator("#inquiry-reason").fill("Sitzt am Schalter und spricht von einer Beratung.");
    await desk.page.locator("#inquiry-is_agreed").check();
    await scan(desk, "asking another unit");
    await picture(desk, "anfrage");
    await desk.page.locator("#inquiry-send").click();
    await desk.page.locator("#inquiries-own .badge", { hasText: "wartet" }).waitFor();
    assert.equal(await desk.page.locator("#inquiry-given_name").inputValue(), "", "the form is empty again");

    // Nobody learns anything by asking for somebody who is not there. A search that found nobody leads here too.
    await follow(desk, "/empfang");
    await desk.page.locator("#person-search").fill("Xyqvo Zwurbelquark 01.02.1933");
    await desk.page.locator("#ask-nobody").click();
    await desk.page.locator(".ask a:visible", { hasText: "Andere Stellen anfragen" }).click();
    assert.equal(await desk.page.locator("#inquiry-given_name").inputValue(), "Xyqvo");
    assert.equal(await desk.page.locator("#inquiry-born").inputValue(), "01.02.1933");
    await desk.page.locator("#inquiry-reason").fill("Fragt nach einem Termin.");
    await desk.page.locator("#inquiry-is_agreed").check();
    await desk.page.locator("#inquiry-send").click();
    await desk.page.locator(".notice", { hasText: "Dazu ist niemand zu fragen" }).waitFor();
    // That is an answer: what was typed stays for another spelling, and nothing waits to be sent again.
    assert.equal(await desk.page.locator("#inquiry-family_name").inputValue(), "Zwurbelquark");
    await desk.page.locator("#inquiries-own .need", { hasText: "Zwurbelquark" }).locator(".badge", { hasText: "niemand zu fragen" }).waitFor();
    await scan(desk, "nobody to ask");
    await follow(desk, "/klaerung");
    await desk.page.locator("#clearing-summary").waitFor();
    assert.equal(await desk.page.locator("#main .entry").count(), 0, "an inquiry waits in the clearing");

    // The worker is told on her day, and answers.
    await worker.open("/heute");
    await worker.page.locator("#inquiry-notice a").click();
    const asked = worker.page.locator("#inquiries-to-answer .need", { hasText: draft.family_name });
    await asked.locator("text=Sitzt am Schalter").waitFor();
    await asked.locator(".notice", { hasText: "am Service-Point gefunden zu werden" }).waitFor();
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
