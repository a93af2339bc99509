// A walk by the Tab key: is every control reached, and can it be seen where the keyboard is?
//
// What is seen is measured on pictures, with the focus and without: no computed style tells whether a ring is cut off, lies
// under something else, or has the colour of what it lies on. Controls that look alike are pictured once.

import * as inPage from "./in-page.mjs";
import { decode } from "./png.mjs";
import { ratio } from "./svg-contrast.mjs";

// WCAG 2.2, 1.4.11 and 2.4.7: what changes must differ this much from what was there.
const SEEN = 3;

// How far round a control its ring may lie, in pixels.
const AROUND = 8;

export async function walk(page, { pictured }) {
  const faults = [];
  const count = await page.evaluate(inPage.numberControls);
  const reached = new Set();
  const kinds = new Set();
  await page.evaluate(() => document.activeElement?.blur());
  for (let presses = 0; presses < count + 5; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(inPage.focused);
    if (stop === null) {
      // After the last control the focus leaves the page; at the start it may not have come in yet.
      if (reached.size > 0) break;
      continue;
    }
    if (stop.number !== null && stop.number !== undefined) reached.add(stop.number);
    if (!pictured || kinds.has(stop.kind)) continue;
    kinds.add(stop.kind);
    const seen = await change(page, stop);
    if (seen !== null) faults.push({ check: "focus-unseen", detail: `${stop.said}: ${seen}` });
  }
  const lost = await page.evaluate(
    (numbers) => [...document.querySelectorAll("[data-control]")].filter((one) => !numbers.includes(one.dataset.control)).map((one) => one.outerHTML.slice(0, 80)),
    [...reached],
  );
  for (const said of lost.slice(0, 3)) faults.push({ check: "keyboard-unreached", detail: `Tab does not come to ${said}` });
  return faults;
}

// What is wrong with how the focus shows on a control; null when it can be seen.
async function change(page, stop) {
  const { width, height } = page.viewportSize();
  const x = Math.max(0, Math.floor(stop.left) - AROUND);
  const y = Math.max(0, Math.floor(stop.top) - AROUND);
  const right = Math.min(width, Math.ceil(stop.right) + AROUND);
  const bottom = Math.min(height, Math.ceil(stop.bottom) + AROUND);
  if (right - x < 2 || bottom - y < 2) return "it lies outside of the screen when it has the focus";
  const clip = { x, y, width: right - x, height: bottom - y };
  const picture = async () => decode(await page.screenshot({ clip, animations: "disabled", caret: "hide" }));
  const there = await picture();
  await page.evaluate(() => {
    self.left = document.activeElement;
    self.left.blur();
  });
  const gone = await picture();
  await page.evaluate(() => self.left.focus({ preventScroll: true }));
  let strong = 0;
  for (let at = 0; at < there.width * there.height; at += 1) {
    const one = [0, 1, 2].map((part) => there.pixels[at * there.channels + part]);
    const other = [0, 1, 2].map((part) => gone.pixels[at * gone.channels + part]);
    if (one.some((part, index) => part !== other[index]) && ratio(one, other) >= SEEN) strong += 1;
  }
  // A ring that goes round a quarter of the control is seen; one that goes nowhere, or is too pale, is not.
  const around = 2 * (Math.min(stop.right, width) - Math.max(stop.left, 0) + Math.min(stop.bottom, height) - Math.max(stop.top, 0));
  return strong >= around / 4 ? null : `${strong} pixels change by ${SEEN} to 1 or more, and a line round it has ${Math.round(around)}`;
}
