// What the app takes in a browser, measured: started by `cargo xtask bench`, which serves a crowd and says where. Each
// figure goes to the standard output as a line of JSON; what was promised of it is the caller's to compare.
//
// MEASURE_ADDRESS is the server, MEASURE_SERVER its process, which is killed when the network is to be gone;
// MEASURE_LOGIN a case manager, MEASURE_CASES a file with the ids of their cases.

import { readFileSync } from "node:fs";

import { Device } from "./support/device.mjs";
import { follow, setUp, unlock, untilCached } from "./support/tablet.mjs";

const town = { address: process.env.MEASURE_ADDRESS, hasBeenCut: false };
const login = process.env.MEASURE_LOGIN;
const cases = JSON.parse(readFileSync(process.env.MEASURE_CASES, "utf8"));

/** How many times slower the page's own thread runs than this machine's. */
const SLOWER = 4;
/** A slow mobile network, for the first visit. */
const SLOW_NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };
/** Starts of the app, each of which counts. */
const STARTS = 5;
/** How long the app waits after a key before it searches. */
const PAUSE = 200;
/** The cases of one case manager, as a rule; all of them are taken along. */
const USUAL = 50;
/** Others in the household of whoever is typed in. */
const FAMILY = 5;

function say(row, figures) {
  process.stdout.write(`${JSON.stringify({ row, ...figures })}\n`);
}

/** The protocol of the browser for what is open. */
function protocol(device) {
  return device.page.context().newCDPSession(device.page);
}

async function slow(device) {
  await (await protocol(device)).send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
}

/** When something first stood on the screen, in milliseconds since the page was asked for. */
async function shown(page, selector) {
  return page.evaluate(
    (selector) =>
      new Promise((seen) => {
        const look = () => {
          if (document.querySelector(selector)) {
            // After the frame in which it is there.
            requestAnimationFrame(() => setTimeout(() => seen(performance.now())));
            return true;
          }
          return false;
        };
        if (!look()) {
          const watch = new MutationObserver(() => look() && watch.disconnect());
          watch.observe(document, { childList: true, subtree: true });
        }
      }),
    selector,
  );
}

/** Lets the device take along these cases, as if each had been chosen by hand and the case manager had no others. */
function takeAlong(device, chosen) {
  return device.page.context().addInitScript((chosen) => {
    const fetch = window.fetch.bind(window);
    window.fetch = async (asked, init) => {
      // A request is not made anew from one that is sent as it is: that would use up its body.
      const { url, method, headers } = asked instanceof Request ? asked : new Request(asked, init);
      const { pathname } = new URL(url);
      if (pathname === "/api/pack") {
        return fetch(url, { method, headers, body: JSON.stringify({ chosen }) });
      }
      const answer = await fetch(asked, init);
      if (pathname !== "/api/cases/all" || !answer.ok) {
        return answer;
      }
      const list = await answer.json();
      const cases = list.cases.filter(({ case: id }) => chosen.includes(id));
      return new Response(JSON.stringify({ ...list, cases, total: cases.length }), answer);
    };
  }, chosen);
}

/** A tablet of the case manager with these cases on it; answers it and its words. */
async function tablet(chosen) {
  const device = await Device.on(town, "tablet");
  await takeAlong(device, chosen);
  await device.signIn(login);
  const words = await setUp(device);
  await untilCached(device);
  return { device, words };
}

/** The first visit over a slow network, by a browser that knows nothing. */
async function firstVisit() {
  const times = [];
  let bytes = 0;
  for (let start = 0; start < STARTS; start += 1) {
    const device = await Device.on({ ...town, address: "about:blank#" }, "tablet");
    try {
      const channel = await protocol(device);
      await channel.send("Network.enable");
      await channel.send("Network.emulateNetworkConditions", SLOW_NETWORK);
      await channel.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
      await device.page.goto(`${town.address}/`, { waitUntil: "commit" });
      times.push(await shown(device.page, "#login"));
      bytes = Math.max(bytes, await device.fetched());
    } finally {
      await device.end();
    }
  }
  say("first-visit", { times, bytes });
}

/** Typing into the longest form: how long each key takes until it is painted, and what blocked the page meanwhile. */
async function typing({ device }) {
  const { page } = device;
  await follow(device, "/suche");
  await page.locator("#person-search").fill("Messwert Beispielhaft 1990");
  await page.locator("#new-person:not([aria-disabled])").click();
  await page.locator("#person-family-name").waitFor();
  // As long as it gets in a talk: a family.
  for (let member = 1; member <= FAMILY; member += 1) {
    await page.locator("#person-household").click();
    await page.locator(".household__one").nth(member - 1).waitFor();
  }
  await slow(device);
  await page.evaluate(() => {
    window.measured = { keys: [], blocked: [] };
    const keep = (list, which) => (entries) => {
      for (const entry of entries.getEntries().filter(which)) {
        list.push(entry.duration);
      }
    };
    const isKey = ({ name }) => ["keydown", "keypress", "input", "keyup"].includes(name);
    new PerformanceObserver(keep(window.measured.keys, isKey)).observe({ type: "event", durationThreshold: 16 });
    new PerformanceObserver(keep(window.measured.blocked, () => true)).observe({ type: "longtask" });
  });
  // No blanks: one at the end of a line is not seen, so no frame is drawn for it, and the browser counts on until the
  // next key is painted.
  const text = "Al-Hassan-Mohammad-aus-Opladen";
  for (const field of ["#person-family-name", "#person-given-name"]) {
    await page.locator(field).focus();
    await page.keyboard.type(text, { delay: 120 });
  }
  const { keys, blocked } = await page.evaluate(async () => {
    await new Promise((later) => setTimeout(later, 500));
    return window.measured;
  });
  // What is quicker than 16 ms is not told by the browser.
  say("typing", { keys: text.length * 2, slow: keys, blocked });
}

/** Starting the app without a network, until the day's cases are there. Typing the four words is not counted. */
async function start({ device, words }) {
  const times = [];
  for (let turn = 0; turn < STARTS; turn += 1) {
    await device.newTab("/heute");
    await slow(device);
    await device.page.goto(`${town.address}/heute`, { waitUntil: "commit" });
    const locked = await shown(device.page, "#words");
    await device.page.locator("#words").fill(words);
    const opened = await device.page.evaluate(async () => {
      const button = document.querySelector("#unlock form button[type=submit]");
      const began = performance.now();
      button.click();
      return new Promise((seen) => {
        const watch = new MutationObserver(() => {
          if (document.querySelector(".need, .visit")) {
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => seen(performance.now() - began)));
          }
        });
        watch.observe(document, { childList: true, subtree: true });
      });
    });
    times.push(locked + opened);
  }
  say("start", { times });
}

/** The search over everybody on the device, from the end of the pause after a key to the hits on the screen. */
async function search({ device, words }) {
  const { page } = device;
  await device.open("/suche");
  await unlock(device, words);
  await page.locator("#person-search").waitFor();
  const times = [];
  // The first opens what is packed, which is begun with the page.
  for (const text of ["Yusuf", "Mohammad", "Muhamed Alhasan", "Oleksandr", "Tesfay 1990", "Ali", "Schewtschenko"]) {
    times.push(
      await page.evaluate(
        ([text, pause]) =>
          new Promise((seen) => {
            const said = document.querySelector(".search__said");
            let isSearching = false;
            const watch = new MutationObserver(() => {
              if (!isSearching) {
                // The first change says that it searches, the next what it found.
                isSearching = true;
              } else {
                watch.disconnect();
                requestAnimationFrame(() => setTimeout(() => seen(performance.now() - began - pause)));
              }
            });
            watch.observe(said, { childList: true, subtree: true, characterData: true });
            const field = document.querySelector("#person-search");
            Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
            const began = performance.now();
            field.dispatchEvent(new InputEvent("input", { bubbles: true }));
          }),
        [text, PAUSE],
      ),
    );
  }
  say("search", { first: times.shift(), times, people: cases.length });
}

const devices = [];
try {
  await firstVisit();
  const usual = await tablet(cases.slice(0, USUAL));
  devices.push(usual.device);
  const full = await tablet(cases);
  devices.push(full.device);
  await typing(usual);
  process.kill(Number(process.env.MEASURE_SERVER), "SIGKILL");
  town.hasBeenCut = true;
  await start(usual);
  await search(full);
} finally {
  for (const device of devices) {
    await device.end();
  }
}
