// Examines the built site that SITE names: SITE=public REPORT=2016-17 node --test site.test.mjs
// REPORT, a report's folder within the site, has each of its pages looked at closely; without it,
// one page of each template is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import path from "node:path";
import { launch } from "./browser.mjs";
import { checkOf, checks } from "./checks.mjs";
import { examine } from "./examine.mjs";
import { htmlErrors } from "./html-checker.mjs";
import { Site, isFolder } from "./site.mjs";

const { SITE, REPORT = null } = process.env;
if (!SITE) throw new Error("say which built site to look at: SITE=public node --test tests/browser/site.test.mjs");
const site = new Site(SITE);
if (REPORT && !isFolder(path.join(site.folder, REPORT))) throw new Error(`${SITE} has no report ${REPORT}`);

let browser;
let faults;

before(async () => {
  browser = await launch();
  const started = Date.now();
  const seen = await examine(browser, site, { report: REPORT });
  faults = seen.faults;
  for (const [file, errors] of await htmlErrors(site.pages.map((name) => path.join(site.folder, name)))) {
    const page = path.relative(site.folder, file);
    for (const detail of errors) faults.push({ check: "html", page, detail });
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`pages: ${seen.pages}, opened: ${seen.opened}, looked at closely: ${seen.sample}, seconds: ${seconds}`);
});

after(() => browser?.close());

for (const [check, words] of Object.entries(checks)) {
  test(words, () => {
    const found = faults.filter((fault) => checkOf(fault) === check);
    const lines = found.map((fault) => `${fault.check}  ${fault.page}: ${fault.detail}`);
    if (lines.length > 0) assert.fail([`faults: ${lines.length}`, ...shortened(lines)].join("\n"));
  });
}

// A fault of the theme is on every page; forty lines of it tell as much as a thousand.
function shortened(lines) {
  const most = 40;
  return lines.length <= most ? lines : [...lines.slice(0, most), `and ${lines.length - most} more`];
}
