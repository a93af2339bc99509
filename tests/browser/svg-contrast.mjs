// The contrast of text in charts, measured on the picture that the browser draws.
//
// axe-core says nothing of text in an SVG ("needs review"), and in forced colours no computed
// style tells what is drawn. So each drawing is pictured twice, with its text and without:
// a pixel that differs is text, and what the second picture has there is its ground.
// A label may lie half on a bar and half beside it, so each ground is judged by itself.

import { showSvgText, showSvgTexts, svgTexts } from "./in-page.mjs";
import { decode } from "./png.mjs";

// Three pixels of the picture to one of the page: the stems of 12 pixel text then have whole
// pixels of their own colour, not only softened edges.
export const PICTURE_SCALE = 3;

// Anything this near to its ground is no text that was drawn, but noise of the two pictures.
const SAME = 12;

export async function weakTexts(page) {
  const weak = [];
  const pending = new Set((await page.evaluate(svgTexts)).map((text) => text.index));
  // One text at a time is brought to the middle of the screen; those that come with it are
  // measured with it. Pictures larger than the screen come out faulty, so none is taken.
  for (const target of pending) {
    await page.evaluate(showSvgText, target);
    const texts = await page.evaluate(svgTexts);
    const labels = texts.filter((text) => pending.has(text.index) && text.onScreen);
    pending.delete(target);
    if (!labels.some((label) => label.index === target)) continue;
    const { drawn, ground } = await pictures(page, labels, texts);
    for (const label of labels) {
      const wanted = label.size >= 24 || (label.bold && label.size >= 18.66) ? 3 : 4.5;
      const measured = contrast(label, drawn, ground);
      // A twentieth is left for the rounding of colours that stand exactly at the limit.
      if (measured >= wanted - 0.05) pending.delete(label.index);
      // At the edge of the screen a text may lie under a bar that stays there; in the middle it does not.
      else if (label.index === target) {
        weak.push(`"${label.words}" has a contrast of ${measured.toFixed(2)}, and needs ${wanted}`);
      }
    }
  }
  return weak;
}

// The part of the screen that holds these texts, with them and without. A part drawn faultily, which
// Chromium does once in a while, shows where no text is; then both pictures are taken again.
async function pictures(page, labels, texts) {
  const x = Math.max(0, Math.floor(Math.min(...labels.map((label) => label.left))));
  const y = Math.max(0, Math.floor(Math.min(...labels.map((label) => label.top))));
  const { width, height } = page.viewportSize();
  const right = Math.min(width, Math.ceil(Math.max(...labels.map((label) => label.right))));
  const bottom = Math.min(height, Math.ceil(Math.max(...labels.map((label) => label.bottom))));
  const clip = { x, y, width: right - x, height: bottom - y };
  for (const label of texts) {
    label.inPicture = {
      left: Math.max(0, Math.round((label.left - x) * PICTURE_SCALE)),
      top: Math.max(0, Math.round((label.top - y) * PICTURE_SCALE)),
      right: Math.min(clip.width * PICTURE_SCALE, Math.round((label.right - x) * PICTURE_SCALE)),
      bottom: Math.min(clip.height * PICTURE_SCALE, Math.round((label.bottom - y) * PICTURE_SCALE)),
    };
  }
  const picture = async () => decode(await page.screenshot({ clip, animations: "disabled" }));
  for (let tries = 0; tries < 5; tries += 1) {
    const drawn = await picture();
    await page.evaluate(showSvgTexts, false);
    const ground = await picture();
    await page.evaluate(showSvgTexts, true);
    if (sameAroundText(drawn, ground, texts)) return { drawn, ground };
  }
  throw new Error(`${page.url()}: five pictures of a chart each differed from the next where no text is: does it move?`);
}

// Texts that lie half outside of the screen are not measured, and come and go with the others.
function sameAroundText(drawn, ground, labels) {
  const slack = 4 * PICTURE_SCALE;
  let strange = 0;
  for (let y = 0; y < drawn.height; y += 1) {
    const beside = labels.map((label) => label.inPicture).filter((box) => y >= box.top - slack && y < box.bottom + slack);
    for (let x = 0; x < drawn.width; x += 1) {
      if (!differs(drawn, ground, x, y)) continue;
      if (!beside.some((box) => x >= box.left - slack && x < box.right + slack)) strange += 1;
    }
  }
  return strange < 100;
}

function contrast(label, drawn, ground) {
  const { left, top, right, bottom } = label.inPicture;
  // Small letters stand in the middle of the box; above and below them the ground need not be theirs.
  const middle = [top + (bottom - top) * 0.35, top + (bottom - top) * 0.65];

  const grounds = new Map();
  let total = 0;
  for (let py = top; py < bottom; py += 1) {
    const inMiddle = !label.upright || (py >= middle[0] && py < middle[1]);
    for (let px = left; px < right; px += 1) {
      const behind = colour(ground, px, py);
      const key = behind.map((part) => part >> 3).join();
      if (!grounds.has(key)) grounds.set(key, { share: 0, contrasts: [] });
      const here = grounds.get(key);
      if (inMiddle) {
        here.share += 1;
        total += 1;
      }
      if (differs(drawn, ground, px, py)) here.contrasts.push(ratio(colour(drawn, px, py), behind));
    }
  }
  let worst = Infinity;
  for (const { share, contrasts } of grounds.values()) {
    // A grid line or an edge behind a letter hides no word.
    if (share < total * (label.upright ? 0.2 : 0.5)) continue;
    contrasts.sort((a, b) => a - b);
    worst = Math.min(worst, contrasts.length === 0 ? 1 : contrasts[Math.floor((contrasts.length - 1) * 0.98)]);
  }
  return worst;
}

function differs(one, other, x, y) {
  const here = (y * one.width + x) * one.channels;
  const there = (y * other.width + x) * other.channels;
  for (let part = 0; part < 3; part += 1) {
    if (Math.abs(one.pixels[here + part] - other.pixels[there + part]) > SAME) return true;
  }
  return false;
}

function colour({ width, channels, pixels }, x, y) {
  const at = (y * width + x) * channels;
  return [pixels[at], pixels[at + 1], pixels[at + 2]];
}

// WCAG 2.2, "contrast ratio" and "relative luminance".
export function ratio(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(parts) {
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
