// The preview as an author sees it: MULTUM=target/release/multum node --test preview.test.mjs
// Types a change, breaks it, mends it, deletes a page, in a copy of Rutland's review, and looks at the open browser.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";

const { MULTUM } = process.env;
if (!MULTUM) throw new Error("say which multum to run: MULTUM=target/release/multum node --test tests/browser/preview.test.mjs");
const repository = fileURLToPath(new URL("../..", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TOPIC = "content/2016-17/key-stage-2.md";
const PAGE = "2016-17/key-stage-2.html";
// A machine that hangs is ended; this is no measure of speed.
const PATIENCE = 30_000;

let folder;
let browser;
let preview;

const at = (name) => path.join(folder, name);
const read = (name) => readFileSync(at(name), "utf8");
const write = (name, text) => writeFileSync(at(name), text);

// Starts a preview of the site and waits until it says where it is and has built.
async function start(port = 4300) {
  const child = spawn(path.resolve(MULTUM), ["serve", "--site", folder, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  const said = { text: "" };
  child.stdout.on("data", (data) => (said.text += data));
  child.stderr.on("data", (data) => (said.text += data));
  const ended = new Promise((done) => child.on("exit", (code, signal) => done({ code, signal })));
  const running = { child, said, ended, address: null };
  await until(() => /The preview is at (\S+)/.test(said.text) && /Built the site|Not shown/.test(said.text), () => said.text);
  running.address = /The preview is at (\S+)/.exec(said.text)[1];
  return running;
}

async function until(holds, words = () => "") {
  const end = Date.now() + PATIENCE;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`it never came to pass: ${holds}\n${words()}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function open(name, context = browser) {
  const page = await context.newPage();
  page.faults = [];
  page.loads = 0;
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("load", () => (page.loads += 1));
  await page.goto(preview.address + name);
  await page.getByText("Up to date", { exact: false }).first().waitFor({ timeout: PATIENCE });
  return page;
}

const shows = (page, words) => page.getByText(words).first().waitFor({ timeout: PATIENCE });

before(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "multum-preview-"));
  for (const name of ["content", "data", "themes", "site.toml"]) cpSync(path.join(repository, name), at(name), { recursive: true });
  browser = await launch();
  preview = await start();
});

after(async () => {
  await browser?.close();
  preview?.child.kill("SIGINT");
  await preview?.ended;
  if (folder) rmSync(folder, { recursive: true });
});

test("a page says that it is a preview, and search engines are kept away", async () => {
  const answer = await fetch(preview.address);
  const text = await answer.text();
  assert.match(text, /<strong>Preview<\/strong> Not published/);
  assert.match(text, /<meta name="robots" content="noindex, nofollow"/);
  assert.equal(answer.headers.get("x-robots-tag"), "noindex, nofollow");
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(answer.headers.get("access-control-allow-origin"), null);
});

test("a change appears where it stands: scroll, focus and what is open are kept, and nothing is loaded again", async () => {
  const page = await open(PAGE);
  const other = await open("2016-17/send.html");
  const details = page.locator("main details").first();
  await details.evaluate((one) => one.setAttribute("open", ""));
  const summary = details.locator("summary");
  await summary.focus();
  const focused = await page.evaluate(() => document.activeElement.outerHTML);
  await page.evaluate(() => window.scrollTo(0, 600));
  // What stands in the middle of the screen, which the reader is looking at, must stay there.
  const place = () => window.middle.isConnected && Math.round(window.middle.getBoundingClientRect().top);
  await page.evaluate(() => (window.middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest("p, li, td, figure, h2, details") ?? document.querySelector("main h2")));
  const seen = await page.evaluate(place);
  await page.evaluate(() => {
    window.untouched = true;
    window.links = [...document.head.querySelectorAll("link")];
  });
  await other.evaluate(() => (document.querySelector("main").untouched = true));
  const sound = read(TOPIC);
  write(TOPIC, `${sound}\nWritten while the browser looked on.\n`);
  await shows(page, "Written while the browser looked on.");
  assert.equal(await page.evaluate(() => window.untouched), true, "the page was not loaded again");
  const now = await page.evaluate(place);
  assert.equal(await page.evaluate(() => window.links.every((link) => link.parentNode === document.head)), true, "no stylesheet is fetched again");
  assert.ok(now !== false && Math.abs(now - seen) <= 2, `what was looked at stood at ${seen}, and stands at ${now}`);
  assert.equal(await page.evaluate(() => document.activeElement.outerHTML), focused);
  assert.equal(await details.evaluate((one) => one.open), true, "what was open stays open");
  assert.equal(page.loads, 1);
  assert.equal(await other.evaluate(() => document.querySelector("main").untouched), true);
  assert.equal(other.loads, 1);
  assert.deepEqual([...page.faults, ...other.faults], [], "the page's security policy holds");
  write(TOPIC, sound);
  await page.getByText("Written while the browser looked on.").waitFor({ state: "detached", timeout: PATIENCE });
  await Promise.all([page.close(), other.close()]);
});

test("a figure that changes in the data changes on every page that quotes it", async () => {
  const [topic, measure] = [await open(PAGE), await open("measures/ks2-rwm-expected/index.html")];
  const file = "data/measures/key-stage-2.yaml";
  const sound = read(file);
  const changed = sound.replace(/(ks2-rwm-expected:[\s\S]*?observations:[\s\S]*?rutland:[^\n]*?2016\/17: )\d+/, "$144");
  assert.notEqual(changed, sound, "the data have the figure that this test changes");
  write(file, changed);
  await Promise.all([shows(topic, "44%"), shows(measure, "44%")]);
  write(file, sound);
  await topic.getByText("44%").first().waitFor({ state: "detached", timeout: PATIENCE });
  await Promise.all([topic.close(), measure.close()]);
});

test("a stylesheet is swapped without loading the page again", async () => {
  const page = await open(PAGE);
  await page.evaluate(() => (window.untouched = true));
  const file = "themes/base/styles/1-page.css";
  const sound = read(file);
  write(file, `${sound}\nmain h1 { letter-spacing: 7px; }\n`);
  await until(() => page.evaluate(() => getComputedStyle(document.querySelector("main h1")).letterSpacing === "7px"));
  assert.equal(await page.evaluate(() => window.untouched), true);
  write(file, sound);
  await until(() => page.evaluate(() => getComputedStyle(document.querySelector("main h1")).letterSpacing !== "7px"));
  assert.equal(await page.evaluate(() => document.querySelectorAll("link[rel=stylesheet]:not([data-multum-preview])").length), 1);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("a broken save leaves the page and says what to mend, and clears itself when it is mended", async () => {
  const page = await open(PAGE);
  const heading = await page.locator("h1").first().innerText();
  await page.evaluate(() => (window.untouched = true));
  const sound = read(TOPIC);
  write(TOPIC, `${sound}\n{{ value(of="ks2-rwm-expectd<b>") }}\n`);
  const panel = page.locator("#multum-faults");
  await panel.waitFor({ timeout: PATIENCE });
  const words = await panel.innerText();
  assert.match(words, /content\/2016-17\/key-stage-2\.md, line \d+/);
  assert.match(words, /found "ks2-rwm-expectd<b>"/, "what was typed is shown as it was typed");
  assert.match(words, /What to type: did you mean "ks2-rwm-expected"/);
  assert.match(await panel.locator("a.multum-editor").first().getAttribute("href"), /^vscode:\/\/file\/.*key-stage-2\.md:\d+:\d+$/);
  assert.equal(await page.locator("h1").first().innerText(), heading, "the last good page stays");
  await page.locator("[role=status]").getByText("1 error. The page is as it was before.").waitFor({ timeout: PATIENCE });
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true, "focus is not taken");
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ include: [["#multum-preview"], ["#multum-faults"]] }));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html)}`), []);
  // The terminal says the same.
  await until(() => /unknown-measure/.test(preview.said.text) && /hint: did you mean/.test(preview.said.text));

  await panel.focus();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden", timeout: PATIENCE });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Show what is wrong");
  await page.keyboard.press("Enter");
  await panel.waitFor({ timeout: PATIENCE });

  write(TOPIC, `${sound}\nMended.\n`);
  await shows(page, "Mended.");
  await panel.waitFor({ state: "detached", timeout: PATIENCE });
  assert.equal(await page.evaluate(() => window.untouched), true);
  write(TOPIC, sound);
  await page.getByText("Mended.").waitFor({ state: "detached", timeout: PATIENCE });
  assert.deepEqual(page.faults, []);
  await page.close();
});

// Whatever axe finds wrong with the preview's own parts.
async function wrong(page, ...parts) {
  await page.evaluate(axe);
  const found = await page.evaluate((include) => window.axe.run({ include: include.map((part) => [part]) }), parts);
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html)}`);
}

test("what is wrong can be read and closed while the author's panel is open, on a desk and on a telephone", async () => {
  const page = await open(PAGE);
  const sound = read(TOPIC);
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 800 }]) {
    await page.setViewportSize(viewport);
    await page.getByRole("button", { name: "About this page" }).click();
    await page.locator("#multum-panel").getByText("Figures in the text").waitFor({ timeout: PATIENCE });
    write(TOPIC, `${sound}\n{{ value(of="ks2-rwm-expectd") }}\n`);
    const faults = page.locator("#multum-faults");
    await faults.waitFor({ timeout: PATIENCE });
    const covered = await faults.evaluate((panel) => {
      const box = panel.getBoundingClientRect();
      const places = [box.left + 8, (box.left + box.right) / 2, box.right - 8];
      return places.filter((x) => !panel.contains(document.elementFromPoint(x, box.top + 20)));
    });
    assert.deepEqual(covered, [], `at ${viewport.width} pixels something lies over it`);
    await faults.getByRole("button", { name: "Close" }).click({ timeout: PATIENCE });
    await faults.waitFor({ state: "hidden", timeout: PATIENCE });
    await page.locator("#multum-panel").getByRole("button", { name: "Close" }).click({ timeout: PATIENCE });
    write(TOPIC, sound);
    await faults.waitFor({ state: "detached", timeout: PATIENCE });
  }
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("the author's panel says what is behind each figure of the text, to the pointer and to the keyboard", async () => {
  const page = await open(PAGE);
  const opener = page.getByRole("button", { name: "About this page" });
  await opener.focus();
  await page.keyboard.press("Space");
  const panel = page.locator("#multum-panel");
  await panel.getByText("Figures in the text").waitFor({ timeout: PATIENCE });
  assert.equal(await page.evaluate(() => document.activeElement.id), "multum-panel", "the panel has focus once it is opened");
  const words = await panel.innerText();
  for (const part of ["Checks", "Loose figures", "How hard it is to read", "Since the published version"]) assert.ok(words.includes(part), part);
  assert.match(words, /about grade \d+ of schooling/);
  assert.match(words, /asked for in content\/2016-17\/key-stage-2\.md, line \d+/);
  assert.match(await panel.locator(".multum-figures a.multum-editor").first().getAttribute("href"), /^vscode:\/\/file\/.*key-stage-2\.md:\d+:\d+$/);

  const figure = page.locator("main span.figure").first();
  assert.match(await figure.getAttribute("aria-description"), /standard in reading, writing and maths.* Rutland.*2016 to 2017 academic year. Source: Department for Education/);
  const shown = () => figure.evaluate((one) => getComputedStyle(one, "::after").content);
  assert.equal(await shown(), "none");
  await figure.hover();
  assert.match(await shown(), /Source: Department for Education/);
  await page.keyboard.press("Escape");
  assert.equal(await shown(), "none", "it can be sent away without moving the pointer");
  await page.mouse.move(0, 0);
  await figure.focus();
  assert.match(await shown(), /Source: Department for Education/);
  assert.equal(await page.locator("main span.figure:not([data-multum-behind])").count(), 0, "every figure has something behind it");
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    assert.deepEqual(await wrong(page, "#multum-preview", "#multum-panel", "main"), [], scheme);
  }
  await page.setViewportSize({ width: 360, height: 640 });
  assert.deepEqual(await wrong(page, "#multum-preview", "#multum-panel"), [], "on a phone");
  await page.setViewportSize({ width: 1280, height: 720 });

  // While it is open it is kept new, and a figure keeps its focus over that.
  const sound = read(TOPIC);
  write(TOPIC, `${sound}\nThere are 12 schools.\n`);
  await panel.getByText("12 schools").first().waitFor({ timeout: PATIENCE });
  assert.match(await panel.innerText(), /Loose figures[^]*12 schools[^]*key-stage-2\.md, line \d+/);
  assert.equal(await figure.evaluate((one) => one === document.activeElement), true);
  assert.match(await shown(), /Source: Department for Education/);
  write(TOPIC, sound);
  await page.getByText("There are 12 schools.").first().waitFor({ state: "detached", timeout: PATIENCE });
  await panel.focus();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached", timeout: PATIENCE });
  assert.equal(await opener.evaluate((one) => one === document.activeElement), true);
  assert.equal(await page.locator("main [tabindex='0'].figure, [data-multum-behind]").count(), 0, "the page is as it was");
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("what stands in the place of a withheld figure says why", async () => {
  const file = "data/measures/key-stage-2.yaml";
  const sound = read(file);
  const changed = sound.replace(/(ks2-rwm-expected:[\s\S]*?observations:[\s\S]*?rutland:[^\n]*?2016\/17: )\d+/, "$1c");
  assert.notEqual(changed, sound);
  const page = await open(PAGE);
  await page.getByRole("button", { name: "About this page" }).click();
  write(file, changed);
  const absent = page.locator("main .multum-absent").first();
  await absent.waitFor({ timeout: PATIENCE });
  assert.match(await absent.getAttribute("aria-description"), /No figure: withheld to protect/);
  await absent.focus();
  assert.match(await absent.evaluate((one) => getComputedStyle(one, "::after").content), /No figure: withheld to protect/);
  assert.match(await page.locator("#multum-panel .multum-figures").innerText(), /No figure: withheld to protect/);
  write(file, sound);
  await absent.waitFor({ state: "detached", timeout: PATIENCE });
  await page.getByRole("button", { name: "About this page" }).click();
  assert.equal(await page.locator("main .multum-absent").count(), 0);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("the panel says which words have changed since the published version", async () => {
  const words = (await (await fetch(preview.address + PAGE)).text()).replace("This is where Rutland had fallen furthest behind.", "This is what was published.");
  mkdirSync(at("public/2016-17"), { recursive: true });
  write(`public/${PAGE}`, words);
  const page = await open(PAGE);
  await page.getByRole("button", { name: "About this page" }).click();
  const changes = page.locator("#multum-panel .multum-changes");
  await changes.waitFor({ timeout: PATIENCE });
  assert.match(await changes.innerText(), /Gone: This is what was published\.[^]*New: This is where Rutland had fallen furthest behind\./);
  rmSync(at("public"), { recursive: true });
  await page.close();
});

test("what a page's own scripts have made stays, works after a change, and is made once", async () => {
  const context = await browser.newContext({ permissions: ["clipboard-write", "clipboard-read"] });
  const page = await open(PAGE, context);
  const table = page.locator("main table:has(button.sort):not(details table)").first();
  const heads = await table.locator("thead th").count();
  const buttons = async () => [await table.locator("button.sort").count(), await page.locator("button.copy").count(), await page.locator("body > p.unseen[role=status]").count()];
  const before = await buttons();
  assert.ok(before[0] === heads && before[1] > 2 && before[2] === 1, String(before));
  await table.locator("button.sort").first().click();
  await table.locator("button.sort").first().focus();
  const rows = () => table.locator("tbody tr th, tbody tr td:first-child").allInnerTexts();
  const sorted = await rows();
  assert.deepEqual(sorted, [...sorted].sort());
  await page.evaluate(() => (window.untouched = true));
  const sound = read(TOPIC);
  // Beside the table, then in it: a row more, and a heading of another name.
  write(TOPIC, `${sound}\nA sentence more.\n`);
  await shows(page, "A sentence more.");
  assert.deepEqual(await buttons(), before);
  assert.deepEqual(await rows(), sorted, "a table that did not change is as it was");
  assert.equal(await page.evaluate(() => document.activeElement.className), "sort", "and its button keeps focus");
  write(TOPIC, sound.replace("| Science |", "| Another | 1 | 2 | 3 |\n| Science |").replace("| Subject | Rutland |", "| Subject | Here |"));
  await table.getByText("Another").waitFor({ timeout: PATIENCE });
  await table.getByRole("button", { name: "Here" }).waitFor({ timeout: PATIENCE });
  assert.deepEqual(await buttons(), before, "made once");
  const now = await rows();
  assert.deepEqual(now, [...now].sort(), "it is sorted as it was");
  await table.getByRole("button", { name: "Subject" }).click();
  assert.deepEqual(await rows(), [...now].sort().reverse());
  await page.locator("button.copy").first().click();
  await page.getByText("Link copied").first().waitFor({ timeout: PATIENCE });
  write(TOPIC, sound);
  await table.getByText("Another").waitFor({ state: "detached", timeout: PATIENCE });
  assert.deepEqual(await buttons(), before);

  const list = await open("measures/index.html", context);
  await list.fill("#filter_words", "writing");
  const found = list.locator("main tbody tr:not([hidden])");
  const shown = await found.count();
  const file = "data/measures/key-stage-2.yaml";
  const data = read(file);
  write(file, data.replace(/(ks2-rwm-expected:[\s\S]*?observations:[\s\S]*?rutland:[^\n]*?2016\/17: )\d+/, "$144").replace(/title: (.*) in writing/, "title: $1 in new writing"));
  await list.getByText("new writing").first().waitFor({ timeout: PATIENCE });
  assert.equal(await list.locator("#filter_words").count(), 1);
  assert.equal(await list.inputValue("#filter_words"), "writing");
  assert.equal(await found.count(), shown, "the list is as short as it was");
  await list.fill("#filter_words", "new writing");
  assert.ok((await found.count()) < shown);
  write(file, data);
  await list.getByText("new writing").first().waitFor({ state: "detached", timeout: PATIENCE });
  assert.equal(await page.evaluate(() => window.untouched), true, "nothing was loaded again");
  assert.equal(list.loads, 1);
  assert.deepEqual([...page.faults, ...list.faults], []);
  await context.close();
});

test("every other edition is made when it is asked for, and so is a picture of a chart", async () => {
  const page = await open(PAGE);
  await page.getByRole("link", { name: "Other editions" }).click();
  for (;;) {
    const make = page.getByRole("link", { name: "Make it now" }).first();
    if ((await make.count()) === 0) break;
    await make.click({ timeout: 10 * PATIENCE });
  }
  assert.deepEqual(await wrong(page, "#multum-preview", "main"), []);
  const addresses = await page.locator("main a").evaluateAll((all) => all.map((link) => link.href));
  const kinds = {};
  for (const address of addresses.filter((one) => !one.includes("/.multum/"))) {
    const answer = await fetch(address);
    assert.equal(answer.status, 200, address);
    kinds[address.split(".").pop()] = new Uint8Array(await answer.arrayBuffer());
  }
  for (const kind of ["brf", "epub", "html", "svg", "txt"]) assert.ok(kinds[kind]?.length > 500, `${kind} among ${Object.keys(kinds)}`);
  const picture = await fetch(addresses.find((address) => address.includes("/.multum/picture")));
  assert.equal(Buffer.from(await picture.arrayBuffer()).subarray(1, 4).toString(), "PNG");
  await page.goto(addresses.find((address) => address.includes("/.multum/braille")));
  assert.match(await page.locator(".multum-cells").first().innerText(), /[\u2801-\u283f]{5}/);
  assert.deepEqual(await wrong(page, "#multum-preview", "main"), []);
  await page.goto(addresses.find((address) => address.includes("large-print") && address.endsWith(".html")));
  await shows(page, "Not published.");
  await page.close();
});

test("an editor that empties a file and then writes it shows no fault", async () => {
  const page = await open(PAGE);
  const sound = read(TOPIC);
  await page.evaluate(() => {
    window.panels = 0;
    new MutationObserver(() => (window.panels += document.querySelectorAll("#multum-faults").length)).observe(document.body, { childList: true });
  });
  write(TOPIC, "");
  await new Promise((done) => setTimeout(done, 60));
  write(TOPIC, `${sound}\nWritten in two steps.\n`);
  await shows(page, "Written in two steps.");
  assert.equal(await page.evaluate(() => window.panels), 0);
  write(TOPIC, sound);
  await page.getByText("Written in two steps.").waitFor({ state: "detached", timeout: PATIENCE });
  await page.close();
});

// A measure whose figures hang together: so many that it takes a while to decide which may be shown.
function register(more) {
  const regions = [...read("data/geographies.yaml").matchAll(/^  ([\w-]+): \{[^\n]*kind: region/gm)].map((match) => match[1]);
  const parts = Array.from({ length: 600 }, (_, part) => `part-${part + 1}`);
  const count = (part, region) => {
    const at = (part + 1) * 7919 + (region + 1) * 104729;
    return (part === 1 && region === 1 ? more : 0) + (at % 15 === 0 ? 1 + (at % 4) : 112 + (at % 90));
  };
  const sum = (counts) => counts.reduce((all, one) => all + one, 0);
  const ofPart = (part) => regions.map((_, region) => count(part, region));
  const ofAll = regions.map((_, region) => sum(parts.map((_, part) => count(part, region))));
  const rows = (counts, indent) =>
    [["england", sum(counts)], ...regions.map((region, at) => [region, counts[at]])].map(([place, number]) => `${indent}${place}: { 2016/17: { count: ${number} } }\n`).join("");
  const text =
    "topic: { id: register, title: Register, order: 900 }\nmeasures:\n  register:\n    title: Pupils on a register\n    unit: count\n    counts: people\n" +
    `    period: academic\n    polarity: neither\n    source: { publisher: Nobody, title: Invented for a test }\n    observations:\n${rows(ofAll, "      ")}    groups:\n` +
    parts.map((part, at) => `      ${part}:\n${rows(ofPart(at), "        ")}`).join("");
  const titles = parts.map((part) => `  ${part}: { title: ${part} }\n`).join("");
  return { text, titles, whole: `  parts: { whole: all, parts: [${parts.join(", ")}] }\n`, all: sum(ofAll).toLocaleString("en-GB") };
}

test("figures that hang together are withheld until it is decided which may be shown, and that is said", async () => {
  const [sound, groups, places] = [read(TOPIC), read("data/groups.yaml"), register(0)];
  write("data/groups.yaml", groups.replace(/^wholes:\n/m, `${places.titles}wholes:\n${places.whole}`));
  write("data/measures/register.yaml", places.text);
  write(TOPIC, `${sound}\nOn the register: {{ value(of="register", geography="england") }}.\n`);
  const page = await open(PAGE);
  await shows(page, places.all);
  await page.evaluate(() => {
    window.heard = [];
    const status = () => document.querySelector(".multum-status").innerText;
    document.addEventListener("multum:heard", (event) => window.heard.push({ ...event.detail, words: document.querySelector("main").innerText, status: status() }));
  });
  const edited = register(23);
  assert.notEqual(edited.all, places.all);
  write("data/measures/register.yaml", edited.text);
  await shows(page, edited.all);
  const [first, second] = await page.evaluate(() => window.heard);
  assert.equal(first.undecided, true);
  assert.match(first.words, /The figure for pupils on a register in England in the 2016 to 2017 academic year is withheld/);
  assert.ok(!first.words.includes(places.all) && !first.words.includes(edited.all));
  assert.match(first.status, /is being decided/);
  assert.equal(second.undecided, false);
  assert.ok(second.words.includes(`On the register: ${edited.all}`));
  assert.doesNotMatch(second.status, /is being decided/);
  assert.deepEqual(page.faults, []);
  assert.match(preview.said.text, /Decided which figures may be shown: \d+ ms; \d+ pages or files changed\./);
  unlinkSync(at("data/measures/register.yaml"));
  write("data/groups.yaml", groups);
  write(TOPIC, sound);
  await page.getByText("On the register").waitFor({ state: "detached", timeout: PATIENCE });
  await page.close();
});

test("a page that comes is there, and one that goes is gone", async () => {
  const file = "content/2016-17/new-page.md";
  const page = await browser.newPage();
  await page.goto(`${preview.address}2016-17/new-page.html`);
  assert.doesNotMatch(await page.locator("main").innerText(), /Just written/);
  write(file, "---\ntitle: A new page\norder: 900\n---\n\nJust written.\n");
  await shows(page, "Just written.");
  renameSync(at(file), at("content/2016-17/renamed.md"));
  await page.getByText("Just written.").waitFor({ state: "detached", timeout: PATIENCE });
  const renamed = await open("2016-17/renamed.html");
  await shows(renamed, "Just written.");
  unlinkSync(at("content/2016-17/renamed.md"));
  await renamed.getByText("Just written.").waitFor({ state: "detached", timeout: PATIENCE });
  assert.equal((await fetch(`${preview.address}2016-17/renamed.html`)).status, 404);
  await Promise.all([page.close(), renamed.close()]);
});

test("a browser that slept is shown what it missed", async () => {
  const context = await browser.newContext();
  const page = await open(PAGE, context);
  await page.evaluate(() => (window.untouched = true));
  await context.setOffline(true);
  const asleep = "document.dispatchEvent(new Event('visibilitychange'))";
  await page.evaluate(`Object.defineProperty(document, "hidden", { value: true, configurable: true }); ${asleep}`);
  const sound = read(TOPIC);
  write(TOPIC, `${sound}\nWritten while it slept.\n`);
  await until(async () => (await (await fetch(preview.address + PAGE)).text()).includes("Written while it slept."));
  assert.equal(await page.getByText("Written while it slept.").count(), 0);
  await context.setOffline(false);
  await page.evaluate(`Object.defineProperty(document, "hidden", { value: false, configurable: true }); ${asleep}`);
  await shows(page, "Written while it slept.");
  assert.equal(await page.evaluate(() => window.untouched), true);
  write(TOPIC, sound);
  await page.getByText("Written while it slept.").waitFor({ state: "detached", timeout: PATIENCE });
  await context.close();
});

test("a second preview takes the next port, and one that ends and starts again is found by the open page", async () => {
  const second = await start();
  assert.match(second.said.text, /Port 4300 is taken: the preview is on port \d+\./);
  const port = Number(new URL(second.address).port);
  const page = await browser.newPage();
  await page.goto(second.address + PAGE);
  await shows(page, "Up to date");
  second.child.kill("SIGINT");
  assert.deepEqual(await second.ended, { code: 0, signal: null }, second.said.text);
  assert.match(second.said.text, /The preview has ended\./);
  await shows(page, "can’t be reached");
  const sound = read(TOPIC);
  write(TOPIC, `${sound}\nWritten while there was no preview.\n`);
  const third = await start(port);
  assert.equal(third.address, second.address);
  await shows(page, "Written while there was no preview.");
  third.child.kill("SIGINT");
  assert.equal((await third.ended).code, 0);
  write(TOPIC, sound);
  await page.close();
});

test("nothing was written into the site", async () => {
  assert.deepEqual(
    (await import("node:fs")).readdirSync(folder).sort(),
    ["content", "data", "site.toml", "themes"],
  );
});
