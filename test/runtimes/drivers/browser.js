/**
 * The checks in a page of a browser, from a server on loopback.
 *
 *     node drivers/browser.js <folder> <extent> <chrome | firefox> <executable> [--without-eval]
 */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const [folder = '', extent = '', browserName = '', executablePath = '', csp] =
  process.argv.slice(2);
const script = readFileSync(join(folder, 'script.js'));

/** Under it a page may not compile WebAssembly. */
const withoutEval = { 'content-security-policy': "default-src 'self'" };

const server = createServer((request, response) => {
  if (request.url === '/script.js') {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  } else if (request.url === '/') {
    response
      .writeHead(200, { 'content-type': 'text/html', ...(csp ? withoutEval : {}) })
      .end('<!doctype html><meta charset="utf-8"><script src="/script.js"></script>');
  } else {
    response.writeHead(404).end();
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('there is no port');

const browser = await puppeteer.launch({
  browser: browserName === 'firefox' ? 'firefox' : 'chrome',
  executablePath,
  headless: true,
  args: browserName === 'firefox' ? [] : chromiumFlags(),
});
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(`http://127.0.0.1:${address.port}/`);
  // A string, so that nothing of this program goes along.
  const report = await page.evaluate(`globalThis.report(${JSON.stringify(extent)})`);
  const version = await browser.version();
  console.log(`REPORT ${JSON.stringify({ ...JSON.parse(String(report)), version })}`);
} finally {
  await browser.close();
  server.close();
}

function chromiumFlags() {
  return [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}
