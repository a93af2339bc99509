// The Nu HTML checker, which the W3C's own validator runs, over many pages in one go.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

const jar = path.join(path.dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build", "dist", "vnu.jar");

// In large print rows are set line by line where there is no room, and some browsers then forget that a table is one: so its
// parts say their roles themselves. The checker takes that for words said twice.
const SAID_TWICE = /^The “role” attribute must not be used on an? “(tr|th|td|thead|tbody)” element which has a “table” ancestor/;

// The errors of each page: a map from its path on disk to lines for a person.
export async function htmlErrors(files) {
  const found = new Map(files.map((file) => [path.resolve(file), []]));
  // A command line has an end, and a site may have thousands of pages.
  for (let start = 0; start < files.length; start += 500) {
    const { stderr } = await promisify(execFile)(
      "java",
      ["-Xss4m", "-jar", jar, "--format", "json", "--errors-only", "--exit-zero-always", ...files.slice(start, start + 500)],
      { maxBuffer: 256 * 1024 * 1024 },
    );
    // Java may say things of its own before the report, which is one object.
    const report = JSON.parse(stderr.slice(stderr.indexOf("{")));
    for (const message of report.messages) {
      if (message.type === "info" || SAID_TWICE.test(message.message)) continue;
      const file = message.url ? decodeURIComponent(new URL(message.url).pathname) : null;
      const line = `line ${message.lastLine ?? "?"}: ${message.message}`;
      if (!found.has(file)) throw new Error(`the HTML checker failed: ${message.message}`);
      found.get(file).push(line);
    }
  }
  return found;
}
