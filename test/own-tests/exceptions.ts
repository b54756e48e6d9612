/**
 * Lines and branches that the own test of a file does not reach, each with its reason, and the comparison with what
 * a run says. An exception that is no longer needed is a fault as well.
 */

import { readFileSync } from 'node:fs';
import { sourceName } from './own-tests.js';

/** As much of istanbul's coverage of a file as is used here. */
interface FileCoverage {
  readonly b: Readonly<Record<string, readonly number[]>>;
  readonly branchMap: Readonly<Record<string, { readonly loc: { start: { line: number } } }>>;
  getUncoveredLines(): readonly (number | string)[];
}

export interface OwnCoverage {
  files(): readonly string[];
  fileCoverageFor(path: string): FileCoverage;
}

interface Exception {
  readonly file: string;
  /** What stands in the line, in full but for the blanks at its ends. */
  readonly line: string;
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  ...["host: authority ?? value('host') ?? '',", "key: value('sec-websocket-key') ?? '',"].map(
    (line) => ({
      file: 'adapters/fast-check/handshake-request',
      line,
      reason: 'A request that is right has these fields; the type does not know it.',
    }),
  ),
  {
    file: 'adapters/streams/connection-streams',
    line: 'return this.#isReaderGone || (this.#messages?.desiredSize ?? 0) > 0;',
    reason: 'The controllers are there when the constructor is done; the types do not know it.',
  },
  {
    file: 'connection/inbound',
    line: 'return null;',
    reason: 'A connection lets go of a receiver whose life is over, so nobody asks it any more.',
  },
  {
    file: 'connection/inbound',
    line: 'const event = this.#following?.shift() ?? null;',
    reason: 'The list is there and holds an event whenever it is asked; the type does not know it.',
  },
  {
    file: 'frame/frame-reader',
    line: 'if (!this.#readPart(ReadMode.Whole)) return false;',
    reason:
      'Two parts in one read come only where bytes unmasked ahead end inside a payload that is collected.',
  },
];

export function compare(coverage: OwnCoverage): string[] {
  return coverage.files().flatMap((path) => {
    const name = sourceName(path) ?? path;
    const lines = readFileSync(path, 'utf8').split('\n');
    const gaps = gapsOf(coverage.fileCoverageFor(path)).map((number) => ({
      number,
      text: lines[number - 1]?.trim() ?? '',
    }));
    const excused = exceptions.filter(({ file }) => file === name).map(({ line }) => line);
    return [
      ...gaps
        .filter(({ text }) => !excused.includes(text))
        .map(({ number, text }) => `src/${name}.ts:${number} is not covered: ${text}`),
      ...excused
        .filter((line) => !gaps.some(({ text }) => text === line))
        .map((line) => `src/${name}.ts is covered, and needs no exception: ${line}`),
    ];
  });
}

/** The lines that were not reached, and those with a branch that was not taken. */
function gapsOf(file: FileCoverage): number[] {
  const lines = file.getUncoveredLines().map(Number);
  const branches = Object.entries(file.b)
    .filter(([, counts]) => counts.includes(0))
    .flatMap(([id]) => file.branchMap[id]?.loc.start.line ?? []);
  return [...new Set([...lines, ...branches])].sort((a, b) => a - b);
}
