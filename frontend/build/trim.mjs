// Leaves in a style sheet what the app can use of it: KERN has 300 KB for widgets of which the app has its own.

/** The end of the block or string that begins at `at`. */
function endOf(css, at) {
  let depth = 0;
  for (let place = at; place < css.length; place += 1) {
    const sign = css[place];
    if (sign === "\\") {
      place += 1;
    } else if (sign === '"' || sign === "'") {
      const end = css.indexOf(sign, place + 1);
      place = end < 0 ? css.length : end;
    } else if (sign === "{") {
      depth += 1;
    } else if (sign === "}") {
      depth -= 1;
      if (depth === 0) {
        return place + 1;
      }
    } else if (sign === ";" && depth === 0) {
      return place + 1;
    }
  }
  return css.length;
}

/** The pieces between signs that stand outside of brackets and strings. */
function split(text, sign) {
  const pieces = [""];
  let depth = 0;
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at];
    if (one === "\\") {
      pieces[pieces.length - 1] += one + (text[(at += 1)] ?? "");
      continue;
    }
    if (quote) {
      quote = one === quote ? "" : quote;
    } else if (one === '"' || one === "'") {
      quote = one;
    } else if (one === "(" || one === "[") {
      depth += 1;
    } else if (one === ")" || one === "]") {
      depth -= 1;
    } else if (one === sign && depth === 0) {
      pieces.push("");
      continue;
    }
    pieces[pieces.length - 1] += one;
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

/** A sheet as a list of rules: `{ head, inner }` for a block with rules in it, `{ head, lines }` for one with declarations. */
function parse(css) {
  const rules = [];
  let at = 0;
  while (at < css.length) {
    const end = endOf(css, at);
    const whole = css.slice(at, end).trim();
    at = end;
    const open = whole.indexOf("{");
    if (open < 0) {
      if (whole !== "") {
        rules.push({ head: whole, lines: null });
      }
      continue;
    }
    const head = whole.slice(0, open).trim();
    const content = whole.slice(open + 1, -1);
    if (/^@(media|supports|layer|container|keyframes)/.test(head)) {
      rules.push({ head, inner: parse(content) });
    } else {
      rules.push({ head, lines: split(content, ";") });
    }
  }
  return rules;
}

/** The classes that an element must have for a selector, which are not those that it must not have. */
function classes(selector) {
  return [...selector.replaceAll(/:not\([^()]*\)/g, "").matchAll(/\.([\w-]+)/g)].map(([, name]) => name);
}

/** Leaves out selectors with a class that nothing has, and blocks in which nothing is left. */
function withoutClasses(rules, isUsed) {
  return rules.flatMap((rule) => {
    if (rule.inner && rule.head.startsWith("@keyframes")) {
      return [rule];
    }
    if (rule.inner) {
      const inner = withoutClasses(rule.inner, isUsed);
      return inner.length > 0 ? [{ ...rule, inner }] : [];
    }
    if (rule.head.startsWith("@")) {
      return rule.head.startsWith("@font-face") ? [] : [rule];
    }
    const selectors = split(rule.head, ",").filter((one) => classes(one).every(isUsed));
    return selectors.length > 0 ? [{ ...rule, head: selectors.join(",") }] : [];
  });
}

function write(rules) {
  return rules
    .map(({ head, inner, lines }) => {
      if (inner) {
        return `${head}{${write(inner)}}`;
      }
      return lines ? `${head}{${lines.join(";")}}` : head;
    })
    .join("");
}

/** Leaves out custom properties and animations that neither this sheet nor `others` ask for, and what only they asked for. */
function withoutUnasked(rules, others) {
  const text = write(rules);
  const asked = new Set([...`${text}${others}`.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name));
  const keep = (list) =>
    list.flatMap((rule) => {
      const animation = /^@keyframes\s+([\w-]+)/.exec(rule.head)?.[1];
      if (animation) {
        return new RegExp(`animation[\\w-]*:[^;}]*\\b${animation}\\b`).test(text + others) ? [rule] : [];
      }
      if (rule.inner) {
        const inner = keep(rule.inner);
        return inner.length > 0 ? [{ ...rule, inner }] : [];
      }
      if (!rule.lines) {
        return [rule];
      }
      const lines = rule.lines.filter((line) => !line.startsWith("--") || asked.has(line.slice(0, line.indexOf(":")).trim()));
      return lines.length > 0 ? [{ ...rule, lines }] : [];
    });
  const kept = keep(rules);
  return write(kept).length < text.length ? withoutUnasked(kept, others) : kept;
}

/** What a style sheet leaves for pages that have only classes for which `isUsed` says yes, beside the sheets `others`. */
export function trim(css, isUsed, others) {
  const plain = css.replaceAll(/\/\*[^]*?\*\//g, "");
  return write(withoutUnasked(withoutClasses(parse(plain), isUsed), others));
}
