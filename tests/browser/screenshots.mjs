// Takes pictures of pages, to be looked at by a person:
//   node tests/browser/screenshots.mjs public pictures index.html 2016-17/attendance.html
// Each page is pictured on a phone, on a desktop, dark, in forced colours, and as it prints.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { launch } from "./browser.mjs";
import { Site } from "./site.mjs";

const [folder, out, ...pages] = process.argv.slice(2);
if (pages.length === 0) {
  console.error("usage: node tests/browser/screenshots.mjs SITE OUT PAGE...");
  process.exit(2);
}

const PICTURES = {
  phone: { viewport: { width: 320, height: 640 } },
  "phone-dark": { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
  desktop: { viewport: { width: 1280, height: 800 } },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  forced: { viewport: { width: 1280, height: 800 }, colorScheme: "dark", forcedColors: "active" },
};

const site = new Site(folder);
mkdirSync(out, { recursive: true });
const browser = await launch();
for (const name of pages) {
  if (!site.files.has(name)) {
    console.error(`${folder} has no ${name}`);
    process.exitCode = 1;
    continue;
  }
  const stem = path.join(out, name.replace(/\.html$/, "").replaceAll("/", "-"));
  for (const [kind, options] of Object.entries(PICTURES)) {
    const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(site.address(name), { waitUntil: "load" });
    await page.screenshot({ path: `${stem}.${kind}.png`, fullPage: true });
    if (kind === "desktop") await page.pdf({ path: `${stem}.print.pdf`, format: "A4", preferCSSPageSize: true, tagged: true });
    await context.close();
  }
  console.log(`${stem}.{${Object.keys(PICTURES).join(",")}}.png, ${stem}.print.pdf`);
}
await browser.close();
