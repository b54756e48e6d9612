/**
 * Which test is the own test of a file in src: `b.test.ts` of `b.ts`, `b-and-more.test.ts` where no source has a longer
 * name that fits, and what is listed here.
 */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Parts without a test of their own are tested through what they are parts of, and so is what they do together. */
const testedBy: Readonly<Record<string, readonly string[]>> = {
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

const root = fileURLToPath(new URL('../../', import.meta.url)).replaceAll('\\', '/');

const sources = readdirSync(`${root}src`, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'))
  .map((path) => path.slice(`${root}src/`.length, -'.ts'.length));

/** The sources, as `frame/mask`, whose own test the file is. */
export function sourcesOf(testFile: string): readonly string[] {
  const path = testFile.replaceAll('\\', '/').replace(/^(.*\/)?test\//, '');
  const name = path.replace(/\.test\.ts$/, '');
  const parts = sources.filter((source) => testedBy[source]?.includes(name) === true);
  const fitting = sources.filter((source) => name === source || name.startsWith(`${source}-`));
  return [...fitting.sort((a, b) => b.length - a.length).slice(0, 1), ...parts];
}

export function sourceName(url: string): string | undefined {
  return /\/src\/(.+)\.ts$/.exec(url)?.[1];
}
