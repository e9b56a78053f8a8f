// The accessibility scan: WCAG 2.2 AA and axe's own good practices, in light and dark, in both languages.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Scans what is open and fails with every finding: rule, why, and where. */
export async function scan(device, name) {
  // A colour on its way from light to dark is neither.
  await device.page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  await device.page.evaluate(AXE);
  const found = await device.page.evaluate(
    (rules) => window.axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] }),
    RULES,
  );
  const findings = found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}\n    ${node.target.join(" ")}\n    ${node.failureSummary}`),
  );
  assert.deepEqual(findings, [], `${name}: ${findings.length} findings`);
}

/** Scans what is open in light and dark and both languages. Loads the page again for each. */
export async function scanEverywhere(device, name) {
  for (const language of ["en", "de"]) {
    await device.speak(language);
    for (const theme of ["dark", "light"]) {
      await device.light(theme);
      await scan(device, `${name}, ${language}, ${theme}`);
    }
  }
}
