/**
 * Messages that grow a thousandfold when they are inflated: what a limit lets through, and what it costs to
 * find out.
 */

import { describe, expect, test } from 'vitest';
import type { Compressor } from '../../src/extension/compressor.js';
import { defaultLimits } from '../../src/vocabulary/limits.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import {
  drain,
  failure,
  faultClose,
  feed,
  nothingPending,
  pending,
  type Role,
  takeFrames,
} from '../connection/drive.js';
import { usedBytes } from '../measure.js';
import {
  compressedToReceive,
  deflated,
  deflating,
  rolesAndCompressors,
  TAIL,
  times,
} from '../properties/deflating.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';
import { attack } from './attack.js';
import { countInflation } from './counting-compressor.js';

const { Binary, Continuation, Text } = Opcode;

const BLOCK_BYTES = 65_536;
const MEGABYTE = 1_000_000;
const LIMIT = 2_000_000;

/** A megabyte of zeros as a block of its own, flushed: about a thousand bytes. */
const zeros = deflated(new Uint8Array(MEGABYTE));
const flushedZeros = join(zeros, TAIL);

/** 200 MB of zeros, with the last flush left out or not. */
const bomb = join(times(flushedZeros, 199), zeros);

/** Two hundred fragments of a megabyte each. */
function fragmentsOf(role: Role): Uint8Array {
  const more = compressedToReceive(role, Continuation, flushedZeros, { fin: false, rsv1: false });
  const first = compressedToReceive(role, Binary, flushedZeros, { fin: false });
  return join(first, times(more, 199));
}

/** The same data in fragments of 50 bytes, each of them about 50 KB of zeros. */
function smallFragmentsOf(role: Role): Uint8Array {
  return join(
    ...Array.from({ length: Math.ceil(bomb.length / 50) }, (_, at) =>
      compressedToReceive(
        role,
        at === 0 ? Binary : Continuation,
        bomb.subarray(at * 50, (at + 1) * 50),
        { fin: false, rsv1: at === 0 },
      ),
    ),
  );
}

/** Fragments of 65 537 bytes each: one more than a block. */
function justOverABlockOf(role: Role): Uint8Array {
  const data = join(deflated(new Uint8Array(BLOCK_BYTES + 1)), TAIL);
  const more = compressedToReceive(role, Continuation, data, { fin: false, rsv1: false });
  return join(compressedToReceive(role, Binary, data, { fin: false }), times(more, 3000));
}

/** The megabytes once more, with BFINAL set on the block that ends each (RFC 7692 §7.2.3.4). */
const finalBomb = times(join(flushedZeros, hex('0300')), 200);

/** Each is made once for a role: masking as plainly as the tests do it takes its time. */
const bombs: readonly (readonly [string, (role: Role) => Uint8Array])[] = [
  ['in one message', once((role) => compressedToReceive(role, Binary, bomb))],
  ['in 200 fragments that are within the limit', once(fragmentsOf)],
  ['in fragments of 50 bytes', once(smallFragmentsOf)],
  ['in fragments that are a block and a byte each', once(justOverABlockOf)],
  ['in 200 final blocks', once((role) => compressedToReceive(role, Binary, finalBomb))],
];

function once(make: (role: Role) => Uint8Array): (role: Role) => Uint8Array {
  const made = new Map<Role, Uint8Array>();
  return (role) => {
    const wire = made.get(role) ?? make(role);
    made.set(role, wire);
    return wire;
  };
}

describe.each(rolesAndCompressors)(
  `${attack('inflation-bomb')}: 200 MB of zeros towards a %s on %s`,
  (role, _, compressor) => {
    describe.each(bombs)('%s', (_how, make) => {
      test('are 1009, with as much inflated as the limit and a byte', () => {
        const counted = countInflation(compressor);
        const connection = deflating(role, counted.compressor, { maxMessageBytes: LIMIT });
        connection.receive(make(role));
        expect(drain(connection)).toStrictEqual(failure('message-too-big'));
        expect(takeFrames(connection, role)).toStrictEqual([faultClose('message-too-big')]);
        expect(protocolError('message-too-big').closeCode).toBe(1009);
        expect(counted.inflation.written).toBe(LIMIT + 1);
        expect(counted.inflation.largestOutput).toBeLessThanOrEqual(BLOCK_BYTES);
        expect(pending(connection)).toStrictEqual(nothingPending);
      });

      test('hold no more than the limit and one block at any time, and nothing afterwards', () => {
        const { peak, after } = memoryOf(role, compressor, make(role));
        expect(peak).toBeGreaterThan(LIMIT - 2 * BLOCK_BYTES);
        expect(peak).toBeLessThanOrEqual(LIMIT + BLOCK_BYTES + 4096);
        expect(after).toBeLessThanOrEqual(4096);
      });
    });

    test('are 1009 by default, in one message and without a limit of the frame in the way', () => {
      const counted = countInflation(compressor);
      const connection = deflating(role, counted.compressor, { maxPayloadBytes: 300_000 });
      expect(feed(connection, compressedToReceive(role, Binary, bomb))).toBe('message-too-big');
      expect(counted.inflation.written).toBe(defaultLimits.maxMessageBytes + 1);
    });
  },
);

/**
 * ArrayBuffer bytes beyond what there was when the message began: the most at any time that counts, which is
 * shortly before the end, and what is left afterwards.
 */
function memoryOf(
  role: Role,
  compressor: Compressor,
  wire: Uint8Array,
): { peak: number; after: number } {
  let base = 0;
  let peak = 0;
  // A collection takes milliseconds, so nothing is measured while there is little to find.
  const probe = () => {
    if (counted.inflation.written < LIMIT - BLOCK_BYTES) return;
    peak = Math.max(peak, usedBytes().arrayBuffers - base);
  };
  const counted = countInflation(compressor, probe);
  const connection = deflating(role, counted.compressor, { maxMessageBytes: LIMIT });
  // A first message takes what is taken once.
  feed(connection, compressedToReceive(role, Text, deflated(hex('61'))));
  connection.receive(wire);
  base = usedBytes().arrayBuffers;
  drain(connection);
  const after = usedBytes().arrayBuffers - base;
  // The input is not what is measured: it must be there until now.
  expect(wire.length).toBeGreaterThan(0);
  return { peak, after };
}

describe.each(rolesAndCompressors)(
  `${attack('inflation-bomb')}: the limit of a %s on %s`,
  (role, _, compressor) => {
    const limits = [0, 1, 257, 258, 65_534, 65_535, 65_536, 65_537, 131_072, 200_000];

    test.each(limits)('of %i is inclusive, wherever the excess shows', (maxMessageBytes) => {
      for (const excess of [0, 1]) {
        const expected = excess === 0 ? null : 'message-too-big';
        const plain = new Uint8Array(maxMessageBytes + excess);
        const data = deflated(plain);
        const wholes = [
          compressedToReceive(role, Binary, data),
          // All is there before the end of the message is.
          join(
            compressedToReceive(role, Binary, data, { fin: false }),
            compressedToReceive(role, Continuation, hex(''), { rsv1: false }),
          ),
          compressedToReceive(role, Binary, join(data, hex('0000ffff 0300'))),
          // The last byte of the data alone: what it releases comes when all input is used up.
          join(
            compressedToReceive(role, Binary, data.subarray(0, -1), { fin: false }),
            compressedToReceive(role, Continuation, data.subarray(-1), { rsv1: false }),
          ),
        ];
        for (const streamMessages of [false, true]) {
          for (const wire of wholes) {
            const connection = deflating(role, compressor, { maxMessageBytes, streamMessages });
            expect(feed(connection, wire)).toBe(expected);
          }
        }
      }
    });

    test('is for each message: many just within it pass, with the window kept', () => {
      const connection = deflating(role, compressor, { maxMessageBytes: 1000 });
      for (let count = 0; count < 50; count++) {
        const data = deflated(noise(1000, count));
        connection.receive(compressedToReceive(role, Binary, data));
        expect(drain(connection)).toMatchObject([{ type: 'binary' }]);
      }
    });

    test('lets a message of exactly so many bytes pass that is larger on the wire, but not one more', () => {
      for (const length of [1, 125, 1000, 65_536, 300_000]) {
        const limit = { maxMessageBytes: length, maxPayloadBytes: length };
        const plain = noise(length);
        for (const options of [{ level: 0 }, { level: 6, memLevel: 1 }, { level: 9 }]) {
          const data = deflated(plain, options);
          expect(data.length).toBeGreaterThan(length);
          const connection = deflating(role, compressor, limit);
          connection.receive(compressedToReceive(role, Binary, data));
          const events = drain(connection);
          expect(events).toMatchObject([{ type: 'binary' }]);
          const [event] = events as [{ type: 'binary'; data: Uint8Array }];
          expect(sameBytes(event.data, plain)).toBe(true);

          const more = compressedToReceive(role, Binary, deflated(noise(length + 1), options));
          expect(feed(connection, more)).toBe('message-too-big');
        }
      }
    });

    test('is for compressed frames too: a payload that no message could need is 1009 at its header', () => {
      const connection = deflating(role, compressor, { maxPayloadBytes: 1000 });
      const wire = compressedToReceive(role, Binary, new Uint8Array(2000));
      expect(feed(connection, wire.subarray(0, 4))).toBe('payload-too-big');
      expect(protocolError('payload-too-big').closeCode).toBe(1009);
    });
  },
);
