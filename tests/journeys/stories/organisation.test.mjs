// The coordinator names a deputy and changes a limit: saves the list, edits it, imports it, sees every row before it
// holds. What is wrong in a file is said by line and column; what a colleague did meanwhile is not written over.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** What is read there, without the marks that end a name in a text. */
const plain = (text) => text.replaceAll(/[\u2066-\u2069]/g, "").replaceAll(/\s+/g, " ").trim();

const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.isBuffer(text) ? text : Buffer.from(text) });

/** Opens the page at somebody's desk; answers it and a way to choose files there. */
async function office() {
  const device = await Device.on(town, "desktop");
  await device.signIn("koordination");
  await device.page.locator('nav a[href="/organisation"]').first().click();
  await device.page.locator("#organisation-files").waitFor();
  return device;
}

/** Saves a list as the button offers it, and answers what the file holds. */
async function saved(device, list) {
  const waits = device.page.waitForEvent("download");
  // Between the two stands a mark that ends the name.
  await device.page.getByRole("button", { name: new RegExp(`${list}.? sichern`) }).click();
  const download = await waits;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("a list is saved, edited and imported, and holds for everybody", async () => {
  const device = await office();
  const colleague = await office();
  try {
    const { page } = device;
    const { name, text } = await saved(device, "Einheiten");
    assert.equal(name, "units.csv");
    assert.match(text, /^\uFEFFcode,name,body,is_desk,packed_cases,pack_hours,address,hours,valid_from,valid_until\n/);
    const edited = text.replace(/^awo,(.*),15,72,/m, "awo,$1,30,48,");
    assert.notEqual(edited, text);

    // Nothing holds before every row was seen.
    await page.locator("#organisation-files").setInputFiles([file(name, edited)]);
    await page.locator("#organisation-preview").waitFor();
    await page.locator("#organisation-step:focus").waitFor();
    const rows = page.locator("#organisation-preview tbody tr");
    assert.deepEqual(
      (await rows.allInnerTexts()).map(plain),
      [
        "geht awo Arbeiterwohlfahrt awo nein 15 72 Musterstraße 8, 51371 Leverkusen Mo–Fr 9–13 Uhr 01.01.2021",
        "kommt awo Arbeiterwohlfahrt awo nein 30 48 Musterstraße 8, 51371 Leverkusen Mo–Fr 9–13 Uhr 01.01.2021",
      ],
    );
    await picture(device, "organisation");
    await scan(device, "the preview of an import");
    await page.locator("#organisation-accept").click();
    await page.locator(".notice", { hasText: "Übernommen" }).waitFor();
    await page.locator("#organisation-step:focus").waitFor();
    assert.match((await saved(device, "Einheiten")).text, /^awo,.*,30,48,/m);

    // The colleague began from what held before: refused, looked at again, accepted.
    const posts = (await saved(colleague, "Stellen")).text.replace(/^(awo-1,.*),100,/m, "$1,50,");
    const late = [file("posts.csv", posts)];
    await colleague.page.locator("#organisation-files").setInputFiles(late);
    await colleague.page.locator("#organisation-accept").click();
    await colleague.page.locator(".notice", { hasText: "Inzwischen hat jemand anders" }).waitFor();
    await colleague.page.locator("#organisation-files").setInputFiles(late);
    await colleague.page.locator("#organisation-preview h3", { hasText: "Stellen" }).waitFor();
    assert.equal(await colleague.page.locator("#organisation-preview h3").count(), 1);
    await colleague.page.locator("#organisation-accept").click();
    await colleague.page.locator(".notice", { hasText: "Übernommen" }).waitFor();
    assert.match((await saved(colleague, "Einheiten")).text, /^awo,.*,30,48,/m);
    assert.match((await saved(colleague, "Stellen")).text, /^awo-1,.*,50,/m);
    assert.deepEqual([device.errors, colleague.errors], [[], []]);
  } finally {
    await device.end();
    await colleague.end();
  }
});

test("what is wrong in a file is said by file, line and column, and nothing changes", async () => {
  const device = await office();
  try {
    const { page } = device;
    const before = (await saved(device, "Abwesenheiten und Vertretung")).text;
    // As a German spreadsheet writes it: semicolons, and not in UTF-8.
    const wrong = Buffer.from("post;deputy;valid_from;valid_until\nm\xfcller-1;awo-1;2026-12-24;2026-12-01\nawo-1;;31.02.2026;\n", "latin1");
    await page.locator("#organisation-files").setInputFiles([file("absences.csv", wrong), file("urlaub.csv", "a\n")]);
    await page.getByRole("region", { name: "Was nicht stimmt" }).waitFor();
    const rows = (await page.locator("tbody tr").allInnerTexts()).map(plain);
    assert.deepEqual(rows, [
      "absences.csv 2 Stelle post Das passt nicht in diese Spalte.",
      "absences.csv 3 gilt ab valid_from Das ist kein Tag. Schreib 25.11.2026 oder 2026-11-25.",
      "urlaub.csv – – Eine Liste dieses Namens gibt es nicht. Benenne die Datei wie die Liste unten.",
    ]);
    await scan(device, "what is wrong with the files");
    // What a German spreadsheet makes of the list is taken, and said in names.
    const sick = "post;deputy;valid_from;valid_until\r\ncaritas-1;awo-1;26.11.2026;30.11.2026\r\n";
    await page.locator("#organisation-files").setInputFiles([file("absences.csv", sick)]);
    const comes = page.locator("#organisation-preview tbody tr", { hasText: "kommt" });
    await comes.waitFor();
    assert.match(plain(await comes.innerText()), /^kommt .+ \(caritas-1\) .+ \(awo-1\) 26\.11\.2026 30\.11\.2026$/);
    // A file that changes nothing says so.
    await page.locator("#organisation-files").setInputFiles([file("absences.csv", before)]);
    await page.locator(".notice", { hasText: "ändern nichts" }).waitFor();
    assert.equal((await saved(device, "Abwesenheiten und Vertretung")).text, before);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("the page of the organisation can be used by everybody, and is the coordination's alone", async () => {
  for (const size of Object.keys(SIZES)) {
    const device = await Device.on(town, size);
    try {
      await device.signIn("koordination");
      await device.open("/organisation");
      await device.page.locator("#organisation-files").waitFor();
      await scanEverywhere(device, `organisation on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  }
  const desk = await Device.on(town, "desktop");
  try {
    await desk.signIn("empfang");
    await desk.open("/organisation");
    await desk.page.locator(".notice", { hasText: "Koordination" }).waitFor();
    assert.equal(await desk.page.locator("#organisation-files").count(), 0);
  } finally {
    await desk.end();
  }
});
