// A device: a browser with a profile that survives closing a tab, killing the browser and starting it again.

import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { PASSWORD } from "./town.mjs";

/** The three sizes every page must serve. */
export const SIZES = {
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: false },
  desktop: { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser. One that crashes before it shows a page says nothing of the app: it is started once more. */
async function launched(profile, options) {
  try {
    return await chromium.launchPersistentContext(profile, options);
  } catch {
    return await chromium.launchPersistentContext(profile, options);
  }
}

export class Device {
  #profile = mkdtempSync(join(tmpdir(), "lueckenlos-device-"));
  #size;
  #town;
  #context = null;
  /** Errors the pages reported; a journey ends with none. */
  errors = [];

  constructor(town, size) {
    this.#town = town;
    this.#size = size;
  }

  /** A device of a size (`tablet`, `desktop`, `phone`), switched on, with the app open. */
  static async on(town, size = "tablet") {
    const device = new Device(town, size);
    try {
      await device.switchOn();
    } catch (failure) {
      // Nobody gets this device to end it, and a browser left over would hold up the whole run.
      await device.end();
      throw failure;
    }
    return device;
  }

  /** Starts the browser with this device's profile and opens the app. */
  async switchOn(path = "/") {
    this.#context = await launched(this.#profile, {
      executablePath: process.env.TEST_CHROMIUM ?? "/usr/bin/chromium",
      args: FLAGS,
      locale: "de-DE",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      ...SIZES[this.#size],
    });
    this.#context.setDefaultTimeout(Number(process.env.TEST_PATIENCE ?? 30_000));
    this.page = this.#context.pages()[0] ?? (await this.#context.newPage());
    this.#listen(this.page);
    await this.page.goto(this.#town.address + path);
  }

  /** Loads a page of the app. */
  async open(path) {
    await this.page.goto(this.#town.address + path);
  }

  /** Opens the app in a new tab, as after closing the old one. */
  async newTab(path = "/") {
    const old = this.page;
    this.page = await this.#context.newPage();
    this.#listen(this.page);
    await old.close();
    await this.page.goto(this.#town.address + path);
  }

  /** Opens the app in a second tab beside the first; answers its page. */
  async otherTab(path = "/") {
    const page = await this.#context.newPage();
    this.#listen(page);
    await page.goto(this.#town.address + path);
    return page;
  }

  /** Opens a file of the same origin that is not the app: a place to change what the browser keeps, behind its back. */
  async behindTheApp() {
    const page = await this.#context.newPage();
    await page.goto(`${this.#town.address}/licences.txt`);
    return page;
  }

  /** A line to the browser's own tools for a page. */
  async tools(page = this.page) {
    return this.#context.newCDPSession(page);
  }

  /** Runs a script in every page of this device before anything of the app. */
  async before(script) {
    await this.#context.addInitScript(script);
  }

  /** Ends the browser without asking any page, as an empty battery does. */
  async kill() {
    const ended = new Promise((closed) => this.#context.once("close", closed));
    for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      if (commandLine(id).includes(`--user-data-dir=${this.#profile}`)) {
        process.kill(Number(id), "SIGKILL");
      }
    }
    await ended;
    this.#context = null;
  }

  /** Switches the device off for good. */
  async end() {
    await this.#context?.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  /** Signs in as one of the demo accounts. */
  async signIn(login) {
    await this.page.goto(`${this.#town.address}/anmelden`);
    await this.page.locator("#login").fill(login);
    await this.page.locator("#password").fill(PASSWORD);
    await this.page.locator("form button[type=submit]").click();
    await this.page.locator("#password").waitFor({ state: "detached" });
  }

  /** Chooses the language (`de`, `en`) as the app remembers it, and loads the page again. */
  async speak(language) {
    await this.#remember("language", language);
  }

  /** Chooses light or dark as the app remembers it, and loads the page again. */
  async light(theme) {
    await this.#remember("theme", theme);
  }

  async #remember(name, word) {
    await this.page.evaluate(([name, word]) => localStorage.setItem(name, word), [name, word]);
    await this.page.reload();
    await this.ready();
  }

  /** Waits until the app shows a page. */
  async ready() {
    await this.page.locator("h1").first().waitFor();
  }

  /** Bytes the browser fetched for what is open, as they came over the wire. */
  async fetched() {
    return this.page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce(
        (sum, entry) => sum + entry.encodedBodySize,
        0,
      ),
    );
  }

  #listen(page) {
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      // A refused connection is what a lost network looks like; everything else is ours.
      const isExpected = /ERR_CONNECTION_REFUSED|status of (401|403|404|409|422|429|503)/.test(message.text());
      // A server that was killed in the story also cuts what was on its way, at its beginning or in the middle.
      const isCut =
        this.#town.hasBeenCut &&
        /ERR_(CONNECTION_RESET|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)/.test(
          message.text(),
        );
      if (message.type() === "error" && !isExpected && !isCut) {
        this.errors.push(message.text());
      }
    });
  }
}

/** The command line of a process; nothing if it has ended meanwhile. */
function commandLine(id) {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
