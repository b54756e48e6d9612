/**
 * Makes the playground one HTML file that works from anywhere, file:// included, and can send nothing.
 *
 *     npm run playground   reports/playground/index.html
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = new URL('./', import.meta.url);
const live = new URL('../live/page/', import.meta.url);
const output = new URL('../../reports/playground/', import.meta.url);

const sheets = [
  new URL('page.css', live),
  new URL('wire.css', live),
  new URL('frame.css', live),
  new URL('page.css', folder),
];

const script = await bundle();
const style = sheets.map((sheet) => readFileSync(sheet, 'utf8')).join('\n');
const icon = readFileSync(new URL('icon.svg', live)).toString('base64');
const policy = [
  "default-src 'none'",
  `script-src '${hashOf(script)}'`,
  `style-src '${hashOf(style)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const head = [
  `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  '<meta name="referrer" content="no-referrer">',
  `<link rel="icon" href="data:image/svg+xml;base64,${icon}">`,
  `<style>${style}</style>`,
].join('\n    ');

const html = readFileSync(new URL('page.html', folder), 'utf8')
  .replace('<!-- bundle -->', () => head)
  .replace('</body>', () => `<script>${script}</script>\n  </body>`);
mkdirSync(output, { recursive: true });
writeFileSync(new URL('index.html', output), html);
console.log(fileURLToPath(new URL('index.html', output)));

/** The page's modules and the package as one script: from file:// a browser loads no modules. */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.js', folder))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('nothing came of the bundle');
  if (/<\/script|<!--/i.test(file.text)) throw new Error('the bundle would end its own element');
  return file.text;
}

/** @param {string} text of an element, as Content-Security-Policy wants to see it */
function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
