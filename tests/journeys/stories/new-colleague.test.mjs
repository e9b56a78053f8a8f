// Somebody new: invited by a code on paper, sets a password and a second factor, sees what the role allows and no more,
// leaves, and sees nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Authenticator } from "../support/authenticator.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { PASSWORD, Town } from "../support/town.mjs";

const OWN = "Regen Brille Dachboden";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

/** What is read there, without the marks around names in a text. */
const plain = (text) => text.replaceAll(/[\u2066-\u2069]/g, "").replaceAll(/\s+/g, " ").trim();

/** The administrator's page of accounts, at a desk. */
async function office(of = town) {
  const device = await Device.on(of, "desktop");
  await device.signIn("admin");
  await device.page.locator("#main .account").first().waitFor();
  return device;
}

const card = (device, name) => device.page.locator("#main .account", { hasText: name });

/** Invites somebody as a case manager of the AWO; answers their code. */
async function invite(device, name, login) {
  const { page } = device;
  await page.getByRole("button", { name: "Person einladen" }).click();
  await page.locator("#invite-name:focus").waitFor();
  await page.locator("#invite-name").fill(name);
  await page.locator("#invite-login").fill(login);
  await page.locator("#invite-role").selectOption("case_manager");
  await page.locator("#invite-unit").selectOption("awo");
  await page.locator("#invite-post").selectOption("awo-1");
  await page.getByRole("button", { name: "Konto anlegen" }).click();
  await page.locator("#invited:focus").waitFor();
  // What the person needs to know, then what they do, in the order of doing it.
  await page.locator("#invited dl + p + ol + .code").waitFor();
  return page.locator("#invited .code").innerText();
}

/** Accepts an invitation with what stands on the sheet. */
async function accept(device, code, login) {
  const { page } = device;
  await device.open("/anmelden");
  await page.getByRole("link", { name: "Einladung annehmen" }).click();
  await page.locator("#code").fill(code.toLowerCase().replaceAll("-", " "));
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.locator("#password:focus").waitFor();
  assert.equal(await page.locator("#login").inputValue(), login);
  return page;
}

/** Gives name and password. */
async function enter(device, login, password) {
  await device.open("/anmelden");
  await device.page.locator("#login").fill(login);
  await device.page.locator("#password").fill(password);
  await device.page.locator("form button[type=submit]").click();
}

/** Gives a browser an authenticator for passkeys, which derives keys as well and whose owner confirms. */
async function withPasskeys(device) {
  const tools = await device.tools();
  await tools.send("WebAuthn.enable");
  await tools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
    },
  });
}

/** Somebody does not confirm, the next time they are asked. */
async function refuseOnce(device) {
  await device.page.evaluate(() => {
    const { get } = navigator.credentials;
    navigator.credentials.get = () => {
      navigator.credentials.get = get;
      return Promise.reject(new DOMException("not now", "NotAllowedError"));
    };
  });
}

/** Sets the app up where the page offers it; answers the app and the recovery codes. */
async function setUpApp(device) {
  const { page } = device;
  await page.getByRole("button", { name: "Authenticator-App einrichten" }).click();
  await page.locator("#totp-code:focus").waitFor();
  await page.locator("details summary", { hasText: "Schlüssel eintippen" }).click();
  const app = new Authenticator(await page.locator("details .code").innerText());
  await page.locator("#totp-code").fill("000000");
  await page.getByRole("button", { name: "Fertig einrichten" }).click();
  await page.locator("#totp-code-problem, #totp-code ~ *", { hasText: "stimmt nicht" }).first().waitFor();
  await page.locator("#totp-code").fill(app.code());
  await page.getByRole("button", { name: "Fertig einrichten" }).click();
  await page.locator("#recovery-codes:focus").waitFor();
  const codes = await page.locator("#recovery-codes li").allInnerTexts();
  assert.equal(codes.length, 10);
  return { app, codes };
}

test("somebody new is invited, sees only what the role allows, leaves and sees nothing", async () => {
  const admin = await office();
  const tablet = await Device.on(town, "tablet");
  await withPasskeys(tablet);
  try {
    await scanEverywhere(admin, "accounts");
    await picture(admin, "accounts");
    // What is missing is said at its field, and nothing is sent.
    await admin.page.getByRole("button", { name: "Person einladen" }).click();
    await admin.page.getByRole("button", { name: "Konto anlegen" }).click();
    await admin.page.locator("#invite-name:focus").waitFor();
    await scan(admin, "an invitation with problems");
    await admin.page.getByRole("button", { name: "Abbrechen" }).first().click();

    const code = await invite(admin, "Nele Beispiel", "n.beispiel");
    assert.match(code, /^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/);
    await scan(admin, "an invitation to be printed");
    await picture(admin, "invitation-sheet");
    await admin.page.getByRole("button", { name: "Fertig" }).click();
    await card(admin, "Nele Beispiel").getByText(/eingeladen, Code gilt bis/).waitFor();

    const page = await accept(tablet, code, "n.beispiel");
    await scan(tablet, "choosing a password");
    await page.locator("#password").fill("beispiel12345");
    await page.getByRole("button", { name: "Passwort speichern" }).click();
    await page.getByText("Zu leicht zu erraten").waitFor();
    await page.locator("#password").fill(OWN);
    await picture(tablet, "invitation");
    await page.getByRole("button", { name: "Passwort speichern" }).click();
    await page.getByText("Dein Passwort gilt").waitFor();

    await enter(tablet, "n.beispiel", OWN);
    await page.locator(".rail").waitFor();
    await tablet.open("/konto");
    await page.locator("#passkey-label").fill("Tablet");
    await page.getByRole("button", { name: "Passkey anlegen" }).click();
    await page.locator("#recovery-codes:focus").waitFor();
    await page.getByRole("button", { name: "Aufbewahrt, weiter" }).click();
    await page.locator("#main .rows__row", { hasText: "Tablet" }).waitFor();
    await scanEverywhere(tablet, "own account");
    await picture(tablet, "own-account");
    await page.locator("#main").getByRole("button", { name: "Abmelden" }).click();
    await page.locator("#login").waitFor();

    // The password alone is not enough any more; the tablet's owner confirms with the finger.
    await enter(tablet, "n.beispiel", OWN);
    await page.locator("#factor-passkey:focus").waitFor();
    await scan(tablet, "the second factor");
    await picture(tablet, "second-factor");
    await refuseOnce(tablet);
    await page.locator("#factor-passkey").click();
    await page.getByText("Der Passkey hat nicht unterschrieben").waitFor();
    await page.locator("#factor-passkey").click();
    await page.locator(".rail").waitFor();

    // What changes factors asks for password and factor once more. (The sign-in is too recent to be asked by itself.)
    await tablet.open("/konto");
    await page.route("**/api/factors/recovery", (route) => route.fulfill({
      status: 403,
      json: { problem: "not_allowed", because: "confirm" },
    }), { times: 1 });
    await page.getByRole("button", { name: "Neue Wiederherstellungscodes" }).click();
    await page.getByRole("button", { name: "Weiter" }).click();
    await page.getByText("Diese Angabe fehlt noch").first().waitFor();
    await page.locator("#confirm-factor-password").fill("falsch");
    await page.getByRole("button", { name: "Weiter" }).click();
    await page.locator("#confirm-factor-password-problem", { hasText: "Das stimmt nicht" }).waitFor();
    await page.locator("#confirm-factor-password").fill(OWN);
    await page.getByRole("button", { name: "Weiter" }).click();
    await page.locator("#confirm-factor-passkey:focus").waitFor();
    await scan(tablet, "password and factor once more");
    await picture(tablet, "confirm");
    await page.locator("#confirm-factor-code").fill("AAAA-AAAA-AAAA");
    await page.getByRole("button", { name: "Weiter" }).click();
    await page.locator("#confirm-factor-code-problem", { hasText: "Das stimmt nicht" }).waitFor();
    await refuseOnce(tablet);
    await page.locator("#confirm-factor-passkey").click();
    await page.getByText("Der Passkey hat nicht unterschrieben").waitFor();
    await page.locator("#confirm-factor-passkey").click();
    await page.locator("#recovery-codes:focus").waitFor();
    await page.getByRole("button", { name: "Aufbewahrt, weiter" }).click();

    // The work of the AWO's post, and nobody else's.
    await tablet.open("/faelle");
    await page.locator("#main a[href^='/fall/']").first().waitFor();
    await tablet.open("/konten");
    await page.getByText("Deine Rolle umfasst das nicht").waitFor();
    const refused = await page.evaluate(async () => (await fetch("/api/accounts")).status);
    assert.equal(refused, 403);

    // They leave: at once, also in the session that is open.
    await card(admin, "Nele Beispiel").getByRole("button", { name: "Heute beenden" }).click();
    await card(admin, "Nele Beispiel").locator(".rows__row--over").waitFor();
    await tablet.open("/faelle");
    await page.locator("#login").waitFor();
    assert.equal(await page.locator("#main a[href^='/fall/']").count(), 0);
    await enter(tablet, "n.beispiel", OWN);
    await page.getByText("Dein Konto hat heute keine Rolle").waitFor();

    // All of it stands in the list of changes, with names for the administrator.
    await admin.page.reload();
    const changes = admin.page.locator("#main section.card", { hasText: "Letzte Änderungen" }).locator("li");
    await changes.first().waitFor();
    const lines = (await changes.locator("p:first-child").allInnerTexts()).map(plain);
    assert.match(lines[0], /^Nele Beispiel: Rolle beendet/);
    assert.match(lines[1], /^Nele Beispiel: neue Wiederherstellungscodes/);
    assert.match(lines[2], /^Nele Beispiel: Passkey angelegt/);
    assert.match(lines[3], /^Nele Beispiel: Einladung angenommen/);
    assert.match(lines[4], /^Nele Beispiel: Rolle gegeben \(Fallmanagement, Arbeiterwohlfahrt/);
    assert.match(lines[5], /^Nele Beispiel: Konto angelegt/);
    assert.deepEqual([...admin.errors, ...tablet.errors], []);
  } finally {
    await admin.end();
    await tablet.end();
  }
});

test("one's own sessions are listed and ended, and a changed password ends the others", async () => {
  const here = await Device.on(town, "desktop");
  const there = await Device.on(town, "phone");
  try {
    for (const device of [here, there]) await device.signIn("diakonie");
    await here.open("/konto");
    const sessions = here.page.locator("#main section.card", { hasText: "Wo du angemeldet bist" }).locator("li");
    await sessions.nth(1).waitFor();
    assert.match(await sessions.first().innerText(), /dieses Gerät/);
    await sessions.nth(1).getByRole("button", { name: "Beenden" }).click();
    await sessions.nth(1).waitFor({ state: "detached" });
    await there.open("/faelle");
    await there.page.locator("#login").waitFor();

    await there.signIn("diakonie");
    // Nothing stands in the way of password managers, and nobody reads over a shoulder.
    for (const [field, word] of [["#password-current", "current-password"], ["#password-new", "new-password"]]) {
      const input = here.page.locator(field);
      assert.deepEqual([await input.getAttribute("type"), await input.getAttribute("autocomplete")], ["password", word]);
      const isTaken = await input.evaluate((element) =>
        element.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: new DataTransfer() })),
      );
      assert.ok(isTaken, `${field} refuses pasting`);
    }
    await here.page.locator("#password-current").fill("falsch");
    await here.page.locator("#password-new").fill(OWN);
    await here.page.getByRole("button", { name: "Passwort ändern" }).click();
    await here.page.getByText("Das stimmt nicht").waitFor();
    await here.page.locator("#password-current").fill(PASSWORD);
    await here.page.getByRole("button", { name: "Passwort ändern" }).click();
    await here.page.getByText("Dein Passwort ist geändert").waitFor();
    await there.open("/faelle");
    await there.page.locator("#login").waitFor();
    await enter(there, "diakonie", OWN);
    await there.page.locator("#password").waitFor({ state: "detached" });
    assert.deepEqual([...here.errors, ...there.errors], []);
  } finally {
    await here.end();
    await there.end();
  }
});

test("where a role asks for a second factor, nothing else is shown before it is there", async () => {
  const strict = await Town.start({ SECOND_FACTOR: "administrator" });
  const device = await Device.on(strict, "desktop");
  try {
    await device.signIn("admin");
    const { page } = device;
    await page.getByRole("heading", { name: "Zweiter Faktor" }).first().waitFor();
    assert.equal(await page.locator("#main .account").count(), 0);
    assert.equal(await page.locator("nav a[href='/konten']").count(), 0);
    await device.open("/konten");
    await page.getByRole("heading", { name: "Zweiter Faktor" }).first().waitFor();
    await scanEverywhere(device, "a second factor that is required");
    await picture(device, "factor-required");
    const { app, codes } = await setUpApp(device);
    await picture(device, "recovery-codes");
    await page.getByRole("button", { name: "Aufbewahrt, weiter" }).click();
    await page.locator("#main .account").first().waitFor();

    // From now on the password alone is not enough.
    await device.open("/konto");
    await page.locator("#main").getByRole("button", { name: "Abmelden" }).click();
    await enter(device, "admin", PASSWORD);
    await page.locator("#factor-code:focus").waitFor();
    await page.locator("#factor-code").fill("000000");
    await page.getByRole("button", { name: "Anmelden" }).click();
    await page.getByText("Dieser Code stimmt nicht").waitFor();
    await page.locator("#factor-code").fill(app.code());
    await page.getByRole("button", { name: "Anmelden" }).click();
    await page.locator("#main .account").first().waitFor();

    // The telephone is gone: a recovery code lets in, once.
    await device.open("/konto");
    await page.locator("#main").getByRole("button", { name: "Abmelden" }).click();
    for (const isFirst of [true, false]) {
      await enter(device, "admin", PASSWORD);
      await page.getByRole("button", { name: /Wiederherstellungscode benutzen/ }).click();
      await page.locator("#factor-code").fill(codes[0].toLowerCase());
      await page.getByRole("button", { name: "Anmelden" }).click();
      if (isFirst) {
        await page.locator("#main .account").first().waitFor();
        await device.open("/konto");
        await page.getByText(/9\S? Wiederherstellungscodes sind noch übrig/).waitFor();
        await page.locator("#main").getByRole("button", { name: "Abmelden" }).click();
      } else {
        await page.getByText("Dieser Code stimmt nicht").waitFor();
      }
    }
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
    await strict.end();
  }
});
