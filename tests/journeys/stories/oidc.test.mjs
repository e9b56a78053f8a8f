// The town has a sign-in service of its own: somebody links their account to it, signs out and in again with its button;
// somebody whom it knows and nobody here does is told whom to ask; and who calls it off, or finds it away, gets in as ever.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { Authenticator } from "../support/authenticator.mjs";
import { Device } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { CLIENT, SignInService } from "../support/provider.mjs";
import { PASSWORD, Town } from "../support/town.mjs";

let town;
let service;
before(async () => {
  town = new Town();
  await town.prepare();
  service = await SignInService.start(`${town.address}/api/session/provider/callback`);
  town.set({
    OIDC_ISSUER: service.issuer,
    OIDC_CLIENT_ID: CLIENT,
    OIDC_NAME: "Stadtkonto",
    OIDC_NAME_ENGLISH: "Town account",
  });
  await town.resume();
});
after(async () => {
  await town?.end();
  await service?.end();
});

const button = (device) => device.page.getByRole("button", { name: /Mit \S*Stadtkonto\S* anmelden/ });
const main = (device, name) => device.page.locator("#main").getByRole("button", { name });

/** Who sat there before signs out at the service, which is another site than the town's server. */
const forget = (device) => device.page.context().clearCookies({ domain: "127.0.0.1" });

/** Leaves from one's own account; the page for signing in offers the service. */
async function leave(device) {
  await device.open("/konto");
  await main(device, "Abmelden").click();
  await button(device).waitFor();
}

test("somebody links their account, leaves, and signs in with the town's service", async () => {
  const device = await Device.on(town, "tablet");
  const { page } = device;
  try {
    await button(device).waitFor();
    await scanEverywhere(device, "signing in with a service");
    await picture(device, "sign-in-with-service");
    await device.signIn("awo");
    await device.open("/konto");
    service.person = "maria-17";
    await main(device, /Mit \S*Stadtkonto\S* verknüpfen/).click();
    await page.getByText("Dein Konto ist verknüpft.").waitFor();
    assert.equal(new URL(page.url()).search, "", "the address says nothing any more");
    await scanEverywhere(device, "own account, linked");
    await leave(device);

    await button(device).click();
    await page.locator(".rail").waitFor();
    assert.equal(new URL(page.url()).pathname === "/anmelden", false);
    await device.open("/konto");
    await page.getByText(/Zuletzt hast du dich damit angemeldet/).waitFor();

    // With a second factor of ours: it is asked after the service.
    await main(device, "Authenticator-App einrichten").click();
    // The service let them in without a password: what changes factors asks for it.
    await page.locator("#confirm-factor-password").fill(PASSWORD);
    await page.getByRole("button", { name: "Weiter", exact: true }).click();
    await page.locator("#totp-code:focus").waitFor();
    await page.locator("details summary", { hasText: "Schlüssel eintippen" }).click();
    const app = new Authenticator(await page.locator("details .code").innerText());
    await page.locator("#totp-code").fill(app.code());
    await main(device, "Fertig einrichten").click();
    await main(device, "Aufbewahrt, weiter").click();
    await leave(device);
    await button(device).click();
    await page.locator("#factor-code:focus").waitFor();
    await page.locator("#factor-code").fill(app.code());
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await page.locator(".rail").waitFor();
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("whom nobody knows here is told whom to ask, and an administrator ends a link", async () => {
  const device = await Device.on(town, "desktop");
  const { page } = device;
  try {
    service.person = "somebody-else";
    await button(device).click();
    await page.getByText(/Mit diesem Zugang ist hier kein Konto verknüpft.*frag die Administration/).waitFor();
    await scan(device, "somebody unknown");
    await picture(device, "sign-in-unknown");
    await page.reload();
    await button(device).waitFor();
    assert.equal(await page.getByText("kein Konto verknüpft").isVisible(), false, "it is said once");

    await forget(device);
    service.person = null;
    await button(device).click();
    await page.getByText("Die Anmeldung dort wurde abgebrochen.").waitFor();

    await device.speak("en");
    service.person = "somebody-else";
    await page.getByRole("button", { name: /Sign in with \S*Town account/ }).click();
    await page.getByText(/No account here is linked.*ask the administration/).waitFor();
    await device.speak("de");

    await device.signIn("admin");
    const awo = page.locator("#main .account", { hasText: "mit dem Anmeldedienst der Stadt verknüpft" }).filter({ visible: true });
    const unlink = page.locator("#main .account").getByRole("button", { name: "Verknüpfung lösen" }).filter({ visible: true });
    await awo.first().waitFor();
    await unlink.click();
    await unlink.waitFor({ state: "detached" });
    await page.getByText("Verknüpfung mit dem Anmeldedienst gelöst").first().waitFor();
    await leave(device);
    await forget(device);
    service.person = "maria-17";
    await button(device).click();
    await page.getByText(/Mit diesem Zugang ist hier kein Konto verknüpft/).waitFor();
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});

test("while the service is away, name and password go as ever", async () => {
  const device = await Device.on(town, "phone");
  const { page } = device;
  try {
    await button(device).waitFor();
    await service.end();
    service = null;
    await button(device).click();
    await page.getByText("Der Anmeldedienst antwortet gerade nicht.").waitFor();
    await scan(device, "the service is away");
    await page.locator("#login").fill("caritas");
    await page.locator("#password").fill(PASSWORD);
    await page.locator("form button[type=submit]").click();
    await page.locator("#password").waitFor({ state: "detached" });
    assert.deepEqual(device.errors, []);
  } finally {
    await device.end();
  }
});
