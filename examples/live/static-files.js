/**
 * The files that the server shows: all are named and read at the start, so that no request's path ever
 * meets the file system.
 */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} StaticFile
 * @property {string} type
 * @property {Uint8Array} bytes
 * @property {string} [contentSecurityPolicy] of its own, instead of the site's
 */

const pageFolder = new URL('./page/', import.meta.url);
const codecFolder = new URL('../../dist/', import.meta.url);
/** Made by `npm run playground`, in one file. */
const playground = new URL('../../reports/playground/index.html', import.meta.url);

const types = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['svg', 'image/svg+xml'],
]);

/**
 * The page under `/`, what it needs beside it, the built codec under `/codec/`, and the playground if it is built.
 *
 * @returns {ReadonlyMap<string, StaticFile>}
 */
export function loadStaticFiles() {
  /** @type {Map<string, StaticFile>} */
  const files = new Map();
  for (const name of readdirSync(pageFolder)) addFile(files, `/${name}`, new URL(name, pageFolder));
  for (const name of readdirSync(codecFolder)) {
    if (name.endsWith('.js')) addFile(files, `/codec/${name}`, new URL(name, codecFolder));
  }
  if (existsSync(playground)) files.set('/playground', playgroundFile());
  const page = files.get('/page.html');
  if (page === undefined) throw new Error('page.html is missing');
  files.delete('/page.html');
  return files.set('/', page);
}

/**
 * The page's Content-Security-Policy: nothing from elsewhere, and no inline script but the import map.
 *
 * @param {ReadonlyMap<string, StaticFile>} files
 */
export function contentSecurityPolicy(files) {
  const html = Buffer.from(files.get('/')?.bytes ?? []).toString('utf8');
  const importMap = /<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(importMap).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The page says itself which script and which style it may hold.
 *
 * @returns {StaticFile}
 */
function playgroundFile() {
  const bytes = readFileSync(playground);
  const [, policy] =
    /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(String(bytes)) ?? [];
  if (policy === undefined) throw new Error('the playground has no policy');
  const contentSecurityPolicy = `${policy}; frame-ancestors 'none'`;
  return { type: 'text/html; charset=utf-8', bytes, contentSecurityPolicy };
}

/**
 * @param {Map<string, StaticFile>} files
 * @param {string} path
 * @param {URL} url
 */
function addFile(files, path, url) {
  const type = types.get(path.slice(path.lastIndexOf('.') + 1));
  if (type !== undefined) files.set(path, { type, bytes: readFileSync(url) });
}
