/**
 * Runs the benches one after the other, each in a process of its own, so that none inherits what the
 * engine has learnt in another, and writes what they have measured to bench/results.json.
 *
 *   node bench/run.js [--quick] [--only NAME]... [--save FILE]
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describe, environment, load } from './environment.js';
import {
  collectTables,
  emptyResults,
  formatJson,
  parseResults,
  withEntry,
} from './results-file.js';
import { saveTranscript } from './transcript.js';

const benches = [
  'control',
  'size',
  'mask',
  'frame',
  'encode',
  'stream',
  'curves',
  'drip',
  'accept',
  'utf8',
  'handshake',
  'memory',
  'echo',
  'deflate',
  'deflate-alone',
  'deflate-size',
  'deflate-bomb',
  'deflate-memory',
];
const resultsPath = fileURLToPath(new URL('results.json', import.meta.url));

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
const around = environment();
const command = ['npm run bench --', ...process.argv.slice(2)].join(' ').replace(/ --$/, '');
// Read before hours are spent, in case it is no such file.
let results = existsSync(resultsPath)
  ? parseResults(readFileSync(resultsPath, 'utf8'))
  : emptyResults();
for (const line of describe(around)) console.log(line);
if (values.quick)
  console.log('--quick: everything runs, the figures mean nothing and are not kept');

/** @type {{ name: string, output: string }[]} */
const reports = [];
for (const name of benches.filter((bench) => values.only.includes(bench))) {
  console.log(`\n=== ${name} ===`);
  const { output, entry } = await runBench(name);
  reports.push({ name, output });
  if (values.save !== undefined) saveTranscript(values.save, begin, around, reports);
  // Bench by bench, so that a run that is broken off has not been for nothing.
  if (!values.quick) {
    results = withEntry(results, name, entry, benches);
    writeFileSync(resultsPath, `${formatJson(results)}\n`);
  }
}

/** @param {string} name */
async function runBench(name) {
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const date = new Date();
  const loadBefore = load();
  const child = spawn(process.execPath, values.quick ? [file, '--quick'] : [file], {
    stdio: ['inherit', 'pipe', 'inherit', 'ipc'],
  });
  const { tables, accept } = collectTables();
  child.on('message', (message) =>
    accept(/** @type {import('./output.js').Message} */ (/** @type {unknown} */ (message))),
  );
  let output = '';
  /** @type {import('node:stream').Readable} */ (child.stdout)
    .setEncoding('utf8')
    .on('data', (text) => {
      process.stdout.write(text);
      output += text;
    });
  const [[status]] = await Promise.all([once(child, 'close'), once(child, 'disconnect')]);
  if (status !== 0) {
    console.error(`bench ${name} failed`);
    process.exit(1);
  }
  const about = {
    date: date.toISOString(),
    seconds: Math.round((Date.now() - date.getTime()) / 1000),
    command,
    loadBefore,
    loadAfter: load(),
  };
  return { output, entry: { ...about, ...around, tables } };
}
