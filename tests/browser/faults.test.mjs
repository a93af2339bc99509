// Proves that each check can fail. A folder of faults/ is a small site with one fault; its name is
// the fault's, with -- for a slash, and what tells it from others with the same fault after a dot.
// The suite must find that fault in it and no other, but for those that are the same fault seen by
// another checker, which its index.html names in a comment: <!-- also html -->. faults/none/ has none.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inParallel, launch } from "./browser.mjs";
import { checkOf, checks } from "./checks.mjs";
import { examine } from "./examine.mjs";
import { htmlErrors } from "./html-checker.mjs";
import { Site } from "./site.mjs";
import { ratio } from "./svg-contrast.mjs";

const folder = fileURLToPath(new URL("faults", import.meta.url));
// FAULTS=focus,search has only those looked at whose name begins so: for whoever works on one.
const only = process.env.FAULTS?.split(",");
const names = readdirSync(folder).filter((name) => !only || only.some((start) => name.startsWith(start))).sort();
const found = new Map();

before(async () => {
  const browser = await launch();
  const sites = new Map(names.map((name) => [name, new Site(path.join(folder, name))]));
  await inParallel(names, async (name) => {
    found.set(name, (await examine(browser, sites.get(name))).faults);
  });
  await browser.close();
  const files = [...sites.values()].flatMap((site) => site.pages.map((page) => path.join(site.folder, page)));
  for (const [file, errors] of await htmlErrors(files)) {
    const [name, ...page] = path.relative(folder, file).split(path.sep);
    for (const detail of errors) found.get(name).push({ check: "html", page: page.join("/"), detail });
  }
});

for (const name of names) {
  const page = readFileSync(path.join(folder, name, "index.html"), "utf8");
  const also = page.match(/<!-- also (.*?) -->/)?.[1].split(", ") ?? [];
  const wanted = name === "none" ? [] : [name.split(".")[0].replace("--", "/"), ...also].sort();
  test(wanted.length === 0 ? "a site without a fault passes" : `the fault ${name} is found, and no other`, () => {
    const seen = [...new Set(found.get(name).map((fault) => fault.check))].sort();
    assert.deepEqual(seen, wanted, found.get(name).map((fault) => `${fault.check}  ${fault.page}: ${fault.detail}`).join("\n"));
  });
}

test("every check has a folder that proves it can fail", { skip: only !== undefined }, () => {
  const proven = new Set(names.map((name) => checkOf({ check: name.split(".")[0].replace("--", "/") })));
  assert.deepEqual(Object.keys(checks).filter((check) => !proven.has(check)), []);
});

test("contrast is computed as the standard says", () => {
  assert.equal(ratio([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(ratio([118, 118, 118], [255, 255, 255]).toFixed(2), "4.54");
});
