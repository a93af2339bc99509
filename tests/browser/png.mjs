// Pixels of the pictures that Chromium takes: 8 bits a channel, RGB or RGBA, not interlaced.
// Reading them here saves sending each picture back into a page to be drawn on a canvas.

import { inflateSync } from "node:zlib";

export function decode(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [depth, colours, , , interlace] = png.subarray(24, 29);
  if (depth !== 8 || ![2, 6].includes(colours) || interlace !== 0) {
    throw new Error(`a picture of ${depth} bits, colour type ${colours}, interlace ${interlace} is none that Chromium takes`);
  }
  const channels = colours === 6 ? 4 : 3;

  const parts = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const data = inflateSync(Buffer.concat(parts));

  // Each row begins with the number of the filter that it went through (PNG, section 9).
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)];
    const row = data.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    const out = y * stride;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? pixels[out + x - channels] : 0;
      const up = y > 0 ? pixels[out + x - stride] : 0;
      const corner = x >= channels && y > 0 ? pixels[out + x - stride - channels] : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = up;
      else if (filter === 3) guess = (left + up) >> 1;
      else if (filter === 4) {
        const away = left + up - corner;
        const fromLeft = Math.abs(away - left);
        const fromUp = Math.abs(away - up);
        const fromCorner = Math.abs(away - corner);
        guess = fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner;
      }
      pixels[out + x] = row[x] + guess;
    }
  }
  return { width, height, channels, pixels };
}
