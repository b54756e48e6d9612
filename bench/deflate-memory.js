/**
 * Bytes that an idle connection of a server holds once it has received and sent a compressed message. Each
 * figure comes from processes of its own: native memory shows in the size of a process alone.
 */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { quick } from './harness.js';
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

console.log(`\nBytes of each of ${COUNT} idle connections, after a message of 1 KiB each way`);
console.log(`Medians of ${RUNS} processes each\n`);
const columns = ['growth of the process', 'JavaScript heap', 'outside of it'];
console.log(' '.repeat(54) + columns.map((column) => column.padStart(23)).join(''));
for (const [who, [name, takeover]] of rows.entries()) {
  const list = /** @type {Sample[]} */ (samples[who]);
  const figures = /** @type {const} */ (['rss', 'heap', 'external']).map((key) =>
    String(Math.round(median(list.map((sample) => sample[key])))).padStart(23),
  );
  const label = name.endsWith('uncompressed') ? name : `${name}, ${takeover} context takeover`;
  console.log(label.padEnd(54) + figures.join(''));
}
