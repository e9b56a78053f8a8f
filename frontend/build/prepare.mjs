// Before the build: fonts under names that carry their content, the style sheet that loads each only for the letters it
// has, and what the app uses of KERN's style sheet. Written to frontend/generated, which is never committed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import subsetFont from "subset-font";

import { trim } from "./trim.mjs";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(here, "node_modules");
const generated = join(here, "generated");

// Package, family, weights, and the parts of it that are needed.
const FONTS = [
  ["@fontsource/fira-sans", "Fira Sans", [400, 600], ["latin", "latin-ext"]],
  ["@fontsource/noto-sans-arabic", "Noto Sans Arabic", [400, 600], ["arabic"]],
];
/**
 * What German and English are written with, and the marks that keep a name in a sentence apart, which no face has. A face of
 * these alone is what the first screen needs of the Latin letters.
 */
const PLAIN = [[0x20, 0x7e], [0xa0], [0xb7], [0xc4], [0xd6], [0xdc], [0xdf], [0xe4], [0xf6], [0xfc], [0x2013], [0x2014],
  [0x2018, 0x201a], [0x201c, 0x201e], [0x2026], [0x2066, 0x2069], [0x2192]];

if (!existsSync(packages)) {
  console.error("frontend/node_modules is missing: run `npm ci` in frontend, or `cargo xtask serve`.");
  process.exit(1);
}

/** The letters of a style sheet's range, such as `U+0000-00FF,U+0131`. */
function lettersOf(range) {
  return range.split(",").flatMap((piece) => {
    const [from, to] = piece.trim().slice(2).split("-").map((digits) => parseInt(digits, 16));
    return lettersFrom(from, to ?? from);
  });
}

function lettersFrom(from, to = from) {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** Letters in order as the range of a style sheet. */
function rangeOf(letters) {
  const hex = (letter) => letter.toString(16).toUpperCase();
  const runs = [];
  for (const letter of letters) {
    const last = runs.at(-1);
    if (last && last[1] === letter - 1) {
      last[1] = letter;
    } else {
      runs.push([letter, letter]);
    }
  }
  return runs.map(([from, to]) => (from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`)).join(",");
}

/** Some letters of a face, without the forms of them that only special features ask for. */
function facePart(content, letters) {
  return subsetFont(content, String.fromCodePoint(...letters), { targetFormat: "woff2", noLayoutClosure: true });
}

const plain = new Set(PLAIN.flatMap(([from, to]) => lettersFrom(from, to)));
const wanted = new Map();
let sheet = "";
for (const [name, family, weights, parts] of FONTS) {
  const folder = join(packages, name);
  const stem = name.split("/")[1];
  for (const weight of weights) {
    const described = readFileSync(join(folder, `${weight}.css`), "utf8");
    for (const part of parts) {
      const block = described.split("/* ").find((text) => text.startsWith(`${stem}-${part}-${weight}-normal `));
      const given = block && /unicode-range:\s*([^;]+);/.exec(block);
      if (!given) {
        console.error(`No letters are given for ${stem} ${part} ${weight}.`);
        process.exit(1);
      }
      const content = readFileSync(join(folder, "files", `${stem}-${part}-${weight}-normal.woff2`));
      const faces = [];
      if (part === "latin") {
        const letters = lettersOf(given[1]).sort((one, other) => one - other);
        for (const [label, some] of [
          ["plain", letters.filter((letter) => plain.has(letter))],
          ["latin", letters.filter((letter) => !plain.has(letter))],
        ]) {
          faces.push([label, await facePart(content, some), rangeOf(some)]);
        }
      } else {
        faces.push([part, content, given[1].replaceAll(" ", "")]);
      }
      for (const [label, content, range] of faces) {
        const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
        const file = `${stem}-${label}-${weight}-${hash}.woff2`;
        wanted.set(file, content);
        sheet +=
          `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;` +
          `src:url("/fonts/${file}") format("woff2");unicode-range:${range}}\n`;
      }
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

/** The content of all files with an ending below a folder. */
function all(folder, ending) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(ending));
  return files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
}
// A class stands in the sources as a word of its own; a word too many costs a few bytes and breaks nothing.
const words = new Set(`${all(join(here, "src"), ".rs")}${readFileSync(join(here, "index.html"), "utf8")}`.match(/[\w-]+/g));
const kern = readFileSync(join(packages, "@kern-ux/native/dist/kern.min.css"), "utf8");
write(join(generated, "kern.css"), trim(kern, (name) => words.has(name), all(join(here, "styles"), ".css")));
