/**
 * Which test is the own test of a file in src: `b.test.ts` of `b.ts`, `b-and-more.test.ts` where no source has a longer
 * name that fits, and what is listed here.
 */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Parts without a test of their own are tested through what they are parts of, and so is what they do together. */
const testedBy: Readonly<Record<string, readonly string[]>> = {
  'adapters/fast-check/broken-request': ['adapters/fast-check/broken-handshake'],
  'adapters/fast-check/broken-response': ['adapters/fast-check/broken-handshake'],
  'adapters/fast-check/connection-model': ['adapters/fast-check/operations'],
  'adapters/fast-check/extensions': ['adapters/fast-check/deflate-parameters'],
  'adapters/fast-check/fault': ['adapters/fast-check/broken-stream'],
  'adapters/fast-check/head-edits': ['adapters/fast-check/broken-handshake'],
  'adapters/fast-check/head-fields': [
    'adapters/fast-check/broken-handshake',
    'adapters/fast-check/handshake-request',
    'adapters/fast-check/handshake-response',
  ],
  'adapters/fast-check/header-violations': ['adapters/fast-check/broken-stream'],
  'adapters/fast-check/operation': ['adapters/fast-check/operations'],
  'adapters/fast-check/payload-violations': ['adapters/fast-check/broken-stream'],
  'adapters/fast-check/play': ['adapters/fast-check/operations'],
  'adapters/fast-check/printed': ['adapters/fast-check/broken-handshake'],
  'adapters/fast-check/request-violations': ['adapters/fast-check/broken-handshake'],
  'adapters/fast-check/role': ['adapters/fast-check/frames', 'adapters/fast-check/valid-stream'],
  'adapters/fast-check/size-violations': ['adapters/fast-check/broken-stream'],
  'adapters/fast-check/wire': ['adapters/fast-check/valid-stream'],
  'adapters/pako-deflate': ['adapters/pako', 'extension/compressor'],
  'adapters/pako-inflate': ['adapters/pako', 'extension/compressor'],
  'adapters/pako-status': ['adapters/pako'],
  'adapters/streams/connection-closed-error': ['adapters/streams/connection-streams'],
  'adapters/streams/connection-end': ['adapters/streams/connection-streams'],
  'adapters/streams/signal': ['adapters/streams/connection-streams'],
  'connection/connection': [
    'connection/eof',
    'connection/reentrancy',
    'connection/random-failures',
  ],
  'connection/decoder-chain': ['connection/eof', 'connection/reentrancy'],
  'connection/inbound': [
    'connection/connection',
    'connection/connection-compress',
    'connection/eof',
    'connection/message-codecs',
    'connection/reentrancy',
  ],
  'frame/draft': ['frame/write-frame'],
  'frame/frame-decoder': ['frame/drain'],
  'frame/frame-reader': ['frame/frame-decoder', 'frame/drain'],
  'frame/last-read': ['frame/frame-decoder', 'frame/frame-reader'],
  'frame/mask-simd': ['frame/drain', 'frame/frame-decoder'],
  'frame/mask-simd-code': ['frame/mask-simd'],
  'frame/read-mode': ['frame/frame-reader'],
  'frame/visit-frames': ['frame/drain'],
  'vocabulary/frame-violation': ['vocabulary/violation'],
  'vocabulary/message-violation': ['vocabulary/violation'],
};

/** The tester of the cases is one machine: what its parts do together is told by these. */
const testerTests = [
  'testing/deflate',
  'testing/independent-facts',
  'testing/opening',
  'testing/run-in-memory',
  'testing/run-over-stream',
  'testing/steps',
  'testing/tester',
];

const testsOfParts = (source: string): readonly string[] =>
  testedBy[source] ?? (source.startsWith('testing/') ? testerTests : []);

const root = fileURLToPath(new URL('../../', import.meta.url)).replaceAll('\\', '/');

const sources = readdirSync(`${root}src`, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'))
  .map((path) => path.slice(`${root}src/`.length, -'.ts'.length));

/** The sources, as `frame/mask`, whose own test the file is. */
export function sourcesOf(testFile: string): readonly string[] {
  const path = testFile.replaceAll('\\', '/').replace(/^(.*\/)?test\//, '');
  const name = path.replace(/\.test\.ts$/, '');
  const parts = sources.filter((source) => testsOfParts(source).includes(name));
  const fitting = sources.filter((source) => name === source || name.startsWith(`${source}-`));
  return [...fitting.sort((a, b) => b.length - a.length).slice(0, 1), ...parts];
}

export function sourceName(url: string): string | undefined {
  return /\/src\/(.+)\.ts$/.exec(url)?.[1];
}
