// Before the build: fonts under names that carry their content, and the style sheet that loads each only for the
// letters it has. Written to frontend/generated, which is never committed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(here, "node_modules");
const generated = join(here, "generated");

// Package, family, weights, and the parts of it that are needed.
const FONTS = [
  ["@fontsource/fira-sans", "Fira Sans", [400, 600], ["latin", "latin-ext"]],
  ["@fontsource/noto-sans-arabic", "Noto Sans Arabic", [400, 600], ["arabic"]],
];

if (!existsSync(packages)) {
  console.error("frontend/node_modules is missing: run `npm ci` in frontend, or `cargo xtask serve`.");
  process.exit(1);
}

const wanted = new Map();
let sheet = "";
for (const [name, family, weights, parts] of FONTS) {
  const folder = join(packages, name);
  const stem = name.split("/")[1];
  for (const weight of weights) {
    const described = readFileSync(join(folder, `${weight}.css`), "utf8");
    for (const part of parts) {
      const block = described.split("/* ").find((text) => text.startsWith(`${stem}-${part}-${weight}-normal `));
      const range = block && /unicode-range:\s*([^;]+);/.exec(block);
      if (!range) {
        console.error(`No letters are given for ${stem} ${part} ${weight}.`);
        process.exit(1);
      }
      const content = readFileSync(join(folder, "files", `${stem}-${part}-${weight}-normal.woff2`));
      const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
      const file = `${stem}-${part}-${weight}-${hash}.woff2`;
      wanted.set(file, content);
      sheet +=
        `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;` +
        `src:url("/fonts/${file}") format("woff2");unicode-range:${range[1].replaceAll(" ", "")}}\n`;
    }
  }
}

// Only what changed is written, so that a watching build does not start itself again.
function write(path, content) {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(content))) {
    writeFileSync(path, content);
  }
}
mkdirSync(join(generated, "fonts"), { recursive: true });
for (const file of readdirSync(join(generated, "fonts"))) {
  if (!wanted.has(file)) {
    rmSync(join(generated, "fonts", file));
  }
}
for (const [file, content] of wanted) {
  write(join(generated, "fonts", file), content);
}
write(join(generated, "fonts.css"), sheet);
