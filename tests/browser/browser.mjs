// Chromium as the suite starts it, and a pool that keeps two pages busy.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (!executablePath) throw new Error("Chromium is not installed: on Debian, apt-get install chromium");
  return chromium.launch({
    executablePath,
    args: [
      // Chromium's own sandbox does not start for root, as whom machines that test often run.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // No name resolves, so a page that asks something of another site is seen to, and gets nothing.
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ],
  });
}

// Runs `task` over a list that may grow while it runs, two at a time: as many as the machine has cores.
export async function inParallel(queue, task, width = 2) {
  let next = 0;
  let busy = 0;
  await new Promise((done, fail) => {
    const feed = () => {
      if (busy === 0 && next === queue.length) done();
      while (busy < width && next < queue.length) {
        busy += 1;
        task(queue[next++]).then(() => {
          busy -= 1;
          feed();
        }, fail);
      }
    };
    feed();
  });
}
