// What people need who see differently: 400 % zoom without scrolling sideways, the system's own colours, paper.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** A picture for whoever asks for one: PICTURES names the folder. */
async function shot(device, name) {
  if (process.env.PICTURES) {
    mkdirSync(process.env.PICTURES, { recursive: true });
    await device.page.screenshot({ path: join(process.env.PICTURES, `${name}.png`), fullPage: true });
  }
}

/** What reaches beyond the right edge and is not in a place that scrolls by itself. */
async function tooWide(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => {
      for (let up = element; up; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (["auto", "scroll", "hidden", "clip"].includes(style.overflowX) && up !== document.documentElement && up !== document.body) return true;
        if (style.position === "fixed") return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getClientRects().length > 0 && element.getBoundingClientRect().right > width + 1 && !scrolls(element))
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`)
      .slice(0, 5);
  });
}

async function addresses(device, login) {
  if (login === "empfang") return ["/empfang", "/zettel", "/konto", "/barrierefreiheit", "/kontakt"];
  if (login === "koordination") return ["/pool", "/nachrichten"];
  const [head] = (await ask(device, "/api/cases")).cases;
  const sides = ["", "/person", "/verlauf", "/termine"].map((side) => `/fall/${head.case}${side}`);
  return ["/heute", "/faelle", "/suche", ...sides, `/person/${head.person}`, "/klaerung", "/geraet"];
}

for (const login of ["caritas", "empfang", "koordination"]) {
  test(`nothing is cut off at 400 % for ${login}`, async () => {
    const device = await Device.on(town, "desktop");
    try {
      await device.signIn(login);
      const paths = await addresses(device, login);
      // A window of 1280 by 1024 at 400 %.
      await device.page.setViewportSize({ width: 320, height: 256 });
      const findings = [];
      for (const path of paths) {
        await device.page.goto(town.address + path);
        await device.ready();
        await device.page.waitForLoadState("networkidle");
        await shot(device, `400-${login}-${path.replaceAll("/", "_").slice(0, 24)}`);
        const wide = await device.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) findings.push(`${path}: ${wide} px too wide: ${(await tooWide(device.page)).join(", ")}`);
      }
      assert.deepEqual(findings, []);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}

test("no word of the navigation is torn apart on a tablet", async () => {
  for (const login of ["caritas", "koordination", "admin"]) {
    const device = await Device.on(town, "tablet");
    try {
      await device.signIn(login);
      await device.page.locator(".rail__text").first().waitFor();
      const torn = await device.page.evaluate(() =>
        [...document.querySelectorAll(".rail__text")].flatMap((text) => {
          const node = text.firstChild;
          return [...node.data.matchAll(/\S+/g)]
            .filter((word) => {
              const range = document.createRange();
              range.setStart(node, word.index);
              range.setEnd(node, word.index + word[0].length);
              // A word on two lines has two boxes.
              return range.getClientRects().length !== 1;
            })
            .map((word) => word[0]);
        }),
      );
      assert.deepEqual(torn, []);
    } finally {
      await device.end();
    }
  }
});

test("the system's own colours show what is chosen and where one is", async () => {
  const device = await Device.on(town, "tablet");
  try {
    await device.signIn("caritas");
    await device.page.emulateMedia({ forcedColors: "active" });
    await device.page.goto(`${town.address}/heute`);
    await device.page.locator(".visit").first().waitFor();
    await shot(device, "forced-heute");
    const style = await device.page.evaluate(() => {
      const current = getComputedStyle(document.querySelector(".rail__link[aria-current='page']"));
      const card = getComputedStyle(document.querySelector(".visit"));
      return [current.outlineStyle, card.borderTopStyle];
    });
    assert.deepEqual(style, ["solid", "solid"]);
  } finally {
    await device.end();
  }
});

test("the overview of a case and the slip go on paper without the frame", async () => {
  const worker = await Device.on(town, "desktop");
  const desk = await Device.on(town, "desktop");
  try {
    await worker.signIn("caritas");
    const [head] = (await ask(worker, "/api/cases")).cases;
    await worker.page.goto(`${town.address}/fall/${head.case}`);
    await worker.page.locator(".lanes__picture:visible, .empty:visible").first().waitFor();
    await desk.signIn("empfang");
    await desk.page.goto(`${town.address}/zettel`);
    await desk.page.locator("#slip-concern").fill("Brief vom Jobcenter nicht verstanden");
    for (const [device, name] of [
      [worker, "druck-fall"],
      [desk, "druck-zettel"],
    ]) {
      await device.page.emulateMedia({ media: "print" });
      await shot(device, name);
      await picture(device, name);
      for (const hidden of [".rail, .desk-head", ".footer", ".button", ".skip"]) {
        for (const element of await device.page.locator(hidden).all()) assert.equal(await element.isVisible(), false, hidden);
      }
    }
    assert.equal(await worker.page.locator("h1").first().isVisible(), true);
    // Of the slip, what the person takes along: no form, and what it is about.
    assert.equal(await desk.page.locator("#slip-concern").isVisible(), false);
    await desk.page.locator(".handout", { hasText: "Brief vom Jobcenter nicht verstanden" }).waitFor();
    assert.deepEqual([...worker.errors, ...desk.errors], []);
  } finally {
    await worker.end();
    await desk.end();
  }
});
