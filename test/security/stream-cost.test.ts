/**
 * Cost follows bytes, however few of them come at a time (CVE-2023-43669): the cost of a byte must not grow
 * with the size of what it belongs to.
 */

import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { toReceive } from '../connection/drive.js';
import { shortestRun } from '../measure.js';
import { join, noise } from '../vectors/bits.js';
import { attack } from './attack.js';
import { costGrowth, LINEAR_AT_MOST } from './cost-growth.js';

const { Binary, Continuation, Text } = Opcode;

/** What takes a peer's bytes. */
interface Sink {
  push(chunk: Uint8Array): void;
  /** Takes the next thing that is ready; false: there is none. */
  pull(): boolean;
}

const decoderSink = (method: 'next' | 'nextPart') => (): Sink => {
  const decoder = new FrameDecoder({ role: 'server' });
  return {
    push: (chunk) => decoder.push(chunk),
    pull: () => decoder[method]().status === 'complete',
  };
};

const connectionSink = (streamMessages: boolean) => (): Sink => {
  const connection = new Connection({ role: 'server', streamMessages });
  return {
    push: (chunk) => connection.receive(chunk),
    pull: () => connection.nextEvent() !== null,
  };
};

const sinks: Record<string, () => Sink> = {
  'a decoder of frames': decoderSink('next'),
  'a decoder of parts': decoderSink('nextPart'),
  'a connection': connectionSink(false),
  'a connection with messages in parts': connectionSink(true),
};

/** One frame, or as many fragments of `each` bytes as hold so much. */
function wireOf(opcode: Opcode, size: number, each: number): Uint8Array {
  if (each >= size) return toReceive('server', opcode, letters(size));
  const count = Math.ceil(size / each);
  return join(
    ...Array.from({ length: count }, (_, at) =>
      toReceive('server', at === 0 ? opcode : Continuation, letters(each), at === count - 1),
    ),
  );
}

/** Text and binary alike. */
function letters(length: number): Uint8Array {
  return noise(length).map((byte) => byte & 0x7f);
}

function feed(makeSink: () => Sink, wire: Uint8Array, cut: number): void {
  const sink = makeSink();
  for (let at = 0; at < wire.length; at += cut) {
    sink.push(wire.subarray(at, at + cut));
    while (sink.pull());
  }
}

describe.each(Object.entries(sinks))('%s', (_, makeSink) => {
  test.each([1, 2, 3, 7])(
    `${attack('small-chunks')}: takes a frame in chunks of %i at the same cost a byte`,
    (cut) => {
      const growth = costGrowth(
        2 ** 12,
        (size) => {
          const wire = wireOf(Text, size, size);
          return () => feed(makeSink, wire, cut);
        },
        3,
      );
      expect(growth).toBeLessThan(LINEAR_AT_MOST);
    },
  );

  // Only a connection looks at what is text.
  test.each<[string, Opcode, number]>([
    ['text', Text, 1],
    ['text', Text, 2],
    ['text', Text, 3],
    ['text', Text, 7],
    ['binary', Binary, 1],
  ])(
    `${attack('small-chunks')}: takes a frame of %s (opcode %i) of 1 MiB in chunks of %i at about the cost a byte of one of 4 KiB`,
    (_, opcode, cut) => {
      const cost = (size: number, runs: number) => {
        const wire = wireOf(opcode, size, size);
        return shortestRun(runs, () => feed(makeSink, wire, cut)) / size;
      };
      cost(2 ** 14, 3);
      const small = cost(2 ** 12, 20);
      // Quadratic work would make it 256 times as much. Few long chunks are soon done, and easily disturbed.
      expect(cost(2 ** 20, Math.ceil(cut / 2))).toBeLessThan(16 * small);
    },
  );

  test.each([1, 60])(
    `${attack('tiny-fragments')}: takes fragments of %i bytes at the same cost a byte`,
    (each) => {
      const growth = costGrowth(
        2 ** 11,
        (size) => {
          const wire = wireOf(Binary, size, each);
          return () => feed(makeSink, wire, wire.length);
        },
        3,
      );
      expect(growth).toBeLessThan(LINEAR_AT_MOST);
    },
  );

  test(`${attack('backlog-cost')}: takes a backlog at the same cost a byte, pulled as slowly as it grows`, () => {
    const frame = toReceive('server', Binary, noise(30));
    const growth = costGrowth(
      2 ** 10,
      (count) => () => {
        const sink = makeSink();
        let pulled = 0;
        for (let at = 0; at < count; at++) {
          sink.push(frame);
          sink.push(frame);
          if (sink.pull()) pulled++;
        }
        while (sink.pull()) pulled++;
        expect(pulled).toBe(2 * count);
      },
      3,
    );
    expect(growth).toBeLessThan(LINEAR_AT_MOST);
  });
});

test(`${attack('backlog-cost')}: output of many small frames costs the same a frame`, () => {
  const growth = costGrowth(
    2 ** 10,
    (count) => () => {
      const connection = new Connection({ role: 'server' });
      for (let at = 0; at < count; at++) connection.sendText('a');
      connection.takeOutput();
    },
    3,
  );
  expect(growth).toBeLessThan(LINEAR_AT_MOST);
});
