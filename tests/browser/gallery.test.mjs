// Examines the gallery of charts that GALLERY names, each kind with ordinary and odd figures:
// cargo run --example gallery -- target/gallery && GALLERY=target/gallery node --test gallery.test.mjs

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";
import { htmlErrors } from "./html-checker.mjs";
import { runAxe, svgTexts } from "./in-page.mjs";
import { decode } from "./png.mjs";
import { PICTURE_SCALE, ratio, weakTexts } from "./svg-contrast.mjs";

const { GALLERY } = process.env;
if (!GALLERY) throw new Error("say where the gallery is: GALLERY=target/gallery node --test tests/browser/gallery.test.mjs");
const PAGES = ["index.html", "large.html"].map((name) => path.resolve(GALLERY, name));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 800 };
const LOOKS = [
  { name: "light", media: { colorScheme: "light", forcedColors: "none" } },
  { name: "dark", media: { colorScheme: "dark", forcedColors: "none" } },
  { name: "forced colours", media: { colorScheme: "dark", forcedColors: "active" } },
  { name: "paper", media: { media: "print", colorScheme: "light", forcedColors: "none" } },
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function opened(file, viewport, media = {}, scale = 1) {
  const context = await browser.newContext({ viewport, deviceScaleFactor: scale, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.emulateMedia(media);
  await page.goto(pathToFileURL(file).href);
  return page;
}

test("the HTML checker finds nothing", async () => {
  const lines = [...(await htmlErrors(PAGES))].flatMap(([file, errors]) => errors.map((error) => `${path.basename(file)}: ${error}`));
  assert.deepEqual(lines, []);
});

test("axe finds nothing at a desk and on a telephone, light and dark", async () => {
  for (const viewport of [DESK, PHONE]) {
    for (const { name, media } of LOOKS.slice(0, 2)) {
      const page = await opened(PAGES[0], viewport, media);
      await page.evaluate(AXE);
      assert.deepEqual(await page.evaluate(runAxe, RULES), [], `${viewport.width} ${name}`);
      await page.context().close();
    }
  }
});

test("letters are 12 pixels high or more, level, and whole", async () => {
  for (const viewport of [DESK, { width: 600, height: 900 }, PHONE]) {
    const page = await opened(PAGES[0], viewport);
    const texts = await page.evaluate(svgTexts);
    assert.ok(texts.length > 300, `${texts.length} texts`);
    const bad = texts.filter((text) => text.size < 11.95 || !text.upright || text.cut || text.right > viewport.width + 1);
    assert.deepEqual(bad.map((text) => `"${text.words}" ${text.size.toFixed(1)}`), [], `at ${viewport.width}`);
    await page.context().close();
  }
});

test("words do not lie on each other as the browser sets them", async () => {
  for (const [file, viewport] of [[PAGES[0], DESK], [PAGES[0], PHONE], [PAGES[1], DESK]]) {
    const page = await opened(file, viewport);
    const overlaps = await page.evaluate(() => {
      const found = [];
      for (const svg of document.querySelectorAll("svg.chart")) {
        const texts = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
        texts.forEach(([words, a], at) => {
          for (const [other, b] of texts.slice(0, at)) {
            // A line's box is higher than its letters.
            const deep = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.35 * Math.min(a.height, b.height);
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1;
            if (deep && wide && a.width > 0) found.push(`${svg.querySelector("title").id}: "${words}" and "${other}"`);
          }
        });
      }
      return found;
    });
    assert.deepEqual(overlaps, [], `${path.basename(file)} at ${viewport.width}`);
    await page.context().close();
  }
});

for (const { name, media } of LOOKS.slice(0, 3)) {
  test(`words stand out from what lies behind them: ${name}`, async () => {
    const page = await opened(PAGES[0], DESK, media, PICTURE_SCALE);
    // One chart of each look is enough for words: their inks are few.
    await page.evaluate(keepOneOfEach, ["text", 2]);
    assert.deepEqual(await weakTexts(page), []);
    await page.context().close();
  });
}

// What must be seen to read a chart. Lines of the scale and pale grounds help, and need not be.
const MARKS = ["line", "marker", "bar", "dot", "join", "reference", "target", "break", "base", "absence", "pointer", "leader",
  "share", "rated", "rung", "whisker", "range"];

for (const { name, media } of LOOKS) {
  test(`marks stand out by 3 to 1 from what they touch: ${name}`, async () => {
    const page = await opened(PAGES[0], DESK, media, PICTURE_SCALE);
    await page.evaluate(keepOneOfEach, ["g", 2]);
    const count = await page.evaluate((marks) => {
      const layers = [...document.querySelectorAll("svg.chart > g")].filter(
        (layer) => marks.some((mark) => layer.classList.contains(`chart-${mark}`)) && layer.getBoundingClientRect().width + layer.getBoundingClientRect().height > 0,
      );
      layers.forEach((layer, at) => layer.setAttribute("data-mark", at));
      return layers.length;
    }, MARKS);
    assert.ok(count > 60, `${count} layers of marks`);
    const weak = [];
    for (let at = 0; at < count; at += 1) {
      const found = await contrastOf(page, at);
      if (found && found.best < 2.95) weak.push(`${found.name}: ${found.best.toFixed(2)}`);
    }
    assert.deepEqual(weak, []);
    await page.context().close();
  });
}

// Takes out the figures in which every class of an element has been seen often enough before.
function keepOneOfEach([selector, most]) {
  const seen = new Map();
  for (const figure of [...document.querySelectorAll("figure")]) {
    const kinds = new Set([...figure.querySelectorAll(`svg.chart ${selector}`)].map((element) => (element.closest("g") ?? element).getAttribute("class")));
    const wanted = [...kinds].some((kind) => (seen.get(kind) ?? 0) < most);
    if (!wanted) figure.remove();
    else for (const kind of kinds) seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
}

// The picture of one layer's marks, and of the same place without them. The strongest colour that takes a fair part of the
// marks (an edge counts: it is what is seen of a pale part) is held against what lies beneath most of them.
async function contrastOf(page, at) {
  const layer = page.locator(`[data-mark="${at}"]`);
  const shown = await layer.evaluate((element) => {
    element.scrollIntoView({ behavior: "instant", block: "center" });
    const box = element.getBoundingClientRect();
    return { name: `${element.getAttribute("class")} in ${element.ownerSVGElement.querySelector("title").id}`, x: box.x, y: box.y, right: box.right, bottom: box.bottom };
  });
  const { width, height } = page.viewportSize();
  const x = Math.max(0, Math.floor(shown.x) - 4);
  const y = Math.max(0, Math.floor(shown.y) - 4);
  const clip = { x, y, width: Math.min(width, shown.right + 5) - x, height: Math.min(height, shown.bottom + 5) - y };
  // A bar of nought has no length.
  const flat = shown.right - shown.x === 0 || shown.bottom - shown.y === 0;
  if (clip.width <= 0 || clip.height <= 0 || (flat && shown.name.startsWith("chart-bar"))) return null;
  const drawn = decode(await page.screenshot({ clip, animations: "disabled" }));
  await layer.evaluate((element) => element.style.setProperty("visibility", "hidden"));
  const ground = decode(await page.screenshot({ clip, animations: "disabled" }));
  await layer.evaluate((element) => element.style.removeProperty("visibility"));
  const colours = new Map();
  const grounds = new Map();
  let total = 0;
  for (let pixel = 0; pixel < drawn.width * drawn.height; pixel += 1) {
    const here = [0, 1, 2].map((part) => drawn.pixels[pixel * drawn.channels + part]);
    const there = [0, 1, 2].map((part) => ground.pixels[pixel * ground.channels + part]);
    if (here.every((part, index) => Math.abs(part - there[index]) <= 6)) continue;
    total += 1;
    colours.set(String(here), (colours.get(String(here)) ?? 0) + 1);
    grounds.set(String(there), (grounds.get(String(there)) ?? 0) + 1);
  }
  if (total < 12) return { name: `${shown.name}, of which nothing is seen`, best: 1 };
  const under = [...grounds].sort((a, b) => b[1] - a[1])[0][0].split(",").map(Number);
  const fair = [...colours].filter(([, share]) => share >= Math.max(6, 0.004 * total)).map(([colour]) => colour.split(",").map(Number));
  return { name: shown.name, best: Math.max(1, ...fair.map((colour) => ratio(colour, under))) };
}
