// A case that nobody moved goes to another worker: the coordinator finds it, says why, and both who are concerned read it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { scan, scanEverywhere } from "../support/axe.mjs";
import { words } from "../support/counter.mjs";
import { Device, SIZES } from "../support/device.mjs";
import { picture } from "../support/pictures.mjs";
import { ask } from "../support/tablet.mjs";
import { Town } from "../support/town.mjs";

const LOGINS = { "caritas-1": "caritas", "awo-1": "awo", "diakonie-1": "diakonie", "soziales-1": "soziales", "ki-1": "ki-fall" };
const REASON = "Elternzeit ab Januar";

let town;
before(async () => {
  town = await Town.start();
});
after(() => town?.end());

test("the coordinator hands a case over with a reason; the giver reads it, the taker has it on top of the day", async () => {
  const office = await Device.on(town, "desktop");
  const giver = await Device.on(town, "tablet");
  try {
    await giver.signIn("caritas");
    const { cases } = await ask(giver, "/api/cases");
    const head = cases.find((one) => !one.is_new && !one.check_by);

    await office.signIn("koordination");
    await office.open("/zustaendigkeit");
    const post = office.page.locator(".post", { hasText: head.responsible.name });
    await post.getByRole("button").click();
    await post.locator(".need", { hasText: head.number }).waitFor();
    assert.ok(!(await words(office.page.locator("#main"))).includes(head.name));
    await scan(office, "the cases of a post");

    // By number, as it stands in a letter.
    await office.page.locator("#case-number").fill("LEV-1999-0001");
    await office.page.keyboard.press("Enter");
    await office.page.getByText("hat diese Nummer").waitFor();
    await office.page.locator("#case-number").fill(head.number.toLowerCase());
    await office.page.keyboard.press("Enter");
    await office.page.getByRole("heading", { name: head.number }).waitFor();

    await office.page.locator("#handover-begin").click();
    await office.page.locator(".candidate--out", { hasText: head.responsible.name }).getByText("hat den Fall").waitFor();
    const taker = office.page.locator(".candidate:not(.candidate--out)").first();
    await taker.locator("label").click();
    const to = (await taker.locator("input").getAttribute("id")).replace("candidate-", "");
    const name = (await words(taker.locator(".candidate__who strong"))).trim();

    // Nothing goes over without a reason.
    await office.page.locator("#proposal-confirm").click();
    await office.page.locator("#proposal-because-problem", { hasText: "Grund" }).waitFor();
    await office.page.locator("#proposal-because").selectOption("absence");
    await office.page.locator("#proposal-reason").fill(REASON);
    await picture(office, "handover");
    await scan(office, "handing a case over");
    await office.page.locator("#proposal-confirm").click();
    await office.page.locator(".notice", { hasText: "Übergeben" }).filter({ hasText: name }).waitFor();

    await giver.open("/heute");
    const told = giver.page.locator("#handed-over .need", { hasText: head.number });
    await told.waitFor();
    const text = await words(told);
    assert.ok(text.includes(head.name) && text.includes(name) && text.includes(REASON), text);
    await giver.open(`/fall/${head.case}`);
    await giver.page.getByText("Das gibt es nicht").first().waitFor();

    const worker = await Device.on(town, "tablet");
    try {
      await worker.signIn(LOGINS[to]);
      await worker.open("/heute");
      await worker.page.locator(".need", { hasText: head.name }).filter({ hasText: "Neu für dich" }).waitFor();
      await worker.open(`/fall/${head.case}`);
      const history = worker.page.locator(".card", { hasText: "Zuständigkeit bisher" });
      await history.filter({ hasText: REASON }).waitFor();
      assert.deepEqual(worker.errors, []);
    } finally {
      await worker.end();
    }
    assert.deepEqual([...office.errors, ...giver.errors], []);
  } finally {
    await office.end();
    await giver.end();
  }
});

for (const size of Object.keys(SIZES)) {
  test(`a case can be handed over by everybody on a ${size}`, async () => {
    const device = await Device.on(town, size);
    try {
      await device.signIn("koordination");
      await device.open("/zustaendigkeit");
      await device.page.locator(".post").first().waitFor();
      await scanEverywhere(device, `the posts on a ${size}`);
      const post = device.page.locator(".post:has(button:not([aria-disabled=true]))").first();
      await post.getByRole("button").click();
      await post.locator(".need").first().getByRole("link").click();
      await device.page.locator("#handover-begin").click();
      await device.page.locator("#proposal-confirm").waitFor();
      await scan(device, `a handover on a ${size}`);
      assert.deepEqual(device.errors, []);
    } finally {
      await device.end();
    }
  });
}
