// `dist/` on a server of a test's own: a plain folder, at a path and with headers as some host might have them.

import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';

export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

const TYPES: Record<string, string> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm',
  '.woff2': 'font/woff2', '.txt': 'text/plain',
};

/**
 * Serves `dist/` below a path such as `/a/b/`, on this machine alone; gives its address, and a way to end it. What is in
 * the `<body>` of a page waits, if it is told so.
 */
export async function serve(path = '/', headers: Record<string, string> = {}, until?: Promise<void>) {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url!, 'http://host').pathname);
    const name = asked.startsWith(path) ? asked.slice(path.length) || 'index.html' : '';
    const begin = () => response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', ...headers });
    if (until && extname(name) === '.html') {
      const [head, body] = readFileSync(join(DIST, name), 'utf8').split('<body>');
      begin().write(head);
      until.then(() => response.end(`<body>${body}`));
      return;
    }
    const file = createReadStream(join(DIST, name));
    file.on('open', begin);
    file.on('error', () => response.writeHead(404).end());
    file.pipe(response);
  });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${encodeURI(path)}`;
  const close = () => new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
  return { address, close };
}
