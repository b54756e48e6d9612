/**
 * Runs the benches one after the other, each in a process of its own, so that none inherits what the
 * engine has learnt in another.
 *
 *   node bench/run.js [--quick] [--only NAME]...
 */

import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

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
];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: benches },
  },
});

for (const name of values.only) {
  if (!benches.includes(name)) {
    console.error(`there is no bench called ${name}; there are ${benches.join(', ')}`);
    process.exit(2);
  }
}

console.log(`Node ${process.versions.node}, V8 ${process.versions.v8}, ${process.platform}`);
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
if (values.quick) console.log('--quick: everything runs, the figures mean nothing');

for (const name of benches.filter((bench) => values.only.includes(bench))) {
  console.log(`\n=== ${name} ===`);
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const { status } = spawnSync(process.execPath, values.quick ? [file, '--quick'] : [file], {
    stdio: 'inherit',
  });
  if (status !== 0) {
    console.error(`bench ${name} failed`);
    process.exit(1);
  }
}
