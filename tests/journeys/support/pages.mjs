// Every page of the app, taken from where the app itself lists its addresses: a new page is visited without anybody adding it
// here.

import { readFileSync } from "node:fs";

const SOURCES = new URL("../../../frontend/src/", import.meta.url);

function source(path) {
  return readFileSync(new URL(path, SOURCES), "utf8");
}

/** The sides of a page with tabs, as they stand in its address. */
function sides(path) {
  const found = [...source(path).matchAll(/^ {4}\("([a-z]+)", "[a-z]+-tab-[a-z]+"\),$/gm)].map(([, side]) => side);
  if (found.length === 0) throw new Error(`${path} lists no sides`);
  return found;
}

/** The addresses as the app lists them, with `:name` where something is to be put in. */
export function routes() {
  const found = [...source("routes.rs").matchAll(/#\[at\("([^"]+)"\)\]/g)].map(([, route]) => route);
  if (found.length < 30) throw new Error(`routes.rs lists ${found.length} addresses`);
  return found;
}

/**
 * Every address, once for each of what it can be about: `about` gives the values for a name (`person`, `case`, `other`, `at`,
 * `filter`, ...). Sides of pages with tabs are known.
 */
export function addresses(about) {
  const known = { tab: sides("case/file.rs"), side: sides("audit/page.rs"), ...about };
  return routes().flatMap((route) => filled(route, known));
}

function filled(route, known) {
  const name = route.match(/:([a-z]+)/)?.[1];
  if (!name) return [route];
  const values = known[name];
  if (!values) throw new Error(`nobody said what :${name} of ${route} can be`);
  return values.flatMap((value) => filled(route.replace(`:${name}`, () => encodeURIComponent(value)), known));
}
