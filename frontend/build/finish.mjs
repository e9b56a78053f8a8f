// After the build: the parts of the app, its glue made small, the list of licences and the service worker. Works on the staging
// folder that Trunk then puts in the place of frontend/dist. `cargo xtask` compresses the files afterwards and weighs them.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { minify } from "terser";
import { generateSW } from "workbox-build";

const frontend = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = process.env.TRUNK_STAGING_DIR ?? join(frontend, "dist");
const isRelease = process.env.TRUNK_PROFILE === "release";

/** All files below a folder, as paths from it. */
function filesBelow(folder, under = folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path, under) : [relative(under, path)];
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** The licence texts that lie in a package's folder. */
function licenceTexts(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[sc]e|copying|notice|ofl)/i.test(name) && statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim());
}

/** What the app is made of, with licence and place, and each licence text once. */
function licences() {
  const parts = [];
  for (const name of ["@kern-ux/native", "@fontsource/fira-sans", "@fontsource/noto-sans-arabic", "workbox-build"]) {
    const folder = join(frontend, "node_modules", name);
    const described = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const place = described.repository?.url ?? described.homepage ?? "";
    parts.push({ name: `${name} ${described.version}`, licence: described.license, place, texts: licenceTexts(folder) });
  }
  const metadata = JSON.parse(
    execFileSync(
      process.env.CARGO ?? "cargo",
      ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", "wasm32-unknown-unknown"],
      { cwd: dirname(frontend), encoding: "utf8", maxBuffer: 1 << 28 },
    ),
  );
  const packages = new Map(metadata.packages.map((described) => [described.id, described]));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const app = metadata.packages.find((described) => described.name === "lueckenlos-frontend");
  const reached = new Set([app.id]);
  for (const id of reached) {
    for (const { pkg, dep_kinds } of nodes.get(id).deps) {
      if (dep_kinds.some(({ kind }) => kind === null)) {
        reached.add(pkg);
      }
    }
  }
  for (const id of reached) {
    const described = packages.get(id);
    if (described.source) {
      parts.push({
        name: `${described.name} ${described.version}`,
        licence: described.license ?? "",
        place: described.repository ?? "",
        texts: licenceTexts(dirname(described.manifest_path)),
      });
    }
  }
  parts.sort((one, other) => (one.name < other.name ? -1 : 1));
  const texts = new Map();
  let list = "";
  for (const { name, licence, place, texts: own } of parts) {
    const numbers = own.map((text) => {
      if (!texts.has(text)) {
        texts.set(text, texts.size + 1);
      }
      return texts.get(text);
    });
    list += `${name}\n  ${licence}\n  ${place}\n${numbers.length ? `  ${numbers.map((n) => `[${n}]`).join(" ")}\n` : ""}\n`;
  }
  let full = "";
  for (const [text, number] of texts) {
    full += `\n${"-".repeat(72)}\n[${number}]\n\n${text}\n`;
  }
  return `Lückenlos: EUPL-1.2\n\nBestandteile anderer; von Schriften und Stilvorlage nur das Gebrauchte / Parts by others; of fonts and style sheet only what is used:\n\n${list}${full}`;
}

/** The worker that keeps the app on the device. A new one waits until the app hands over to it. */
async function serviceWorker() {
  const policy = readFileSync(join(frontend, "build", "policy.txt"));
  // The page is kept together with its headers: another policy makes it another page.
  const page = createHash("sha256")
    .update(readFileSync(join(dist, "index.html")))
    .update(policy)
    .digest("hex")
    .slice(0, 32);
  const hashed = /-[0-9a-f]{12,64}([._/]|$)/;
  const { count, size, warnings, manifestEntries } = await generateSW({
    globDirectory: dist,
    globPatterns: ["**/*.{html,js,css,wasm,woff2,svg,png,webmanifest}"],
    globIgnores: ["sw.js", "licences.txt"],
    swDest: join(dist, "sw.js"),
    inlineWorkboxRuntime: true,
    mode: "production",
    sourcemap: false,
    skipWaiting: false,
    clientsClaim: true,
    cleanupOutdatedCaches: true,
    maximumFileSizeToCacheInBytes: 12e6,
    dontCacheBustURLsMatching: hashed,
    directoryIndex: null,
    navigateFallback: "/index.html",
    navigateFallbackDenylist: [/^\/api/, /^\/health/, /^\/licences\.txt/],
    modifyURLPrefix: { "": "/" },
    manifestTransforms: [
      (entries) => ({
        manifest: entries.map((entry) => (entry.url === "/index.html" ? { ...entry, revision: page } : entry)),
      }),
    ],
  });
  if (warnings.length > 0) {
    fail(`The service worker would not keep everything: ${warnings.join(" ")}`);
  }
  const worker = readFileSync(join(dist, "sw.js"), "utf8");
  const missing = filesBelow(dist).filter(
    (file) => (file.endsWith(".wasm") || file === "index.html") && !worker.includes(`/${file}`),
  );
  if (missing.length > 0 || !worker.includes("_bg.wasm")) {
    fail(`Missing in the service worker's list: ${missing.join(", ") || "the wasm file"}`);
  }
  console.log(`The service worker keeps ${count} files, ${Math.round(size / 1000)} KB (${manifestEntries?.length ?? count}).`);
}

/** What the page holds a file against before it runs it. */
const integrity = (content) => `sha384-${createHash("sha384").update(content).digest("base64")}`;

/** The glue between page and app without what only people read. Trunk's own minifier does not know all of it. */
async function withoutComments() {
  const index = join(dist, "index.html");
  let page = readFileSync(index, "utf8");
  for (const name of readdirSync(dist).filter((name) => /^lueckenlos-frontend-.*\.js$/.test(name))) {
    const file = join(dist, name);
    const written = readFileSync(file, "utf8");
    const { code } = await minify(written, { module: true });
    if (!page.includes(integrity(written))) {
      fail(`The page does not say what ${name} holds.`);
    }
    page = page.replaceAll(integrity(written), integrity(code));
    writeFileSync(file, code);
  }
  writeFileSync(index, page);
}

/** While developing nothing is kept: a worker of an earlier build removes itself. */
const LEAVING = `self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(
  self.registration.unregister().then(() => caches.keys()).then((names) => Promise.all(names.map((name) => caches.delete(name)))),
));
`;

if (!existsSync(join(dist, "index.html"))) {
  fail(`There is no page in ${dist}.`);
}
const parts = join(frontend, "generated", "parts");
for (const file of readdirSync(parts)) {
  copyFileSync(join(parts, file), join(dist, file));
}
if (isRelease) {
  await withoutComments();
  writeFileSync(join(dist, "licences.txt"), licences());
  await serviceWorker();
} else {
  writeFileSync(join(dist, "sw.js"), LEAVING);
}
