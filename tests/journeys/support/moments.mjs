// A tab stands still at a moment between two others, as if nothing came after it; then the story ends the browser. The
// browser's debugger holds it there, so that nobody has to hit the moment.

const HOOKS = {
  /** A write of the outbox is on the disk, and the app has not heard of it yet. */
  stored: () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...values) {
      const { transaction } = this;
      if (this.name === "outbox" && !transaction.isWatched) {
        transaction.isWatched = true;
        transaction.addEventListener("complete", () => {
          debugger;
        });
      }
      return put.apply(this, values);
    };
  },
  /** The server has answered an offer, and the app has not read the answer yet. */
  answered: () => {
    const ask = window.fetch;
    window.fetch = async (...question) => {
      const answer = await ask.apply(window, question);
      if (answer.url.endsWith("/api/commands")) {
        debugger;
      }
      return answer;
    };
  },
  /** The words were typed, and the keys are about to be unwrapped. */
  unlocking: () => {
    const decrypt = SubtleCrypto.prototype.decrypt;
    SubtleCrypto.prototype.decrypt = function (...what) {
      debugger;
      return decrypt.apply(this, what);
    };
  },
};

/** Lets the tab stand still at the next such moment; what is answered settles when it does. */
export async function stillAt(device, moment) {
  const tools = await device.tools();
  await tools.send("Debugger.enable");
  const still = new Promise((reached) => tools.once("Debugger.paused", reached));
  await device.page.evaluate(HOOKS[moment]);
  return { still };
}
