// Pictures of the screens, for docs/tour.md. Written only on request (TOUR=1), so that a test run changes no file.

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const TOUR = join(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))), "docs", "tour");

/** Takes a picture of what is open, under a name without an ending. */
export async function picture(device, name) {
  if (process.env.TOUR === "1") {
    mkdirSync(TOUR, { recursive: true });
    await device.page.evaluate(() => document.fonts.ready);
    await device.page.screenshot({ path: join(TOUR, `${name}.png`), animations: "disabled" });
  }
}
