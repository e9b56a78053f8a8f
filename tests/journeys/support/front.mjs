// A way in between: browsers reach the town through it, and it does to the answers what networks and releases do. It cuts
// an answer in the middle, and it serves a newer version of the app.

import { createServer, request } from "node:http";

/** What the newer version has on its page, and the older has not. */
export const NEWER = "newer-version";

export class Front {
  #town;
  #server;
  #cuts = [];
  #isNewer = false;

  constructor(town) {
    this.#town = town;
    this.#server = createServer((question, answer) => this.#pass(question, answer));
  }

  /** A way to the town on a port of its own. */
  static async before(town) {
    const front = new Front(town);
    await new Promise((listening) => front.#server.listen(0, "127.0.0.1", listening));
    return front;
  }

  /** Where the app is, seen from here. */
  get address() {
    return `http://localhost:${this.#server.address().port}`;
  }

  /** Browsers expect a cut connection as from a town that was stopped. */
  get hasBeenCut() {
    return true;
  }

  /** Cuts the next answer to this path after half of it; the server has done its work by then. */
  cutNext(path) {
    let done;
    const cut = new Promise((resolve) => {
      done = resolve;
    });
    this.#cuts.push({ path, done });
    return cut;
  }

  /** From now on there is a newer version: another page, and another worker that keeps it. */
  release() {
    this.#isNewer = true;
  }

  /** Closes the way. */
  async end() {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #pass(question, answer) {
    const { url, method } = question;
    const headers = { ...question.headers };
    const isChanged = this.#isNewer && method === "GET" && (url === "/sw.js" || this.#isPage(question));
    const cut = this.#cuts.find(({ path }) => url === path);
    if (isChanged || cut) {
      headers["accept-encoding"] = "identity";
      delete headers["if-none-match"];
    }
    const passed = request({ host: "127.0.0.1", port: this.#town.port, path: url, method, headers }, (got) => {
      if (!isChanged && !cut) {
        answer.writeHead(got.statusCode, got.headers);
        got.pipe(answer);
        return;
      }
      const parts = [];
      got.on("data", (part) => parts.push(part));
      got.on("end", () => {
        const whole = Buffer.concat(parts);
        if (cut) {
          this.#cuts.splice(this.#cuts.indexOf(cut), 1);
          answer.writeHead(got.statusCode, got.headers);
          answer.write(whole.subarray(0, whole.length >> 1), () => {
            answer.destroy();
            cut.done();
          });
          return;
        }
        const { "content-length": _length, etag: _etag, ...kept } = got.headers;
        answer.writeHead(got.statusCode, kept);
        answer.end(url === "/sw.js" ? newerWorker(whole.toString()) : newerPage(whole.toString()));
      });
    });
    passed.on("error", () => answer.destroy());
    question.pipe(passed);
  }

  #isPage({ url, headers }) {
    // The worker asks for the page with its revision, people with what they want to see.
    return url.startsWith("/index.html") || (headers.accept ?? "").includes("text/html");
  }
}

function newerPage(page) {
  return page.replace("</head>", `<meta name="${NEWER}" content="1" /></head>`);
}

/** Another revision of the page in the worker's list: so the newer page is fetched and kept, as after a release. */
function newerWorker(worker) {
  const changed = worker.replace(/(url:"\/index\.html",revision:")[0-9a-f]{4}/, "$1ffff");
  if (changed === worker) {
    throw new Error("the worker lists no page with a revision");
  }
  return changed;
}
