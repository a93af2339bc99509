// A built site as a folder of files, and the same folder behind a small server under a sub-path.

import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Councils put the review below their own site's top, so nothing may lean on being at the root.
const SUB_PATH = "/review/";

const DOWNLOADS = new Set([".csv", ".ods", ".xlsx", ".pdf", ".brf", ".txt", ".epub", ".zip"]);

const MEDIA_TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".pdf": "application/pdf",
};

export class Site {
  constructor(folder) {
    this.folder = path.resolve(folder);
    if (!existsSync(path.join(this.folder, "index.html"))) {
      throw new Error(`${this.folder} has no index.html: build the site into it first`);
    }
    this.files = new Set(
      readdirSync(this.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(this.folder, path.join(entry.parentPath ?? entry.path, entry.name)))
        .map((name) => name.split(path.sep).join("/")),
    );
    this.root = pathToFileURL(this.folder + path.sep).href;
  }

  get pages() {
    return [...this.files].filter((name) => name.endsWith(".html")).sort();
  }

  get downloads() {
    return [...this.files].filter((name) => DOWNLOADS.has(path.extname(name))).sort();
  }

  address(name) {
    return new URL(name.split("/").map(encodeURIComponent).join("/"), this.root).href;
  }

  // The file that an address means, whether or not it is there; null when it lies outside the site.
  // `base` is the address that the site's top has: on disk, behind the server, or on the web.
  fileAt(address, base = this.root) {
    const bare = address.replace(/[?#].*$/s, "");
    if (!bare.startsWith(base)) return null;
    let name;
    try {
      name = decodeURIComponent(bare.slice(base.length));
    } catch {
      return null;
    }
    // Only a server turns a folder into its index page; from a disk the reader sees a list of files.
    if (base !== this.root && (name === "" || name.endsWith("/"))) name += "index.html";
    return name;
  }
}

export async function serve(site) {
  const server = createServer((request, response) => {
    const answer = (status, name) => {
      const type = MEDIA_TYPES[path.extname(name)] ?? "application/octet-stream";
      response.writeHead(status, { "content-type": type });
      createReadStream(path.join(site.folder, name)).pipe(response);
    };
    const name = site.fileAt(new URL(request.url, server.base).href, server.base);
    if (name !== null && site.files.has(name)) answer(200, name);
    else if (site.files.has("404.html")) answer(404, "404.html");
    else response.writeHead(404).end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  server.base = `http://127.0.0.1:${server.address().port}${SUB_PATH}`;
  return server;
}

// Says whether a file is one that no page need link to.
export function notLinked(listed = fileURLToPath(new URL("not-linked.txt", import.meta.url))) {
  const lines = readFileSync(listed, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return (name) =>
    lines.some((line) => (line.endsWith("*") ? name.startsWith(line.slice(0, -1)) : name === line));
}

export function isFolder(name) {
  return existsSync(name) && statSync(name).isDirectory();
}
