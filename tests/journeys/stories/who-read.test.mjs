// A client asks who has seen their data: the case manager prints the sheet, and the data protection officer finds the same
// readings in the log, by the case's number and without a name. Somebody who tries names is noticed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { words } from "../support/counter.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { Keyboard } from "../support/keyboard.mjs";
import { picture } from "../support/pictures.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("the client is told on paper, the officer finds the same and no name", async () => {
  const worker = await Device.on(town, "tablet");
  const officer = await Device.on(town, "desktop");
  try {
    await worker.signIn("caritas");
    const { cases } = await ask(worker, "/api/cases");
    const head = cases.find((one) => !one.is_new);
    const { actor } = await ask(worker, "/api/session");

    // From the case, in two steps.
    await worker.open(`/fall/${head.case}/person`);
    await worker.page.getByRole("link", { name: "Wer hat die Daten gesehen?" }).click();
    const sheet = worker.page.locator("#told-sheet");
    await sheet.getByRole("heading", { name: "Wer hat meine Daten gesehen?" }).waitFor();
    assert.equal(new URL(worker.page.url()).pathname, `/auskunft/${head.case}`);
    const told = await words(sheet);
    assert.ok(told.includes(actor.name) && told.includes("hat Ihre Akte gelesen"), told);
    assert.ok(told.includes("Diese Person ist für Sie zuständig."), told);
    // Where they can complain stands below, as it is written on a letter.
    const letter = "Stadt Leverkusen, Datenschutzbeauftragte, Beispielplatz 1, 51373 Leverkusen";
    assert.ok(told.includes(letter), told);
    // What a client carries in a pocket holds neither their name nor an id.
    assert.ok(!told.includes(head.name) && !told.includes(head.person) && !told.includes(head.number), told);
    await scanEverywhere(worker, "who has seen the data");
    await picture(worker, "auskunft");

    // In their language too, below the German; on paper it is what is printed, and nothing else.
    await worker.page.locator("#told-language-en").check();
    await sheet.getByRole("heading", { name: "Who has seen my data?" }).waitFor();
    assert.ok((await words(sheet)).includes("This person is responsible for you."));
    await worker.page.locator("#told-language-ar").check();
    const arabic = sheet.locator("section[lang=ar][dir=rtl]");
    await arabic.getByRole("heading", { name: "من اطّلع على بياناتي؟" }).waitFor();
    assert.ok((await words(arabic)).includes(actor.name));
    await arabic.locator("bdi[lang=de]", { hasText: letter }).waitFor();
    assert.equal(await sheet.locator("section").count(), 2, "the German sheet stays");
    await scan(worker, "who has seen the data, in Arabic");
    await picture(worker, "auskunft-arabisch");
    await worker.page.emulateMedia({ media: "print" });
    assert.ok(await sheet.isVisible());
    assert.ok(!(await worker.page.locator("#told-print").isVisible()));
    assert.ok(!(await worker.page.locator("nav").first().isVisible()));
    await worker.page.emulateMedia({ media: "screen" });

    // The officer begins the day with what stands out, and sees nothing else of the product.
    await officer.signIn("dsb");
    await officer.open("/");
    await officer.page.getByRole("heading", { name: "Protokoll", exact: true }).waitFor();
    assert.equal(new URL(officer.page.url()).pathname, "/protokoll");
    const entries = await officer.page.locator("nav.rail__nav a").allInnerTexts();
    assert.deepEqual(entries.slice(0, 2).map((entry) => entry.trim()), ["Protokoll", "Klärung"]);

    // By keyboard: the side, a number that no case has, then the right one.
    const keyboard = new Keyboard(officer.page);
    await officer.page.getByRole("link", { name: "Gelesen" }).click();
    await officer.page.locator("#log-found table").waitFor();
    await keyboard.tabTo("#log-whom");
    await keyboard.type("LEV-1999-0001");
    await keyboard.press("Enter");
    await officer.page.locator("#log-whom-problem", { hasText: "Diese Nummer hat kein Fall" }).waitFor();
    await officer.page.locator("#log-whom:focus").waitFor();
    await scan(officer, "a number that no case has");
    await officer.page.locator("#log-whom").fill(head.number.toLowerCase());
    await keyboard.press("Enter");
    const rows = officer.page.locator("#log-found tbody tr.table__line");
    const folds = officer.page.locator("#log-found tbody tr.table__fold");
    // What the page of the case fetched by itself is one row, which names the case and can be opened.
    const fold = folds.filter({ hasText: actor.name }).filter({ hasText: "Akte" }).first();
    await fold.waitFor();
    assert.match(await words(fold.locator("th")), /^\d\d\.\d\d\.\d{4}, \d\d:\d\d(–\d\d:\d\d)?$/);
    await fold.locator(".table__ids", { hasText: head.number }).waitFor();
    const opens = fold.getByRole("button");
    const folded = Number((await words(opens)).split(" ")[0]);
    assert.ok(folded > 1, "one line is folded");
    const before = await rows.filter({ visible: true }).count();
    await opens.focus();
    await keyboard.press("Enter");
    await rows.filter({ hasText: "hat die Akte gelesen", visible: true }).first().waitFor();
    assert.equal(await opens.getAttribute("aria-expanded"), "true");
    assert.equal(await rows.filter({ visible: true }).count(), before + folded);
    assert.ok(!/Read[A-Z]|List[A-Z]/.test(await words(officer.page.locator("#log-found"))), "a call by its technical name");
    const found = await words(officer.page.locator("#main"));
    for (const part of head.name.split(/\s+/)) {
      assert.ok(!found.includes(part), `${part} stands in the log`);
    }
    await scanEverywhere(officer, "the log of reads");
    await picture(officer, "protokoll");

    // A link from a line leads to all of that person's lines, at an address that can be kept.
    await folds.first().locator(".table__ids a").first().click();
    await officer.page.waitForURL(/\/protokoll\/gelesen\/wen\.[0-9a-f-]{36}$/);
    await folds.first().waitFor();
    await officer.page.reload();
    await folds.filter({ hasText: actor.name }).first().waitFor();

    // What is seen is taken away as a file, and the log says so.
    await officer.page.emulateMedia({ media: "print" });
    assert.equal(await rows.filter({ visible: true }).count(), await rows.count(), "paper has every line");
    await officer.page.emulateMedia({ media: "screen" });
    const seen = await rows.count();
    const saved = officer.page.waitForEvent("download");
    await officer.page.locator("#log-export").click();
    const file = readFileSync(await (await saved).path(), "utf8");
    assert.equal(file.trim().split("\n").length, seen + 1);
    assert.ok(file.startsWith("\ufeffWann,Wer hat gelesen,"));
    assert.ok(file.includes(head.person) && !file.includes(head.name));
    await officer.page.getByRole("button", { name: "Suchen" }).click();
    await rows.filter({ hasText: "hat Zeilen als Datei gesichert" }).first().waitFor({ state: "attached" });

    // Who changed, and which fields; nothing that stands in them.
    await officer.page.getByRole("link", { name: "Geändert" }).click();
    await officer.page.locator("#written-whom").fill(head.number);
    await officer.page.getByRole("button", { name: "Suchen" }).click();
    await officer.page.locator("#main tbody tr", { hasText: "Person aufgenommen" }).filter({ hasText: "Familienname" }).first().waitFor();
    const written = await words(officer.page.locator("#main"));
    assert.ok(!written.includes(head.name), "a name stands in the log");
    await scanEverywhere(officer, "the log of what was written");
    assert.deepEqual([...worker.errors, ...officer.errors], []);
  } finally {
    await worker.end();
    await officer.end();
  }
});

test("trying names is noticed, and so is asking for somebody else's file", async () => {
  const curious = await Device.on(town, "tablet");
  const officer = await Device.on(town, "phone");
  try {
    const owner = await Device.on(town, "desktop");
    await owner.signIn("caritas");
    const { cases } = await ask(owner, "/api/cases");
    await owner.end();

    await curious.signIn("awo");
    await curious.page.evaluate(async () => {
      for (let n = 0; n < 30; n += 1) {
        const body = JSON.stringify({ text: `Zyxquark${n} Vlimpf` });
        const headers = { "Content-Type": "application/json", "X-Lueckenlos": "1" };
        await fetch("/api/persons/find", { method: "POST", headers, body });
      }
    });
    await curious.open(`/fall/${cases[0].case}`);
    await curious.page.locator("#main", { hasText: "nicht" }).waitFor();

    await officer.signIn("dsb");
    await officer.open("/protokoll");
    const alarm = officer.page.locator("#log-anomalies li", { hasText: "Suchen hintereinander ohne Treffer" });
    await alarm.locator(".badge", { hasText: "Alarm" }).waitFor();
    await scanEverywhere(officer, "what stands out");
    await picture(officer, "auffaelligkeiten");
    await alarm.getByRole("link", { name: "Zeilen ansehen" }).click();
    await officer.page.locator("#log-found tbody tr", { hasText: "abgelehnt" }).first().waitFor();
    assert.deepEqual([...curious.errors, ...officer.errors], []);
  } finally {
    await curious.end();
    await officer.end();
  }
});

for (const size of Object.keys(SIZES)) {
  test(`the log is the officer's alone on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.signIn("koordination");
      await device.open("/protokoll");
      await device.page.getByRole("heading", { name: "Nicht für Sie" }).or(device.page.locator("#main h1")).first().waitFor();
      assert.equal(await device.page.locator("#log-anomalies").count(), 0);
      assert.equal((await device.page.locator("nav a", { hasText: "Protokoll" }).count()), 0);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}
