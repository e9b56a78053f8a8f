// Script in every text that can be written, and in every address: each page of the app is opened as each role, in both
// languages. Nothing of it runs, nothing becomes an element, nothing is fetched from elsewhere, and it is read as the letters
// that it is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { Device } from "../support/device.mjs";
import { addresses } from "../support/pages.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const LOGINS = ["empfang", "caritas", "awo", "ki-fall", "koordination", "admin", "dsb"];
/** Of the people in the town, those between whom every page shows something: whether it is settled or still waits, and who. */
const PEOPLE = [
  ["settled", "case"],
  ["settled", "hidden"],
  ["settled", "intake"],
  ["waiting", "opened"],
  ["waiting", "intake"],
];
/** Texts that no page of this town shows, and why. */
const NOWHERE = {
  "address.place": "another text is put in its place, so that somebody lives in a known one",
  "answer_emergency.note": "stands in the log only",
  "decide_intake.admit": "of a person whom nobody looks up here",
  "decide_intake.ask": "shown while the exception waits, and it was decided",
  "decide_intake.refer": "was taken back",
  "decide_intake.refuse": "was taken back",
  information_sheet: "a version takes its place",
  "link_persons.reason": "shown while the two are linked, and they no longer are",
  "organisation.municipality.name": "no page names the town by the list",
  "organisation.neighbours.centre": "no page names it",
  "organisation.neighbours.town": "shown when a place elsewhere was typed whole",
  "organisation.target_group_rules.version": "its year alone is shown",
  other_case_management_at: "asked for where another case management goes before ours",
  "tell_persons_apart.reason": "shown until somebody says otherwise, and somebody did",
  "unlink_persons.reason": "stands in the log only",
};

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

/** Waits until the page has got what it asked for: it no longer says that it waits, and no answer comes any more. */
async function settled(page) {
  await page.locator("h1:visible").first().waitFor();
  await page.evaluate(async () => {
    const answers = () => performance.getEntriesByType("resource").length;
    let before = answers();
    for (let still = 0; still < 3; ) {
      await new Promise((later) => setTimeout(later, 40));
      const isWaiting = document.querySelector("[aria-busy=true], .waiting") !== null;
      still = isWaiting || answers() !== before ? 0 : still + 1;
      before = answers();
    }
  });
}

/** Goes to a page as a link inside the app does. */
async function go(page, path) {
  await page.evaluate((path) => {
    history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await settled(page);
}

/** Looks at what is open; what is wrong is written down with its address. */
async function inspect(device, path, wrong) {
  // What is folded is opened, and what is drawn then is looked at too.
  await device.page.evaluate(() => document.querySelectorAll("details:not([open])").forEach((folded) => (folded.open = true)));
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

/** Somebody in the town. */
function of(list, name) {
  return told[list].find((scene) => scene.name === name);
}

/** Every address of the app about these people. */
function pages(scenes) {
  return addresses({
    person: scenes.map(({ person }) => person),
    // Who was linked with the first of them, and told apart again.
    other: [of("settled", "hidden").person],
    case: scenes.flatMap((scene) => scene.case ?? []),
    at: ["given_name", SCRIPT],
    filter: [`wen.${scenes[0].person}`, SCRIPT],
  });
}

test("whoever looks finds what is looked for", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const seen = await watch(device);
    await device.open("/kontakt");
    await settled(device.page);
    const asked = device.page.waitForRequest((request) => request.url().endsWith("/x"));
    await device.page.evaluate(() => {
      const [picture, link, style] = ["img", "a", "style"].map((name) => document.createElement(name));
      picture.src = "x";
      link.href = "javascript:ran()";
      style.textContent = "b { color: red }";
      document.body.append(picture, link, style);
      document.title = "kanari";
      window.ran();
    });
    await asked;
    const wrong = [];
    await inspect(device, "here", wrong);
    for (const part of ["<img", "<a href=", "a script ran", "the policy had to hold it: style-src", "the title says"]) {
      assert.ok(wrong.some((one) => one.includes(part)), `${part}: ${wrong}`);
    }
    assert.ok(seen.some((one) => one.startsWith("a request to")), String(seen));
  } finally {
    await device.end();
  }
});

for (const login of LOGINS) {
  test(`no page runs what somebody wrote, for ${login}`, async () => {
    const device = await Device.on(town, "desktop");
    try {
      const seen = await watch(device);
      const wrong = [];
      await device.signIn(login);
      const scenes = PEOPLE.map(([list, name]) => of(list, name));
      // In the second language other words of ours stand around the same words of theirs.
      for (const [language, about] of [["de", scenes], ["en", scenes.slice(0, 1)]]) {
        await device.speak(language);
        for (const path of pages(about)) {
          await go(device.page, path);
          note(await inspect(device, path, wrong));
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

test("what is suggested while somebody types is letters too", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const seen = await watch(device);
    const wrong = [];
    await device.signIn("empfang");
    await device.open(`/person/${of("waiting", "intake").person}/angaben/person-address-place`);
    const { places, neighbours } = await ask(device, "/api/organisation");
    const field = device.page.locator("#person-address-place");
    for (const { name } of [places[0], neighbours[0]]) {
      // As it is, and mistyped.
      for (const typed of [name, name.slice(0, -1)]) {
        await field.fill(typed);
        await device.page.locator(".place :is(.place__found, .notice, .place__mean, .field):visible").first().waitFor();
        note(await inspect(device, `the place ${typed}`, wrong));
      }
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(seen, []);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("what was written is read somewhere, letter by letter", () => {
  const written = told.words.filter(({ is_clothed }) => is_clothed).map(({ path }) => path);
  const unread = [...new Set(written)].filter((path) => !shown.has(path)).sort();
  assert.deepEqual(unread, Object.keys(NOWHERE).sort());
});

for (const login of [null, "caritas"]) {
  test(`no page runs what stands in its address, ${login ? `for ${login}` : "for a stranger"}`, async () => {
    const device = await Device.on(town, "desktop");
    try {
      const seen = await watch(device);
      const wrong = [];
      if (login) await device.signIn(login);
      for (const language of ["de", "en"]) {
        await device.speak(language);
        for (const path of REFLECTED) {
          await device.open(path);
          await settled(device.page);
          await inspect(device, path, wrong);
        }
      }
      // What the browser keeps for the app can be written by whoever sits before it.
      await device.page.evaluate((script) => ["language", "theme"].forEach((name) => localStorage.setItem(name, script)), SCRIPT);
      await device.open("/");
      await settled(device.page);
      await inspect(device, "what the browser keeps", wrong);
      assert.deepEqual(wrong, []);
      assert.deepEqual(seen, []);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}

test("a colleague whose name is a formula is text in the file of the log", async () => {
  const device = await Device.on(town, "desktop");
  try {
    await device.signIn("dsb");
    await device.open("/protokoll/gelesen");
    await device.page.locator("#log-found table").waitFor();
    const colleague = device.page.locator("#log-account option", { hasText: told.formula });
    await device.page.locator("#log-account").selectOption(await colleague.getAttribute("value"));
    await device.page.getByRole("button", { name: "Suchen" }).click();
    await device.page.locator("#log-found tbody th ~ td:visible", { hasText: told.formula }).first().waitFor();
    const [file] = await Promise.all([device.page.waitForEvent("download"), device.page.locator("#log-export").click()]);
    const text = readFileSync(await file.path(), "utf8").replace("\uFEFF", "");
    assert.ok(text.includes(`"'${told.formula.replaceAll('"', '""')}`), text.slice(0, 400));
    assert.doesNotMatch(text, /(^|,)"?[=+\-@\t\r]/m);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
