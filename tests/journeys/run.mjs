// Runs the journeys: every file of `stories/`, or those whose name holds a word given on the command line.
//
// `cargo xtask test --only journeys` prepares what this needs and says where it is: TEST_SERVER is the server with the
// built app inside, TEST_CHROMIUM the browser. TOUR=1 writes the pictures of docs/tour.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2);
const stories = readdirSync(join(here, "stories"))
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .map((name) => join(here, "stories", name));
if (stories.length === 0) {
  console.error(`No story is called ${words.join(" or ")}.`);
  process.exit(1);
}
// One story at a time: two browsers and two servers on two cores measure each other's patience.
const flags = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
const ended = spawnSync(process.execPath, [...flags, ...stories], { stdio: "inherit", cwd: here });
process.exit(ended.status ?? 1);
