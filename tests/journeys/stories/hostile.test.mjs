// Script in every text that can be written, and in every address: each page of the app is opened as each role, in both
// languages. Nothing of it runs, nothing becomes an element, nothing is fetched from elsewhere, and it is read as the letters
// that it is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { Device } from "../support/device.mjs";
import { addresses } from "../support/pages.mjs";
import { Town } from "../support/town.mjs";

const LOGINS = ["empfang", "caritas", "awo", "ki-fall", "koordination", "admin", "dsb"];
/** Of the people in the town, those between whom every page shows something. */
const SCENES = ["case", "pool", "opened"];
/** Texts that no page shows as they were written, and why. */
const NOWHERE = {};

const SCRIPT = '"><img src=x onerror=ran()><script>ran()</script>';
/** Addresses with script where somebody can put it: in path, query and hash. */
const REFLECTED = [
  `/${SCRIPT}`,
  "/%3Csvg%20onload=ran()%3E",
  "/javascript:ran()",
  `/?next=javascript:ran()&q=${SCRIPT}`,
  `/#${SCRIPT}`,
  `/suche?q=${SCRIPT}#${SCRIPT}`,
  `/anmelden?next=javascript:ran()`,
  "/anmelden?next=//evil.example/",
  `/einladung?code=${SCRIPT}`,
  `/einrichten?token=${SCRIPT}`,
  `/kontakt?topic=${SCRIPT}&text=${SCRIPT}`,
  `/nicht-gefunden#javascript:ran()`,
  "/{{ran()}}${ran()}",
  "/fall/%3Cscript%3Eran()%3C%2Fscript%3E/%22%3E%3Cimg%20src=x%20onerror=ran()%3E",
  "/person/%22%3E%3Cimg%20src=x%20onerror=ran()%3E",
];

let town;
let told;
before(async () => {
  town = await Town.hostile();
  told = town.told;
});
after(() => town?.end());

/** What a page did that it must not do, from now on. */
async function watch(device) {
  const seen = [];
  const own = new URL(town.address).origin;
  await device.before(() => {
    window.ran = () => document.documentElement.setAttribute("data-ran", "yes");
    document.addEventListener("securitypolicyviolation", (event) => {
      document.documentElement.setAttribute("data-violated", `${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const { page } = device;
  page.on("dialog", async (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("popup", (popup) => seen.push(`another window: ${popup.url()}`));
  page.on("download", (file) => seen.push(`a download: ${file.suggestedFilename()}`));
  page.on("request", (request) => {
    const to = new URL(request.url());
    const isOurs = to.origin === own || ["blob:", "data:"].includes(to.protocol);
    if (!isOurs || to.pathname === "/x") seen.push(`a request to ${to}`);
  });
  return seen;
}

/** What stands in the page that was never put there by us, and every text that a person reads on it. */
function look(page) {
  return page.evaluate(() => {
    const runs = [...document.querySelectorAll("*")].filter((one) => {
      const hasHandler = one.getAttributeNames().some((name) => name.startsWith("on"));
      const leads = ["href", "src", "action", "formaction", "xlink:href"].map((name) => (one.getAttribute(name) ?? "").trim().toLowerCase());
      const isScript = one.tagName === "SCRIPT" && one.textContent.includes("ran(");
      const isForeign = one.matches("img[src='x'], iframe, object, embed, base, meta[http-equiv='refresh'], b[onclick], style[onload]");
      return hasHandler || isScript || isForeign || leads.some((to) => to.replace(/[\s\0]/g, "").startsWith("javascript:"));
    });
    const root = document.documentElement;
    const fields = [...document.querySelectorAll("input, textarea, select")].map((one) => one.value);
    const labels = [...document.querySelectorAll("[aria-label], [title], [placeholder], option")].flatMap((one) => [
      one.getAttribute("aria-label"),
      one.getAttribute("title"),
      one.getAttribute("placeholder"),
      one.tagName === "OPTION" ? one.textContent : null,
    ]);
    return {
      runs: runs.map((one) => one.outerHTML.slice(0, 200)),
      ran: root.getAttribute("data-ran"),
      violated: root.getAttribute("data-violated"),
      title: document.title,
      text: [document.body.textContent, ...fields, ...labels].join("\n"),
    };
  });
}

/** Opens a page and looks; what was found wrong is written down with its address. */
async function visit(device, path, wrong) {
  await device.page.goto(town.address + path, { waitUntil: "networkidle" });
  await device.ready();
  return inspect(device, path, wrong);
}

async function inspect(device, path, wrong) {
  for (const closed of await device.page.locator("details:not([open]) > summary:visible").all()) await closed.click();
  const found = await look(device.page);
  for (const one of found.runs) wrong.push(`${path}: ${one}`);
  if (found.ran) wrong.push(`${path}: a script ran`);
  if (found.violated) wrong.push(`${path}: the policy had to hold it: ${found.violated}`);
  if (/kanari|ran\(/i.test(found.title)) wrong.push(`${path}: the title says ${found.title}`);
  return found.text;
}

/** How a word was written: with what stood around it. */
function clothed(word) {
  return told.scripts.map(([before, behind]) => `${before}${word}${behind}`.toLowerCase());
}

const shown = new Set();

/** Notes which words are read on a page as they were written. */
function note(text) {
  const small = text.toLowerCase();
  for (const { word, path } of told.words) {
    if (small.includes(word) && clothed(word).some((whole) => small.includes(whole))) shown.add(path);
  }
}

for (const login of LOGINS) {
  test(`no page runs what somebody wrote, for ${login}`, async () => {
    const device = await Device.on(town, "desktop");
    try {
      const seen = await watch(device);
      const wrong = [];
      await device.signIn(login);
      const scenes = told.scenes.filter(({ name }) => SCENES.includes(name));
      const all = addresses({
        person: scenes.map(({ person }) => person),
        other: [scenes[0].person],
        case: scenes.flatMap((scene) => scene.case ?? []),
        at: ["given_name", SCRIPT],
        filter: [`wen~${scenes[0].person}`, SCRIPT],
      });
      for (const language of ["de", "en"]) {
        await device.speak(language);
        for (const path of all.filter((path) => path !== "/anmelden")) {
          note(await visit(device, path, wrong));
        }
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual(seen, []);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}
