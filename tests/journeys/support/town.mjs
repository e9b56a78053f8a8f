// The real server with the demo town, in a folder of its own. It can be stopped and started again at the same address:
// that is how a journey loses its network, because the browser's own offline switch does not reach service workers.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const SERVER = process.env.TEST_SERVER;
const PATIENCE = 60_000;

/** The password of every demo account. */
export const PASSWORD = "demo-lueckenlos";

export class Town {
  #folder = mkdtempSync(join(tmpdir(), "lueckenlos-journey-"));
  #process = null;
  #log = "";
  port = 0;
  /** Whether the story has stopped the server at least once. */
  hasBeenCut = false;

  /** Settings beside those of every story, by their names. */
  #settings;

  constructor(settings = {}) {
    this.#settings = settings;
  }

  /** The demo town, served on a free port; `settings` are the server's own, like `{ SECOND_FACTOR: "all" }`. */
  static async start(settings = {}) {
    if (!SERVER) {
      throw new Error("TEST_SERVER does not say where the server is: use `cargo xtask test --only journeys`.");
    }
    const town = new Town(settings);
    await town.prepare();
    await town.resume();
    return town;
  }

  /** A town in which every text that can be written is script, served; `told` says who and what is in it. */
  static async hostile() {
    const town = new Town();
    const writer = join(dirname(SERVER), "hostile-town");
    const ended = spawnSync(writer, [town.#folder], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    if (ended.status !== 0) {
      throw new Error(`${writer}: ${ended.error ?? ended.stderr}`);
    }
    town.told = JSON.parse(ended.stdout);
    town.port = await freePort();
    await town.resume();
    return town;
  }

  /** Finds a free port and makes the demo town, which is not served yet. */
  async prepare() {
    this.port = await freePort();
    this.run("migrate");
    this.run("seed", "--demo");
  }

  /** Sets more settings, before the server starts. */
  set(settings) {
    this.#settings = { ...this.#settings, ...settings };
  }

  /** Where the app is: localhost, because browsers trust it with keys and service workers. */
  get address() {
    return `http://localhost:${this.port}`;
  }

  /** What the server logged so far. */
  get log() {
    return this.#log;
  }

  /** Runs a command of the server to its end and answers with what it printed. */
  run(...words) {
    const ended = spawnSync(SERVER, words, { env: this.#surroundings(), cwd: this.#folder, encoding: "utf8" });
    if (ended.status !== 0) {
      throw new Error(`lueckenlos ${words.join(" ")}: ${ended.stdout}${ended.stderr}`);
    }
    return ended.stdout;
  }

  /** Stops the server: from now on there is no network. */
  async cut() {
    this.hasBeenCut = true;
    const running = this.#process;
    this.#process = null;
    if (running) {
      running.kill("SIGKILL");
      await new Promise((ended) => running.once("exit", ended));
    }
  }

  /** Starts the server again where it was, if it was stopped. */
  async resume() {
    if (this.#process) {
      return;
    }
    const running = spawn(SERVER, ["serve"], { env: this.#surroundings(), cwd: this.#folder, stdio: ["ignore", "ignore", "pipe"] });
    this.#process = running;
    const before = this.#log.length;
    await new Promise((listening, failed) => {
      const late = setTimeout(() => failed(new Error(`the server does not listen:\n${this.#log}`)), PATIENCE);
      running.stderr.setEncoding("utf8");
      running.stderr.on("data", (said) => {
        this.#log += said;
        if (this.#log.includes("listening", before)) {
          clearTimeout(late);
          listening();
        }
      });
      running.once("exit", (code) => {
        clearTimeout(late);
        failed(new Error(`the server ended with ${code}:\n${this.#log}`));
      });
    });
  }

  /** Stops the server and removes what it wrote. */
  async end() {
    await this.cut();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #surroundings() {
    const given = Object.entries(process.env).filter(([name]) => !name.startsWith("LUECKENLOS_"));
    return {
      ...Object.fromEntries(given),
      DATABASE_URL: `sqlite://${join(this.#folder, "town.sqlite")}`,
      LUECKENLOS_LISTEN: `127.0.0.1:${this.port}`,
      ...Object.fromEntries(Object.entries(this.#settings).map(([name, value]) => [`LUECKENLOS_${name}`, value])),
    };
  }
}

function freePort() {
  return new Promise((found, failed) => {
    const listener = createServer();
    listener.once("error", failed);
    listener.listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => found(port));
    });
  });
}
