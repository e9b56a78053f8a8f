// Somebody who works by keyboard alone. Counts the keys they press besides the text they type, and the places where
// the focus stops on the way.

export class Keyboard {
  #page;
  keys = 0;
  stops = 0;

  constructor(page) {
    this.#page = page;
  }

  /** Presses a key, such as `Tab`, `Enter`, `Shift+Tab`. */
  async press(key, times = 1) {
    for (let pressed = 0; pressed < times; pressed += 1) {
      const before = await this.#place();
      await this.#page.keyboard.press(key);
      this.keys += 1;
      if ((await this.#place()) !== before) {
        this.stops += 1;
      }
    }
  }

  /** Types text; its letters are not counted. */
  async type(text) {
    await this.#page.keyboard.type(text);
  }

  /** Presses Tab until the focus is on the element. Fails when it never gets there. */
  async tabTo(selector, key = "Tab") {
    for (let pressed = 0; pressed < 60; pressed += 1) {
      if (await this.#page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
        return;
      }
      await this.press(key);
    }
    throw new Error(`${key} does not lead to ${selector}`);
  }

  /** A name for the element that has the focus. */
  #place() {
    return this.#page.evaluate(() => {
      const own = document.activeElement;
      const all = [...document.querySelectorAll("*")];
      return `${own?.tagName} ${own?.id} ${all.indexOf(own)}`;
    });
  }
}
