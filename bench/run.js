/**
 * Runs the benches one after the other, each in a process of its own, so that none inherits what the
 * engine has learnt in another.
 *
 *   node bench/run.js [--quick] [--only NAME]... [--save FILE]
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, saveReport } from './report.js';

const benches = [
  'control',
  'mask',
  'frame',
  'accept',
  'utf8',
  'handshake',
  'stream',
  'drip',
  'memory',
  'echo',
  'deflate',
  'deflate-alone',
  'deflate-size',
  'deflate-bomb',
  'deflate-memory',
];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: benches },
    save: { type: 'string' },
  },
});

for (const name of values.only) {
  if (!benches.includes(name)) {
    console.error(`there is no bench called ${name}; there are ${benches.join(', ')}`);
    process.exit(2);
  }
}

const begin = new Date();
for (const line of machine()) console.log(line);
if (values.quick) console.log('--quick: everything runs, the figures mean nothing');

/** @type {{ name: string, output: string }[]} */
const reports = [];
for (const name of benches.filter((bench) => values.only.includes(bench))) {
  console.log(`\n=== ${name} ===`);
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const child = spawn(process.execPath, values.quick ? [file, '--quick'] : [file], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    output += text;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) {
    console.error(`bench ${name} failed`);
    process.exit(1);
  }
  reports.push({ name, output });
  if (values.save !== undefined) saveReport(values.save, begin, reports);
}
