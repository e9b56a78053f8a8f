// A consent that is signed on paper, in a flat without a network: the case manager photographs the sheet. The picture waits
// sealed with the answer, survives a closed tab, arrives once and without what the camera wrote beside it, and is seen by who
// reads the answers. Where the session is gone the device hands both in.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { allSent, areas, ask, choose, follow, setUp, unlock, untilCached } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const CLIENT = "Amina Yusuf Warsame";
const PURPOSE = "Nachfragen nach dem Abschluss";
/** What a camera writes beside a picture. */
const PLACE = "GPSLatitude 51.0459";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** A sheet that was signed, as a picture of this kind. */
async function sheet(page, kind) {
  const drawn = await page.evaluate(async (kind) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2400, 3200];
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fbfaf5";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#223";
    pen.font = "64px serif";
    for (let line = 0; line < 34; line += 1) pen.fillText("Ich willige ein, dass nach dem Abschluss nachgefragt wird.", 180, 260 + line * 74);
    pen.lineWidth = 9;
    pen.strokeStyle = "#124";
    pen.beginPath();
    for (let step = 0; step < 60; step += 1) pen.lineTo(420 + step * 22, 2950 + 70 * Math.sin(step / 3));
    pen.stroke();
    const blob = await new Promise((made) => canvas.toBlob(made, kind, 0.95));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  }, kind);
  return Buffer.from(drawn, "base64");
}

/** A photograph of a sheet as a camera writes it: large, and with the place in it. */
async function photograph(page) {
  const bytes = await sheet(page, "image/jpeg");
  const content = Buffer.from(`Exif\0\0${PLACE}`);
  const part = Buffer.concat([Buffer.from([0xff, 0xe1, 0, content.length + 2]), content]);
  return Buffer.concat([bytes.subarray(0, 2), part, bytes.subarray(2)]);
}

/** Opens the consents of the client's case, from the day's page. */
async function openConsents(device) {
  await follow(device, "/heute");
  await device.page.locator(".visit__name", { hasText: CLIENT }).first().click();
  await device.page.locator("a.tab", { hasText: "Einwilligungen" }).click();
  await device.page.locator("#consents").waitFor();
}

const row = (device) => device.page.locator("#consents tr", { hasText: PURPOSE });

/** Begins to ask about the purpose, up to the paper that was signed. */
async function askOnPaper(device) {
  const { page } = device;
  await row(device).getByRole("button", { name: /Fragen/ }).click();
  await page.locator("#consent-form:focus").waitFor();
  await choose(device, "#consent-language", "Arabisch");
  await page.locator("#consent-explained").selectOption("spoken");
  assert.equal(await page.locator("#consent-scan:visible").count(), 0, "a scan is of paper only");
  await page.locator("label:has(#consent-signature-paper)").click();
  await page.locator("#consent-scan:visible").waitFor();
}

/** Adds the picture and waits until it is on the device. */
async function addPicture(device, buffer, mimeType = "image/jpeg") {
  await device.page.locator("#consent-scan").setInputFiles({ name: `IMG_2041.${mimeType.split("/")[1]}`, mimeType, buffer });
  await device.page.locator("#consent-scan-said", { hasText: "Das Bild ist dabei" }).waitFor();
  await device.page.locator(".consent-form img.scan").waitFor();
}

/** Looks at the scan as the page shows it, and answers its size. */
async function look(device, line = row(device)) {
  const { page } = device;
  await line.getByRole("button", { name: /Scan ansehen/ }).click();
  const image = page.locator("#scan img");
  await image.waitFor();
  const size = await image.evaluate(async (image) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  await scan(device, "the scan of a sheet");
  return size;
}

/** Sets the tablet up for its worker and opens the consents of a case; answers the words that unlock it. */
async function ready(tablet) {
  await tablet.signIn("caritas");
  const words = await setUp(tablet);
  await untilCached(tablet);
  await openConsents(tablet);
  return words;
}

const close = (device) => device.page.keyboard.press("Escape");

/** How many pictures lie on this device, and whether a text stands in one of them. */
async function pictures(device, text) {
  const found = await areas(device);
  const values = Object.values(found.attachments);
  return { count: values.length, clear: values.filter((value) => value.includes(text)).length };
}

/** Waits until no picture lies on this device any more. */
async function noPicture(device) {
  while ((await pictures(device, "")).count > 0) await device.page.evaluate(() => new Promise(requestAnimationFrame));
}

test("a sheet is photographed without a network, survives a closed tab, and arrives with its answer", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    const words = await ready(tablet);
    const address = new URL(tablet.page.url()).pathname;
    await town.cut();
    await askOnPaper(tablet);

    // What is no picture is said at the field, whatever it is called.
    const page = { name: "scan.png", mimeType: "image/png", buffer: Buffer.from("<html><script>alert(1)</script></html>") };
    await tablet.page.locator("#consent-scan").setInputFiles(page);
    await tablet.page.locator("#consent-scan-problem", { hasText: "kein Bild" }).waitFor();
    await tablet.page.locator("#consent-scan").setInputFiles({ name: "scan.jpg", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
    await tablet.page.locator("#consent-scan-problem", { hasText: "kein Bild" }).waitFor();

    // The picture is added, taken away, added again.
    const photo = await photograph(tablet.page);
    await addPicture(tablet, photo);
    assert.equal((await tablet.page.locator("#consent-scan-problem").innerText()).trim(), "");
    await tablet.page.locator("#consent-scan-remove").click();
    await tablet.page.locator(".consent-form img.scan").waitFor({ state: "detached" });
    await tablet.page.locator("#consent-scan:focus").waitFor();
    await noPicture(tablet);
    // A scanner writes PNG, and whoever signs on the screen after all needs no picture.
    await addPicture(tablet, await sheet(tablet.page, "image/png"), "image/png");
    assert.deepEqual(await pictures(tablet, "PNG"), { count: 1, clear: 0 });
    await tablet.page.locator("label:has(#consent-signature-paper)").click();
    await tablet.page.locator("#consent-scan").waitFor({ state: "hidden" });
    await noPicture(tablet);
    await tablet.page.locator("label:has(#consent-signature-paper)").click();
    await addPicture(tablet, photo);
    await scan(tablet, "a consent on paper with its picture");
    await picture(tablet, "einwilligung-papier");
    assert.deepEqual(await pictures(tablet, "JFIF"), { count: 1, clear: 0 });

    // Somebody closes the tab before the answer is given: the picture is there again.
    await tablet.page.waitForTimeout(500);
    await tablet.newTab(address);
    await unlock(tablet, words);
    await tablet.page.locator("#consents").waitFor();
    await row(tablet).getByRole("button", { name: /Fragen/ }).click();
    await tablet.page.locator("#consent-scan-said", { hasText: "Das Bild ist dabei" }).waitFor();
    await tablet.page.locator("#consent-give").click();
    await row(tablet).locator(".badge", { hasText: "erteilt" }).waitFor();
    await row(tablet).getByText("auf Papier unterschrieben").waitFor();

    // Without a network it is looked at on the device that holds it; another closed tab later it is still there.
    assert.deepEqual(await look(tablet), [1200, 1600]);
    await picture(tablet, "scan-ansehen");
    await close(tablet);
    await tablet.newTab(address);
    await unlock(tablet, words);
    await row(tablet).locator(".badge", { hasText: /Gerät/ }).waitFor();
    assert.deepEqual(await pictures(tablet, "JFIF"), { count: 1, clear: 0 });

    await town.resume();
    await allSent(tablet);

    // Another browser of who reads the answers shows it; nothing of the camera's came along.
    const office = await Device.on(town, "desktop");
    try {
      await office.signIn("caritas");
      await openConsents(office);
      assert.deepEqual(await look(office), [1200, 1600]);
      await close(office);
      const { cases } = await ask(office, "/api/cases");
      const { person } = cases.find((one) => one.name === CLIENT);
      const { consents } = await ask(office, `/api/person?person=${person}`);
      const { signature } = consents.find((one) => one.kind === "aftercare");
      const kept = await ask(office, `/api/attachment?person=${person}&attachment=${signature.scanned}`);
      const bytes = Buffer.from(kept.jpeg, "base64");
      assert.ok(bytes.length > 10_000 && bytes.length < 600 * 1024, `${bytes.length} bytes`);
      assert.ok(photo.includes(PLACE) && !bytes.includes(PLACE) && !bytes.includes("Exif"));
      assert.deepEqual(office.errors, []);

      const coordinator = await Device.on(town, "desktop");
      try {
        await coordinator.signIn("koordination");
        const answer = await ask(coordinator, `/api/attachment?person=${person}&attachment=${signature.scanned}`);
        assert.equal(answer.jpeg, undefined);
        assert.match(answer.problem, /not_(found|allowed)/);
      } finally {
        await coordinator.end();
      }
    } finally {
      await office.end();
    }
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

test("a device whose session is gone hands the picture in with its answer, and who accepts it sees it", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    const words = await ready(tablet);
    // What was agreed to before is taken back first, so that it can be asked about.
    await row(tablet).getByRole("button", { name: /Widerrufen/ }).click();
    await tablet.page.locator("#consent-revoke-yes").click();
    await row(tablet).locator(".badge", { hasText: "widerrufen" }).waitFor();
    await tablet.page.locator("#consents .badge", { hasText: /gesendet|Gerät/ }).waitFor({ state: "detached" });
    await town.cut();
    await askOnPaper(tablet);
    await addPicture(tablet, await photograph(tablet.page));
    await tablet.page.locator("#consent-give").click();
    await row(tablet).locator(".badge", { hasText: /Gerät/ }).waitFor();

    await tablet.kill();
    await town.resume();
    await tablet.switchOn("/klaerung");
    await tablet.page.locator("#open-device").click();
    await unlock(tablet, words);
    await tablet.page.getByRole("button", { name: "Ohne Anmeldung übergeben" }).click();
    await tablet.page.locator("#clearing-summary", { hasText: "Alles gesendet" }).waitFor();

    const office = await Device.on(town, "desktop");
    try {
      await office.signIn("caritas");
      await follow(office, "/klaerung");
      const late = office.page.locator(".entry", { hasText: "nachgereicht von" });
      await late.getByRole("button", { name: /Annehmen/ }).click();
      await late.waitFor({ state: "detached" });
      await openConsents(office);
      await row(office).locator(".badge", { hasText: "erteilt" }).waitFor();
      assert.deepEqual(await look(office), [1200, 1600]);
      assert.deepEqual(office.errors, []);
    } finally {
      await office.end();
    }
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

test("a client who refuses after the sheet was photographed leaves no picture on the device", async () => {
  const tablet = await Device.on(town, "tablet");
  try {
    await ready(tablet);
    const other = tablet.page.locator("#consents tr", { hasText: "Auswertung ohne Namen" });
    await other.getByRole("button", { name: /Fragen/ }).click();
    await choose(tablet, "#consent-language", "Arabisch");
    await tablet.page.locator("#consent-explained").selectOption("spoken");
    await tablet.page.locator("label:has(#consent-signature-paper)").click();
    await addPicture(tablet, await photograph(tablet.page));
    assert.equal((await pictures(tablet, "")).count, 1);
    await tablet.page.locator("#consent-refuse").click();
    await other.locator(".badge", { hasText: "abgelehnt" }).waitFor();
    await noPicture(tablet);

    // The same where the form is left without an answer.
    await other.getByRole("button", { name: /Fragen/ }).click();
    await tablet.page.locator("label:has(#consent-signature-paper)").click();
    await addPicture(tablet, await photograph(tablet.page));
    await tablet.page.locator(".consent-form .actions button").last().click();
    await tablet.page.locator("#consent-form").waitFor({ state: "detached" });
    await noPicture(tablet);
    assert.deepEqual(tablet.errors, []);
  } finally {
    await tablet.end();
  }
});

test("a rescue file carries a picture to another device, where it arrives with its answer", async () => {
  const tablet = await Device.on(town, "tablet");
  const folder = mkdtempSync(join(tmpdir(), "lueckenlos-rescue-"));
  try {
    await ready(tablet);
    const other = tablet.page.locator("#consents tr", { hasText: "Auswertung ohne Namen" });
    await town.cut();
    await other.getByRole("button", { name: /Fragen/ }).click();
    await choose(tablet, "#consent-language", "Arabisch");
    await tablet.page.locator("#consent-explained").selectOption("spoken");
    await tablet.page.locator("label:has(#consent-signature-paper)").click();
    await addPicture(tablet, await photograph(tablet.page));
    await tablet.page.locator("#consent-give").click();
    await other.locator(".badge", { hasText: /Gerät/ }).waitFor();
    await follow(tablet, "/konto");
    await tablet.page.locator("a[href='/geraet']").click();
    const saved = tablet.page.waitForEvent("download");
    await tablet.page.getByRole("button", { name: "Rettungsdatei speichern" }).click();
    const file = join(folder, "rettung.json");
    await (await saved).saveAs(file);
    assert.ok(!readFileSync(file, "latin1").includes("JFIF"), "the picture lies open in the file");
    const words = (await tablet.page.locator(".passphrase strong:visible").last().textContent()).trim();
    await tablet.kill();
    await town.resume();

    const spare = await Device.on(town, "tablet");
    try {
      await spare.signIn("caritas");
      await setUp(spare);
      await spare.page.locator("#rescue-words").fill(words);
      await spare.page.locator("#rescue-file").setInputFiles(file);
      await spare.page.getByText(/eingelesen\.$/).waitFor();
      await allSent(spare);
      await openConsents(spare);
      const arrived = spare.page.locator("#consents tr", { hasText: "Auswertung ohne Namen" });
      await arrived.locator(".badge", { hasText: "erteilt" }).waitFor();
      assert.deepEqual(await look(spare, arrived), [1200, 1600]);
      assert.deepEqual(spare.errors, []);
    } finally {
      await spare.end();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await tablet.end();
  }
});
