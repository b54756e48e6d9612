/**
 * Bytes that an idle connection of a server holds once it has received and sent a compressed message. Each
 * figure comes from processes of its own: native memory shows in the size of a process alone.
 */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { quick } from './harness.js';
import { print, tell } from './output.js';
import { median } from './statistics.js';

const COUNT = quick ? 50 : 1_000;
const RUNS = quick ? 1 : 5;
const child = fileURLToPath(new URL('deflate-memory-child.js', import.meta.url));

/** @type {(readonly [string, string])[]} */
const rows = [
  ['Connection, uncompressed', 'without'],
  ['ws, uncompressed', 'without'],
  ['Connection, zlibCompressor', 'without'],
  ['Connection, pakoCompressor', 'without'],
  ['ws, PerMessageDeflate', 'without'],
  ['Connection, zlibCompressor', 'with'],
  ['Connection, pakoCompressor', 'with'],
  ['ws, PerMessageDeflate', 'with'],
];
/** @typedef {{ rss: number, heap: number, external: number }} Sample */
/** @type {Sample[][]} */
const samples = rows.map(() => []);
for (let run = 0; run < RUNS; run++) {
  for (let place = 0; place < rows.length; place++) {
    const who = (place + run) % rows.length;
    const [name = '', takeover = ''] = rows[who] ?? [];
    const json = execFileSync(process.execPath, [child, name, takeover, String(COUNT)]);
    samples[who]?.push(JSON.parse(json.toString()));
  }
}

print(`\nBytes of each of ${COUNT} idle connections, after a message of 1 KiB each way`);
print(`Medians of ${RUNS} processes each\n`);
const columns = ['growth of the process', 'JavaScript heap', 'outside of it'];
print(' '.repeat(54) + columns.map((column) => column.padStart(23)).join(''));
const figures = rows.map(([name, takeover], who) => {
  const list = /** @type {Sample[]} */ (samples[who]);
  const of = (/** @type {keyof Sample} */ key) =>
    Math.round(median(list.map((sample) => sample[key])));
  const label = name.endsWith('uncompressed') ? name : `${name}, ${takeover} context takeover`;
  const values = { process: of('rss'), heap: of('heap'), external: of('external') };
  const cells = Object.values(values).map((value) => String(value).padStart(23));
  print(label.padEnd(54) + cells.join(''));
  return { name: label, values };
});
tell({ title: 'Bytes of each idle connection, compressed', figures });
