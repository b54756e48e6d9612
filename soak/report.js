/**
 * The figures of a run, for people and for the record.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, environment, load } from '../bench/environment.js';
import { formatJson } from '../bench/results-file.js';
import { median, thirds } from './judge.js';

/**
 * @import { Memory } from './server.js'
 * @import { Tally } from './tally.js'
 */

/**
 * @typedef {object} Result
 * @property {number} connections
 * @property {number} minutes
 * @property {number} hostile
 * @property {number} seed
 * @property {number} seconds until all was over
 * @property {Memory} before
 * @property {Memory} after
 * @property {readonly Memory[]} samples
 * @property {Tally} tally
 * @property {readonly string[]} faults
 */

const BEGIN = '<!-- figures: written by `npm run soak -- --record` -->';
const END = '<!-- end of the figures -->';
const folder = new URL('./', import.meta.url);

/** @param {number} bytes */
const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
/** @param {number} count */
const grouped = (count) => count.toLocaleString('en-US').replaceAll(',', ' ');

/** One line on how it goes. @param {Memory | undefined} memory @param {Tally} tally */
export function describeRun(memory, { good, messages, hostile }) {
  const { usedBytes = 0, residentBytes = 0, connections = 0 } = memory ?? {};
  return [
    `${connections} open`,
    `${mebibytes(usedBytes)} used, ${mebibytes(residentBytes)} resident`,
    `${grouped(good)} good connections ended with ${grouped(messages)} messages`,
    `${grouped(hostile)} hostile`,
  ].join('; ');
}

/** Writes what a run gave beside this file. @param {Result} run */
export async function record(run) {
  const where = environment();
  const date = new Date().toISOString().slice(0, 10);
  const { samples, ...figures } = run;
  const memory = samples.map(({ usedBytes, residentBytes, connections }) => [
    usedBytes,
    residentBytes,
    connections,
  ]);
  const entry = { date, ...where, load: load(), ...figures, samples: memory };
  writeFileSync(new URL('results.json', folder), `${formatJson(entry)}\n`);
  const path = new URL('README.md', folder);
  const text = readFileSync(path, 'utf8');
  const [head, rest] = text.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) throw new Error('README.md has lost its marks');
  const figuresText = markdown(run, date, describe(where));
  writeFileSync(path, `${head}${BEGIN}\n\n${figuresText}\n\n${END}${tail}`);
}

/** @param {Result} run @param {string} date @param {readonly string[]} where */
function markdown(run, date, [runtime = '', machine = '', versions = '']) {
  const { tally, samples } = run;
  const rows = [
    [
      'connections at a time',
      `${grouped(run.connections)}, ${run.hostile * 100} % of them hostile`,
    ],
    ['of them with a handshake that is done, median', grouped(median(samples, 'connections'))],
    ['time', `${grouped(run.seconds)} s, seed ${run.seed}`],
    [
      'good connections',
      `${grouped(tally.good)}, of which ${grouped(sum(tally.faults))} were failed`,
    ],
    ['pings of theirs that were answered', grouped(tally.pongs)],
    ['messages echoed to them', `${grouped(tally.messages)}, ${mebibytes(tally.bytes)}`],
    ['hostile connections', grouped(tally.hostile)],
    ['cut off at the end', grouped(tally.cutOff)],
    ['ends of them that were wrong', grouped(sum(tally.wrong))],
    ...['usedBytes', 'residentBytes'].map((what) => {
      const { middle, last } = thirds(samples, /** @type {'usedBytes'} */ (what));
      const name = what === 'usedBytes' ? 'in use' : 'resident';
      return [
        `memory ${name}, second third and last`,
        `${mebibytes(middle)}, ${mebibytes(last)} (${(last / middle).toFixed(2)} ×)`,
      ];
    }),
    [
      'memory in use before and after all',
      `${mebibytes(run.before.usedBytes)}, ${mebibytes(run.after.usedBytes)}`,
    ],
    ['faults', run.faults.length === 0 ? 'none' : run.faults.join('; ')],
  ];
  const table = rows.map(([what, value]) => `| ${what} | ${value} |`).join('\n');
  const attacks = Object.entries(tally.outcomes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, outcomes]) => {
      const each = Object.entries(outcomes).map(([outcome, times]) => `${outcome} (${times})`);
      return `| ${name} | ${each.join(', ')} |`;
    });
  return [
    `${date}. ${runtime}. ${machine}. ${versions.split(' beside ')[0]}.`,
    `| | |\n|---|---|\n${table}`,
    `| attack | how the server ended it (times) |\n|---|---|\n${attacks.join('\n')}`,
  ].join('\n\n');
}

/** @param {Record<string, number>} counts */
function sum(counts) {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
