// The end of a session: warned before, and what was typed is there again after signing in. And a new version of the app,
// which never interrupts somebody who writes. Time is the browser's own, moved by hand.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan } from "../support/axe.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { PASSWORD, Town } from "../support/town.mjs";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("somebody who is idle is warned and can go on; when the session has ended the work is still there", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await page.clock.install();
    await device.signIn("empfang");
    await page.goto(`${town.address}/zettel`);
    await page.locator("#slip-concern").fill("Brief vom Jobcenter");
    const session = await page.evaluate(async () => (await fetch("/api/session", { headers: { "X-Lueckenlos": "1" } })).json());
    const idle = session.idle_until - session.server_time;
    const warning = page.locator(".notice--warning", { hasText: "gleich abgemeldet" });
    assert.equal(await warning.isVisible(), false);
    await page.clock.fastForward(idle - 60_000);
    await warning.waitFor();
    await scan(device, "the warning");
    await page.getByRole("button", { name: "Angemeldet bleiben" }).click();
    await warning.waitFor({ state: "hidden" });

    // The server ends it: the next answer says so.
    await page.context().clearCookies();
    await page.clock.fastForward(idle + 60_000);
    await page.locator("#login").waitFor();
    await page.locator(".notice--warning", { hasText: "Was du getippt hast, ist noch da" }).waitFor();
    assert.equal(await page.locator("#slip-concern").isVisible(), false);
    await scan(device, "the sign-in page after the end of a session");
    await picture(device, "sitzung-beendet");
    await page.locator("#login").fill("empfang");
    await page.locator("#password").fill(PASSWORD);
    await page.locator("form:has(#password) button[type=submit]").click();
    await page.locator("#slip-concern").waitFor();
    assert.equal(await page.locator("#slip-concern").inputValue(), "Brief vom Jobcenter");
    assert.match(await page.title(), /Kontaktzettel/);
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

/** A browser in which a new version can be made to wait; what the app tells it is written down. */
const FAKE_WORKER = () => {
  const registration = new EventTarget();
  Object.assign(registration, { waiting: null, installing: null, update: async () => {} });
  const container = new EventTarget();
  Object.assign(container, { controller: {}, register: async () => registration, ready: Promise.resolve(registration) });
  Object.defineProperty(navigator, "serviceWorker", { value: container, configurable: true });
  window.told = [];
  window.newVersion = () => {
    const worker = new EventTarget();
    registration.installing = worker;
    registration.dispatchEvent(new Event("updatefound"));
    worker.postMessage = (message) => window.told.push(message.type);
    registration.installing = null;
    registration.waiting = worker;
    worker.dispatchEvent(new Event("statechange"));
  };
  window.handOver = () => container.dispatchEvent(new Event("controllerchange"));
};

test("a new version waits until nobody writes, and is taken at a press", async () => {
  const device = await Device.on(town, "desktop");
  try {
    const { page } = device;
    await page.addInitScript(FAKE_WORKER);
    await page.clock.install();
    await page.goto(`${town.address}/kontakt`);
    await page.locator("#contact-text").fill("Ein halber Satz");
    const offer = page.locator(".notice", { hasText: "Eine neue Version steht bereit" });
    await page.evaluate(() => window.newVersion());
    // Also when the cursor has left the field: the form still holds something.
    await page.clock.runFor(10_000);
    assert.equal(await offer.isVisible(), false);
    await page.locator("#contact-text").blur();
    await page.clock.runFor(10_000);
    assert.equal(await offer.isVisible(), false);
    assert.deepEqual(await page.evaluate(() => window.told), []);

    await page.locator("#contact-text").fill("");
    await page.locator("#contact-text").blur();
    await page.clock.runFor(10_000);
    await offer.waitFor();
    await scan(device, "a new version is offered");
    await page.getByRole("button", { name: "Jetzt laden" }).click();
    assert.deepEqual(await page.evaluate(() => window.told), ["SKIP_WAITING"]);
    const loaded = page.waitForEvent("load");
    await page.evaluate(() => window.handOver());
    await loaded;
    await page.locator("#contact-text").waitFor();
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

for (const size of Object.keys(SIZES)) {
  test(`signing out is at hand on every page, on a ${size}`, async () => {
    for (const login of ["empfang", "caritas", "koordination", "leitung", "steuerung", "admin", "dsb"]) {
      const device = await Device.on(town, size);
      try {
        await device.signIn(login);
        const { page } = device;
        const pages = await page.locator("nav a[href^='/']").evaluateAll((all) => [...new Set(all.map((one) => one.pathname))]);
        assert.ok(pages.length >= 2, `${login} sees ${pages}`);
        for (const path of pages) {
          await device.open(path);
          await page.locator("a[href='/konto']:visible").first().waitFor();
        }
        await page.locator("a[href='/konto']:visible").first().click();
        await page.getByRole("button", { name: "Abmelden" }).click();
        await page.locator("#login").waitFor();
        const asked = await page.request.get(`${town.address}/api/session`, { headers: { "X-Lueckenlos": "1" } });
        assert.equal(asked.status(), 401, login);
      } finally {
        await device.end();
      }
    }
  });
}
