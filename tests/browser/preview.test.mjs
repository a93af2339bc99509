// The preview as an author sees it: MULTUM=target/release/multum node --test preview.test.mjs
// Types a change, breaks it, mends it, deletes a page, in a copy of Rutland's review, and looks at the open browser.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
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
  await page.evaluate(() => (window.untouched = true));
  await other.evaluate(() => (document.querySelector("main").untouched = true));
  const sound = read(TOPIC);
  write(TOPIC, `${sound}\nWritten while the browser looked on.\n`);
  await shows(page, "Written while the browser looked on.");
  assert.equal(await page.evaluate(() => window.untouched), true, "the page was not loaded again");
  const now = await page.evaluate(place);
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
