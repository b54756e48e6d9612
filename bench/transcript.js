/**
 * A file of what the benches have printed, with the command and the machine that made it.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, load } from './environment.js';

/**
 * @param {string} path
 * @param {Date} begin
 * @param {import('./environment.js').Environment} environment
 * @param {readonly { name: string, output: string }[]} reports
 */
export function saveTranscript(path, begin, environment, reports) {
  const minutes = ((Date.now() - begin.getTime()) / 60_000).toFixed(0);
  const { minute, fiveMinutes, quarter } = load();
  const averages = [minute, fiveMinutes, quarter].map((value) => value.toFixed(1));
  const head = [
    `# ${reports.map(({ name }) => name).join(', ')}`,
    'Written by the command below; see [the description](../README.md) of what is measured and how to read it.',
    ['```sh', `npm run bench -- ${process.argv.slice(2).join(' ')}`, '```'].join('\n'),
    [
      ...describe(environment),
      `${begin.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${minutes} minutes`,
      `processes ready to run, on average over the last 1, 5 and 15 minutes: ${averages.join(', ')}`,
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
