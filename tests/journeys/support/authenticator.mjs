// An authenticator app: makes the codes of RFC 6238 out of the secret that was typed in.

import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_SECONDS = 30;

export class Authenticator {
  #secret;
  /** The step of the last code that was given; each counts once. */
  #given = 0;

  /** With the secret as it stands on the screen. */
  constructor(typed) {
    let bits = "";
    for (const letter of typed.replaceAll(/\s/g, "")) {
      bits += LETTERS.indexOf(letter).toString(2).padStart(5, "0");
    }
    this.#secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  }

  /** The next code that counts: the one of now, or where that was given already, the one after it, which the server takes a
      step early. */
  code() {
    const now = Math.floor(Date.now() / 1000 / STEP_SECONDS);
    this.#given = Math.max(now, this.#given + 1);
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(this.#given));
    const hash = createHmac("sha1", this.#secret).update(counter).digest();
    const offset = hash.at(-1) & 15;
    return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  }
}
