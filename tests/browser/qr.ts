// QR codes, as a camera reads them.

import jsQR from 'jsqr';
import type { Locator } from '@playwright/test';

/** What a camera would read off an SVG that public/qr.js has drawn. */
export async function decodedCode(code: Locator): Promise<string | undefined> {
  const { size, path } = await code.evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')!.split(' ')[2]), path: svg.querySelectorAll('path')[1]!.getAttribute('d')!,
  }));
  const SCALE = 4;
  const pixels = new Uint8ClampedArray((size * SCALE) ** 2 * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < SCALE; dy++) {
      for (let dx = 0; dx < SCALE; dx++) {
        const at = ((Number(y) * SCALE + dy) * size * SCALE + Number(x) * SCALE + dx) * 4;
        pixels.fill(0, at, at + 3);
      }
    }
  }
  return jsQR(pixels, size * SCALE, size * SCALE)?.data;
}
