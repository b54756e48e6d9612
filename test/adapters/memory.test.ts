/**
 * What the engines of the compressors hold while they are in use, and that the documentation says so.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pakoCompressor } from '../../src/adapters/pako.js';
import type { Compressor } from '../../src/extension/compressor.js';
import { retainedBytes } from '../measure.js';
import { deflated, pako } from '../properties/deflating.js';
import { noise } from '../vectors/bits.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const KIB = 1024;

/** The sizes of a deflater and of an inflater as the documentation of a compressor gives them, in bytes. */
function documented(file: string): readonly number[] {
  const text = readFileSync(`${root}/src/adapters/${file}`, 'utf8').replace(/\s+\*?\s*/g, ' ');
  const [, deflater, inflater] =
    /a deflater is in use it holds .*?, (\d+) KiB by default, and an inflater .*?, (\d+) KiB by default/.exec(
      text,
    ) ?? [];
  return [Number(deflater) * KIB, Number(inflater) * KIB];
}

const within = (share: number, actual: number, expected: number) =>
  Math.abs(actual - expected) <= share * expected;

/** Short: an engine takes all of its memory at once. */
const plain = noise(500);

/** Bytes that each of many engines holds that are in use. */
function perEngine(take: () => { release(): void }): number {
  // So many that what else there is weighs little beside them.
  const COUNT = 200;
  // The one that may have been kept from before: it is no new one.
  const kept = take();
  const bytes = retainedBytes(() => Array.from({ length: COUNT }, take));
  kept.release();
  return bytes / COUNT;
}

function deflaterBytes(compressor: Compressor, windowBits: number): number {
  return perEngine(() => {
    const deflater = compressor.createDeflater({ windowBits, keepsContext: true });
    deflater.deflate(plain, true);
    return deflater;
  });
}

function inflaterBytes(compressor: Compressor, windowBits: number): number {
  const data = deflated(plain, { windowBits: Math.max(9, windowBits) });
  const output = new Uint8Array(plain.length + 1);
  return perEngine(() => {
    const inflater = compressor.createInflater({ windowBits, keepsContext: true });
    inflater.inflate(data, 0, data.length, output);
    inflater.endMessage();
    return inflater;
  });
}

describe('on pako', () => {
  test('a deflater and an inflater hold what is documented, within a tenth', () => {
    const [deflater, inflater] = documented('pako.ts') as [number, number];
    const measured = [deflaterBytes(pako, 15), inflaterBytes(pako, 15)] as const;
    expect({ measured, isRight: within(0.1, measured[0], deflater) }).toMatchObject({
      isRight: true,
    });
    expect({ measured, isRight: within(0.1, measured[1], inflater) }).toMatchObject({
      isRight: true,
    });
  });

  // A table of hashes never has less than 2^15 places of two bytes.
  test.each([
    [15, 8],
    [15, 9],
    [15, 1],
    [12, 8],
    [9, 8],
    [9, 1],
    [8, 5],
  ])(
    'a deflater with a window of 2^%i and memLevel %i holds what its tables need',
    (bits, level) => {
      const windowBits = Math.max(9, bits);
      const expected =
        2 ** (windowBits + 2) + 2 ** (level + 8) + 2 ** Math.max(level + 8, 16) + 8 * KIB;
      const bytes = deflaterBytes(pakoCompressor({ memLevel: level }), bits);
      expect({ bytes, isRight: within(0.1, bytes, expected) }).toMatchObject({ isRight: true });
    },
  );

  test.each([15, 14, 12, 9])('an inflater with a window of 2^%i holds it and 9 KiB', (bits) => {
    const bytes = inflaterBytes(pako, bits);
    expect({ bytes, isRight: within(0.1, bytes, 2 ** bits + 9 * KIB) }).toMatchObject({
      isRight: true,
    });
  });

  test('engines that are given back are kept once, however many there were', () => {
    const compressor = pakoCompressor();
    const retained = retainedBytes(() => {
      const deflaters = Array.from({ length: 20 }, () => {
        const deflater = compressor.createDeflater({ windowBits: 15, keepsContext: false });
        deflater.deflate(plain, true);
        return deflater;
      });
      for (const deflater of deflaters) deflater.release();
      return deflaters;
    });
    expect(retained).toBeLessThan(2 * 300 * KIB);
  });
});

/** Runs in a process of its own, since native memory shows in that of a process only. */
const SCRIPT = `
  import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
  const [kind, windowBits, memLevel] = process.argv.slice(1, 4).map((word) => Number(word) || word);
  const compressor = zlibCompressor({ memLevel });
  const settings = { windowBits, keepsContext: true };
  const plain = new Uint8Array(100_000).map((_, at) => (at * at * 31 + (at >> 3)) & (at % 3 ? 15 : 255));
  const made = compressor.createDeflater(settings);
  const data = made.deflate(plain, true);
  const output = new Uint8Array(plain.length + 1);
  const take = () => {
    if (kind === 'deflater') {
      const deflater = compressor.createDeflater(settings);
      deflater.deflate(plain, true);
      return deflater;
    }
    const inflater = compressor.createInflater(settings);
    inflater.inflate(data, 0, data.length, output);
    inflater.endMessage();
    return inflater;
  };
  const used = () => {
    gc();
    gc();
    return process.memoryUsage.rss();
  };
  const kept = [];
  const more = (count) => {
    // Garbage would leave holes in the memory that is measured.
    for (let at = 0; at < count; at++, gc()) kept.push(take());
  };
  more(50);
  const before = used();
  more(200);
  console.log((used() - before) / 200, kept.length);
`;

function nativeBytes(kind: 'deflater' | 'inflater', windowBits: number, memLevel = 8): number {
  const args = ['--expose-gc', '--input-type=module', '-e', SCRIPT];
  const words = [kind, String(windowBits), String(memLevel)];
  const said = execFileSync(process.execPath, [...args, ...words], { cwd: root, encoding: 'utf8' });
  return Number(said.split(' ')[0]);
}

describe('on node:zlib', () => {
  test.each([
    ['deflater', 0],
    ['inflater', 1],
  ] as const)('a %s holds about what is documented', (kind, index) => {
    // Coarser than the measure above: pages count when they are touched, and the allocator rounds up.
    const expected = documented('node-zlib.ts')[index] as number;
    const bytes = nativeBytes(kind, 15);
    expect({ bytes, isRight: within(0.2, bytes, expected) }).toMatchObject({ isRight: true });
  });
});
