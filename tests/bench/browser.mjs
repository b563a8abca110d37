// What the benchmarks share: a browser and a server.

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

export const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css',
  '.woff2': 'font/woff2', '.svg': 'image/svg+xml',
};

/** Chromium, from CHROMIUM or from PATH; `more` are further arguments of its. */
export function browser(more = []) {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  const executablePath = process.env.CHROMIUM ?? found;
  if (!executablePath) throw new Error('no Chromium found: CHROMIUM=/path/to/it says where it is');
  // Chromium's sandbox cannot start as root; its own background traffic would disturb the clock.
  const args = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ...more,
  ];
  return chromium.launch({ executablePath, args });
}

/** Serves what `find` makes of a path (a file, or nothing) on a free port of 127.0.0.1; compressed, as hosts do, where
    it is about the line. */
export async function serve(find, { compressed = false } = {}) {
  const packed = new Map();
  const pack = (file) => {
    if (!packed.has(file)) packed.set(file, brotliCompressSync(readFileSync(file)));
    return packed.get(file);
  };
  const server = createServer((request, response) => {
    const file = find(normalize(new URL(request.url, 'http://127.0.0.1').pathname));
    if (!existsSync(file)) return response.writeHead(404).end();
    const brotli = compressed && extname(file) !== '.woff2' && /\bbr\b/.test(request.headers['accept-encoding']);
    response.writeHead(200, {
      ...(brotli && { 'Content-Encoding': 'br' }),
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      // An isolated page gets a clock of 5 µs instead of 100.
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    response.end(brotli ? pack(file) : readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** Serves a folder of the project. */
export function serveFolder(folder) {
  return serve((path) => join(root, folder, path === '/' ? 'index.html' : path));
}
