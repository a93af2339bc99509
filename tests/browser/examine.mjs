// Looks at one built site in every way that checks.mjs names, and returns the faults it found.
//
// 1. Every page's HTML, following links from index.html. Nothing is drawn: links, titles and places in all pages.
// 2. Pages as they open from the disk, from a server under a sub-path, and with script off. Of pages made alike (the
//    measures, say) a handful; of editions that show each page again, one page of each template.
// 3. A sample (the first page of each template, and all pages of one report) with axe-core and
//    with pictures of its charts: light, dark, forced colours and paper, phone and desktop; and the first page of each
//    template with text spaced out, with text twice as large, and by keyboard.
// 4. The search, when the site has one.
// HTML conformance is asked for all pages at once elsewhere (html-checker.mjs): Java starts slowly.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { inParallel } from "./browser.mjs";
import * as inPage from "./in-page.mjs";
import { walk } from "./keyboard.mjs";
import { notLinked, serve } from "./site.mjs";
import { PICTURE_SCALE, weakTexts } from "./svg-contrast.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const DESKTOP = { width: 1280, height: 800 };
// WCAG 2.2, 1.4.10 Reflow: a screen of 1280 pixels magnified four times.
const PHONE = { width: 320, height: 640 };

const STANDARD = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  resultTypes: ["violations"],
};

// In forced colours a style still tells the author's colour, not the one that is drawn.
const WITHOUT_COLOUR = { ...STANDARD, rules: { "color-contrast": { enabled: false } } };

const READINGS = [
  { name: "light", media: { media: "screen", colorScheme: "light", forcedColors: "none" }, axe: STANDARD },
  { name: "dark", media: { media: "screen", colorScheme: "dark", forcedColors: "none" }, axe: STANDARD },
  { name: "forced colours", media: { media: "screen", colorScheme: "dark", forcedColors: "active" }, axe: WITHOUT_COLOUR },
  // Who prints from a dark screen still has white paper.
  { name: "paper", media: { media: "print", colorScheme: "light", forcedColors: "none" }, axe: STANDARD, desktop: true },
];

// How a reader may set text: WCAG 2.2, 1.4.12, and 1.4.4. Words in a drawing have their places, which nobody's style moves.
const SPACED = "*:not(svg *) { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }";
const TWICE = (size) => `html { font-size: ${2 * size}px !important }`;

// How many pages that are made alike are opened.
const ALIKE = 5;

export async function examine(browser, site, { report = null } = {}) {
  const faults = [];
  const note = (check, page, detail) => faults.push({ check, page, detail });
  const pages = await readAll(browser, site, note);
  compare(site, pages, note);
  const opened = toOpen(pages, report);
  await visitFromDisk(browser, site, pages, opened, note);
  await visitWithoutScript(browser, site, pages, opened, note);
  await visitUnderSubPath(browser, site, pages, opened, note);
  const sample = sampled(pages, opened, report);
  await visitSample(browser, site, sample, note);
  await visitAsReadersSet(browser, site, sampled(pages, opened, null), note);
  await searchFor(browser, site, pages, note);
  return { faults: once(faults), pages: pages.size, opened: opened.length, sample: sample.length };
}

async function readAll(browser, site, note) {
  const context = await browser.newContext();
  const reader = await context.newPage();
  const pages = new Map();
  const queue = ["index.html"];
  const wanted = new Set(queue);
  const excepted = notLinked();
  const linked = new Set();

  const read = async (name) => {
    const html = readFileSync(path.join(site.folder, name), "utf8");
    const seen = await reader.evaluate(inPage.facts, { html, address: site.address(name) });
    pages.set(name, seen);
    for (const { address } of seen.links) {
      const target = site.fileAt(address);
      if (target === null || !site.files.has(target)) continue;
      linked.add(target);
      if (target.endsWith(".html") && !wanted.has(target)) {
        wanted.add(target);
        queue.push(target);
      }
    }
  };
  await inParallel(queue, read);

  const unreached = site.pages.filter((name) => !wanted.has(name));
  const lost = [...unreached, ...site.downloads.filter((name) => !linked.has(name))];
  for (const name of lost) {
    if (!excepted(name)) note("unreachable-page", name, "no page that can be reached links to it");
  }
  // A page that nothing links to is still a page: it is looked at all the same. But 404.html has the
  // addresses of the web in it, since it stands in for any page, however deep; it opens only there.
  await inParallel(unreached.filter((name) => name !== "404.html"), read);
  await context.close();
  return new Map([...pages].sort());
}

// The folder of an edition that shows each page again, such as large-print/18; nothing for the website itself.
function edition(name) {
  return /^large-print\/\d+(?=\/)/.exec(name)?.[0] ?? "";
}

// The same page in the other print: in any size of large print, or from there the one of the website.
function inOtherPrint(site, name) {
  const own = edition(name);
  if (own !== "") return site.pages.filter((other) => other === name.slice(own.length + 1));
  return site.pages.filter((other) => edition(other) !== "" && other.slice(edition(other).length + 1) === name);
}

// The pages that are opened: all, but of those made alike a handful, and of other editions one page of each template in the
// first and in the last, between which only a size differs.
function toOpen(pages, report) {
  const groups = new Map();
  for (const [name, { template }] of pages) {
    const key = `${edition(name)} ${template}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(name);
  }
  const editions = [...new Set([...pages.keys()].map(edition))].filter((one) => one !== "").sort();
  return [...groups.values()].flatMap((names) => {
    const own = edition(names[0]);
    if (own !== "") return own === editions[0] || own === editions.at(-1) ? names.slice(0, 1) : [];
    const step = Math.max(1, names.length / ALIKE);
    const few = new Set(names.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step)));
    return names.filter((name) => few.has(name) || (report !== null && name.startsWith(`${report}/`)));
  }).sort();
}

async function visitFromDisk(browser, site, pages, opened, note) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce" });
  await inParallel([...opened], async (name) => {
    const page = await context.newPage();
    listen(page, name, (address) => site.fileAt(address) !== null, note);
    await page.goto(site.address(name), { waitUntil: "load" });
    pages.get(name).text = await page.evaluate(inPage.readableText);

    await page.keyboard.press("Tab");
    const stop = await page.evaluate(inPage.firstStop);
    if (stop) note("skip-link", name, stop);
    else {
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      const after = await page.evaluate(inPage.afterSkip);
      if (after) note("skip-link", name, after);
    }

    const twins = inOtherPrint(site, name);
    for (const viewport of twins.length === 0 ? [] : [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport);
      const seen = await page.evaluate(inPage.onFirstScreen, twins.map((twin) => site.address(twin)));
      if (!seen) note("large-print-link", name, `no link to ${twins[0]} on the first screen, ${viewport.width} pixels wide`);
    }

    // From here on, what is folded away is looked at as well.
    await page.evaluate(inPage.unfold);
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      for (const text of await page.evaluate(inPage.svgTexts)) {
        const where = `"${text.words}" at ${viewport.width} pixels`;
        if (text.size < 11.95) note("svg-text-small", name, `${where} is drawn ${text.size.toFixed(1)} pixels high`);
        if (text.cut) note("svg-text-cut", name, where);
      }
      const order = await page.evaluate(inPage.outOfOrder);
      if (order) note("reading-order", name, `${order}, at ${viewport.width} pixels`);
    }
    const wide = await page.evaluate(inPage.sideways);
    if (wide) note("sideways-scroll", name, wide);
    await page.close();
  });
  await context.close();
}

// Everything that can be told from the facts of all pages together.
function compare(site, pages, note) {
  const titles = new Map();
  const web = webAddress(pages);
  lists(site, web, note);
  for (const [name, page] of pages) {
    if (page.title === "") note("title-missing", name, "the page has no title");
    else if (titles.has(page.title)) note("title-duplicate", name, `"${page.title}" is the title of ${titles.get(page.title)} too`);
    else titles.set(page.title, name);
    if (page.lang === "") note("lang-missing", name, "html has no lang");
    if (page.h1 !== 1) note("h1-count", name, `${page.h1} main headings`);
    if (page.template === null) note("no-template", name, "body has no data-template");

    for (const { written, address } of [...page.links, ...page.relations]) {
      const scheme = new URL(address).protocol;
      if (/^(mailto|tel|data):$/.test(scheme)) continue;
      if (scheme === "javascript:") note("dead-link", name, `${written} does nothing without script`);
      let target = site.fileAt(address);
      if (target === null && web && address.startsWith(web)) target = site.fileAt(address, web);
      if (target === null) {
        // Whether another site is there can't be known here; a file outside the folder is not.
        if (scheme === "file:") note("dead-link", name, `${written} leads out of the site's folder`);
        continue;
      }
      if (!site.files.has(target)) {
        note("dead-link", name, `${written} leads to ${target || "a folder, not a page"}, which is not there`);
        continue;
      }
      const place = decodeURIComponent(new URL(address).hash.slice(1));
      if (place !== "" && place !== "top" && pages.has(target) && !pages.get(target).places.includes(place)) {
        note("dead-anchor", name, `${written}: ${target} has no "${place}"`);
      }
    }
    for (const { address } of page.sources) {
      const target = site.fileAt(address);
      if (target !== null && !site.files.has(target)) note("failed-request", name, `${target} is not there`);
      if (target === null && address.startsWith("file:")) note("request-outside", name, address);
    }
  }
}

// The address that the site will have, where its pages say so. The front page may name its report's
// address as its own, which makes the site seem to lie deeper; so the shortest is taken.
function webAddress(pages) {
  const found = [];
  for (const [name, { canonical }] of pages) {
    for (const end of [name, name.replace(/index\.html$/, "")]) {
      if (canonical && end !== "" && canonical.endsWith(`/${end}`)) found.push(canonical.slice(0, -end.length));
    }
  }
  return found.sort((a, b) => a.length - b.length)[0] ?? null;
}

// The sitemap and the feed name pages by the addresses that they will have.
function lists(site, web, note) {
  for (const name of site.files) {
    if (!name.endsWith(".xml") || !web) continue;
    for (const [address] of readFileSync(path.join(site.folder, name), "utf8").matchAll(/https?:[^<>"\s]+/g)) {
      const target = site.fileAt(address, web);
      if (target !== null && !site.files.has(target)) note("dead-link", name, `${address} will not be there`);
    }
  }
}

async function visitWithoutScript(browser, site, pages, opened, note) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce", javaScriptEnabled: false });
  await inParallel([...opened], async (name) => {
    const page = await context.newPage();
    await page.goto(site.address(name), { waitUntil: "load" });
    const left = new Map();
    for (const piece of await page.evaluate(inPage.readableText)) left.set(piece, (left.get(piece) ?? 0) + 1);
    for (const piece of pages.get(name).text) {
      const count = left.get(piece) ?? 0;
      if (count === 0) note("script-needed", name, `"${piece.slice(0, 60)}" is shown only with script`);
      else left.set(piece, count - 1);
    }
    await page.close();
  });
  await context.close();
}

async function visitUnderSubPath(browser, site, pages, opened, note) {
  const server = await serve(site);
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce" });
  try {
    await inParallel([...opened], async (name) => {
      const page = await context.newPage();
      const where = `${name} (served under ${new URL(server.base).pathname})`;
      const inside = (address) => site.fileAt(address, server.base) !== null;
      listen(page, where, inside, note);
      // A server shows index.html under its folder's address too; relative links must hold there.
      await page.goto(server.base + name.replace(/(^|\/)index\.html$/, "$1"), { waitUntil: "load" });
      const { links } = await page.evaluate(inPage.facts);
      for (const { written, address } of links) {
        if (new URL(address).origin !== new URL(server.base).origin) continue;
        const target = site.fileAt(address, server.base);
        if (target === null || !site.files.has(target)) note("dead-link", where, `${written} leads nowhere`);
      }
      await page.close();
    });
    await visitMissing(context, site, server, pages, note);
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
  }
}

// 404.html as a reader meets it, in place of a page that is not there. A site that knows its address can be asked for one
// at any depth; one that doesn't can promise no more than the top of wherever it is put.
async function visitMissing(context, site, server, pages, note) {
  if (!site.files.has("404.html")) return;
  const known = webAddress(pages);
  const web = known ?? server.base;
  const page = await context.newPage();
  listen(page, "404.html", (address) => address.startsWith(web), note, { missing: true });
  if (known) {
    await page.route(`${web}**`, async (route) => {
      const answer = await route.fetch({ url: server.base + route.request().url().slice(web.length) });
      await route.fulfill({ response: answer });
    });
  }
  await page.goto(known ? `${web}no/such/page.html` : `${web}no-such-page.html`, { waitUntil: "load" });
  const seen = await page.evaluate(inPage.facts);
  for (const { written, address } of seen.links) {
    if (written.startsWith("#")) continue;
    const target = site.fileAt(address, web);
    if (target !== null && !site.files.has(target)) note("dead-link", "404.html", `${written} leads nowhere`);
  }
  if (seen.title === "") note("title-missing", "404.html", "the page has no title");
  if (seen.h1 !== 1) note("h1-count", "404.html", `${seen.h1} main headings`);
  await page.close();
}

// The first page of each template, and every page of the report that the caller names.
function sampled(pages, opened, report) {
  const templates = new Set();
  return opened.filter((name) => {
    const template = `${edition(name) === "" ? "" : "large "}${pages.get(name).template}`;
    const first = !templates.has(template);
    templates.add(template);
    return first || (report !== null && name.startsWith(`${report}/`));
  });
}

async function visitSample(browser, site, sample, note) {
  const context = await browser.newContext({
    viewport: DESKTOP,
    reducedMotion: "reduce",
    deviceScaleFactor: PICTURE_SCALE,
  });
  await inParallel(sample, async (name) => {
    const page = await context.newPage();
    await page.goto(site.address(name), { waitUntil: "load" });
    // A page's policy may forbid scripts other than its own; what the debugger runs is not asked.
    await page.evaluate(AXE);
    await page.evaluate(inPage.unfold);
    const told = new Map();
    const gather = (check, detail, where) => {
      const key = JSON.stringify([check, detail]);
      if (!told.has(key)) told.set(key, { check, detail, where: [] });
      told.get(key).where.push(where);
    };
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      for (const { name: reading, media, axe, desktop } of READINGS) {
        if (desktop && viewport !== DESKTOP) continue;
        await page.emulateMedia({ ...media, reducedMotion: "reduce" });
        const where = `${reading} at ${viewport.width}`;
        for (const { rule, help, nodes, count } of await page.evaluate(inPage.runAxe, axe)) {
          gather(`axe/${rule}`, `${help}: ${count} times, such as ${nodes[0]}`, where);
        }
        for (const weak of await weakTexts(page)) gather("svg-text-contrast", weak, where);
      }
    }
    for (const { check, detail, where } of told.values()) note(check, name, `${detail} (${where.join(", ")})`);
    await page.close();
  });
  await context.close();
}

// Pages with text as a reader may set it, and by keyboard.
async function visitAsReadersSet(browser, site, sample, note) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce" });
  await inParallel([...sample], async (name) => {
    const page = await context.newPage();
    await page.goto(site.address(name), { waitUntil: "load" });
    // Pictures of the focus come first: what is unfolded or set anew moves what they show.
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      // The main part keeps the place of the keyboard from the walk before; a page that is new has none.
      await page.reload({ waitUntil: "load" });
      for (const { check, detail } of await walk(page, { pictured: true })) note(check, name, `${detail} (${colorScheme})`);
    }
    // On a phone the names of a wide table's rows stay in their place, over what scrolls by.
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(PHONE);
    await page.reload({ waitUntil: "load" });
    for (const { check, detail } of await walk(page, { pictured: true })) note(check, name, `${detail} (on a phone)`);
    await page.setViewportSize(DESKTOP);
    await page.evaluate(inPage.unfold);
    const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
    for (const [check, rules, viewports] of [["text-spacing", SPACED, [DESKTOP, PHONE]], ["text-twice", TWICE(size), [DESKTOP]]]) {
      for (const viewport of viewports) {
        await page.setViewportSize(viewport);
        await page.evaluate(inPage.setText, null);
        // What is cut off as the page comes is no fault of the reader's.
        const before = new Set(await page.evaluate(inPage.cutOff));
        const wideBefore = await page.evaluate(inPage.sideways);
        await page.evaluate(inPage.setText, rules);
        const wide = await page.evaluate(inPage.sideways);
        if (wide && !wideBefore) note(check, name, `${wide} on a screen of ${viewport.width}`);
        for (const said of await page.evaluate(inPage.cutOff)) {
          if (!before.has(said)) note(check, name, `cut off: ${said}`);
        }
      }
    }
    await page.close();
  });
  await context.close();
}

// Looks for a measure by the longest word of its title, or for any page of a site without measures, in each page that searches.
async function searchFor(browser, site, pages, note) {
  const searches = [...pages].filter(([, { template }]) => template === "search").map(([name]) => name).slice(0, 2);
  const context = await browser.newContext({ viewport: DESKTOP });
  for (const name of searches) {
    const own = edition(name);
    const there = [...pages].filter(([other]) => edition(other) === own && other !== name);
    const [wanted, { heading }] = there.find(([, { template }]) => template === "measure") ?? there[0];
    const word = heading.split(/[^\p{L}]+/u).sort((one, other) => other.length - one.length)[0];
    const page = await context.newPage();
    await page.goto(site.address(name), { waitUntil: "load" });
    try {
      await page.fill("input[type=search]", heading, { timeout: 2000 });
      await page.waitForFunction((address) => [...document.querySelectorAll("main li a")].some((link) => link.href === address), site.address(wanted), { timeout: 5000 });
      await page.fill("input[type=search]", word, { timeout: 2000 });
      await page.waitForFunction((word) => document.querySelectorAll("main ol li a").length > 0 && document.querySelector("[role=status]").textContent.includes(word), word, { timeout: 5000 });
    } catch {
      note("search-fails", name, `"${word}" does not find ${wanted}`);
    }
    await page.close();
  }
  await context.close();
}

function listen(page, name, inside, note, { missing = false } = {}) {
  page.on("console", (message) => {
    // A file that is not there is told of by its request, with its name.
    if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
    note("console-error", name, message.text());
  });
  page.on("pageerror", (error) => note("console-error", name, String(error)));
  page.on("request", (request) => {
    const address = request.url();
    if (!/^(data|blob):/.test(address) && !inside(address)) note("request-outside", name, address);
  });
  page.on("requestfailed", (request) => {
    if (inside(request.url())) note("failed-request", name, `${request.url()}: ${request.failure().errorText}`);
  });
  page.on("response", (response) => {
    const expected = missing && response.request().isNavigationRequest();
    if (response.status() >= 400 && !expected && inside(response.url())) {
      note("failed-request", name, `${response.url()}: status ${response.status()}`);
    }
  });
}

// The same fault at the same place is told once.
function once(faults) {
  const told = new Set();
  return faults.filter((fault) => {
    const key = JSON.stringify(fault);
    return !told.has(key) && told.add(key);
  });
}
