/**
 * A file of what the benches have printed, with the command and the machine that made it.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';

const require = createRequire(import.meta.url);
const packages = ['ws', 'bufferutil', 'pako'];

/** What the figures belong to, in lines. */
export function machine() {
  const { node, v8, zlib } = process.versions;
  const memory = Math.round(totalmem() / 2 ** 30);
  const peers = packages.map((name) => `${name} ${require(`${name}/package.json`).version}`);
  return [
    `Node ${node}, V8 ${v8}, zlib ${zlib}, ${process.platform} ${process.arch}`,
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${memory} GiB`,
    `websocket-codec ${ownVersion()} beside ${peers.join(', ')}`,
  ];
}

/**
 * @param {string} path
 * @param {Date} begin
 * @param {readonly { name: string, output: string }[]} reports
 */
export function saveReport(path, begin, reports) {
  const minutes = ((Date.now() - begin.getTime()) / 60_000).toFixed(0);
  const load = loadavg().map((value) => value.toFixed(1));
  const head = [
    `# ${reports.map(({ name }) => name).join(', ')}`,
    'Written by the command below; see [the description](../README.md) of what is measured and how to read it.',
    ['```sh', `npm run bench -- ${process.argv.slice(2).join(' ')}`, '```'].join('\n'),
    [
      ...machine(),
      `${begin.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${minutes} minutes`,
      `processes ready to run, on average over the last 1, 5 and 15 minutes: ${load.join(', ')}`,
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ];
  const sections = reports.flatMap(({ name, output }) => [
    `## ${name}`,
    `\`\`\`text\n${output.trim()}\n\`\`\``,
  ]);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${[...head, ...sections].join('\n\n')}\n`);
}

function ownVersion() {
  const file = new URL('../package.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
