// What people do at the counter and in a flat, said in one line each: searching, taking somebody in, leaving a form.

/** Searches as one types, from the page that is open; answers when the search has an answer. */
export async function search(device, text) {
  await device.page.locator("#person-search").fill(text);
  await device.page.locator("#new-person:not([aria-disabled])").waitFor();
}

/** Takes somebody in who was searched for: presses "new" and names the place; answers the person's id. */
export async function takeIn(device, text, place = "Opladen") {
  await search(device, text);
  await device.page.locator("#new-person").click();
  await device.page.locator("#person-address-place").fill(place);
  await device.page.waitForURL(/\/aufnahme\//);
  return device.page.url().split("/").pop();
}

/** Waits until the form says that the server has what was typed. */
export async function confirmed(device) {
  await device.page.locator(".kept").filter({ hasText: "bestätigt" }).waitFor();
}

/** Answers everything that an intake needs to be completed, besides name and birth. */
export async function complete(device, { entered, concern = "Versteht die Briefe nicht" }) {
  const { page } = device;
  await page.locator("#person-entered-germany").fill(entered);
  await page.locator("#person-languages").fill("Arabisch");
  await page.keyboard.press("Enter");
  await page.locator("#person-languages-ara-first").waitFor();
  await page.locator("#section-concern").click();
  await page.locator("#intake-concern").fill(concern);
  await page.locator("label:has(#intake-urgency-D3)").click();
  await confirmed(device);
}

/** Has the client agree to case management, from the panel that asks for it; the question is explained in Arabic. */
export async function agree(device) {
  const { page } = device;
  await page.locator("#target-consent").click();
  await page.locator("#consent-case_management:focus").waitFor();
  await page.locator("#consent-explained").selectOption("spoken");
  await page.locator("#consent-case_management-given:not([aria-disabled])").click();
  await page.locator('section[aria-labelledby="consent-case_management"] .badge--success').waitFor();
}

/** The words of an element without the marks around what was filled in. */
export async function words(locator) {
  return (await locator.textContent()).replace(/[\u2068\u2069]/g, "");
}
