/**
 * The oracles of memory and cost: a codec that keeps what it should not, or copies more than the law allows, is found.
 */

import { describe, expect, test } from 'vitest';
import { type Codec, codec } from '../../fuzz/codec.js';
import { brokenBy } from '../../fuzz/engine/loop.js';
import { Flag } from '../../fuzz/targets/connection-program.js';
import { allTargets } from '../../fuzz/targets/index.js';

const named = (name: string, of: Codec) => {
  const target = allTargets(of).find((one) => one.name === name);
  if (target === undefined) throw new Error(`no target ${name}`);
  return target;
};

/** The number by which an input asks for a measurement. */
const ASKING = [0x01, 0x55];
const SILENT = [0x01, 0x56];
/** Binary messages as a server sends them. */
const frame = [0x82, 0x7e, 0x01, 0x00, ...Array(256).fill(0x61)];
const frames = Array.from({ length: 20 }, () => frame).flat();

const inputs = {
  stream: (choice: number[]) => Uint8Array.from([0, 0, ...choice, 0, ...frames]),
  connection: (choice: number[], flags = 0) =>
    Uint8Array.from([Flag.Client | flags, 0, ...choice, 0, ...frames]),
};

type Decoder = InstanceType<Codec['FrameDecoder']>;
type Chunk = Parameters<Decoder['push']>[0];

/** Does something with every chunk that comes. */
function withChunks(doing: (chunk: Chunk, kept: unknown[]) => void): Codec {
  return {
    ...codec,
    FrameDecoder: class extends codec.FrameDecoder {
      readonly #kept: unknown[] = [];
      override push(chunk: Chunk): void {
        doing(chunk, this.#kept);
        super.push(chunk);
      }
    },
    Connection: class extends codec.Connection {
      readonly #kept: unknown[] = [];
      override receive(chunk: Chunk): void {
        doing(chunk, this.#kept);
        super.receive(chunk);
      }
    },
  };
}

const hoarders: Record<string, Codec> = {
  'a copy of every chunk': withChunks((chunk, kept) => kept.push(Uint8Array.from(chunk))),
  'every chunk as text': withChunks((chunk, kept) =>
    kept.push(Buffer.from(chunk).toString('hex').concat('.')),
  ),
  '100 KB more, once': withChunks((_, kept) => {
    if (kept.length === 0) kept.push(new Uint8Array(100_000));
  }),
};

const copier = withChunks((chunk) => {
  for (let time = 0; time < 4; time++) chunk.slice();
});

describe.each(['stream', 'connection'] as const)('the target %s', (name) => {
  test.each(Object.entries(hoarders))('reports a codec that keeps %s', (_, hoarder) => {
    const input = inputs[name](ASKING);
    expect(brokenBy(named(name, hoarder), input)?.oracle).toBe('retained');
    expect(brokenBy(named(name, codec), input)).toBeNull();
  });

  test('measures only where the input asks for it', () => {
    const [hoarder] = Object.values(hoarders);
    expect(brokenBy(named(name, hoarder ?? codec), inputs[name](SILENT))).toBeNull();
  });

  test('reports a codec that copies each chunk four times more', () => {
    const input = inputs[name](SILENT);
    expect(brokenBy(named(name, copier), input)?.oracle).toBe('cost');
    expect(brokenBy(named(name, codec), input)).toBeNull();
  });
});

test.each(Object.entries(hoarders))('with deflate, %s is reported as well', (_, hoarder) => {
  const input = inputs.connection(ASKING, Flag.Deflate);
  expect(brokenBy(named('connection', hoarder), input)?.oracle).toBe('retained');
  expect(brokenBy(named('connection', codec), input)).toBeNull();
});
