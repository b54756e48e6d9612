/**
 * Compressed data that end again and again: each end is a new start, and no start may cost more than the
 * bytes that it takes (CVE-2026-128131).
 */

import { describe, expect, test } from 'vitest';
import type { Compressor } from '../../src/extension/compressor.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { drain, type Role } from '../connection/drive.js';
import {
  compressedToReceive,
  compressors,
  deflated,
  deflating,
  rolesAndCompressors,
  TAIL,
  times,
} from '../properties/deflating.js';
import { hex, join, repeat } from '../vectors/bits.js';
import { attack } from './attack.js';
import { costGrowth, LINEAR_AT_MOST } from './cost-growth.js';

const { Continuation, Text } = Opcode;

const HELLO = hex('f248cdc9c90700');

/** One final block each, of nothing or of the letter "a". */
const EMPTY = hex('0300');
const LETTER = hex('4b0400');

/** As many letters as the largest window holds, flushed: what a new start must not forget. */
const fullWindow = join(deflated(repeat(0x61, 32_768)), TAIL);

function receive(role: Role, compressor: Compressor, wire: Uint8Array): unknown[] {
  const connection = deflating(role, compressor, { maxMessageBytes: 2 ** 24 });
  connection.receive(wire);
  return drain(connection);
}

describe.each(rolesAndCompressors)(
  `${attack('final-block-restarts')}: towards a %s on %s`,
  (role, _, compressor) => {
    test.each([100_000, 1_000_000])('%i × 0300, then f248cdc9c90700, is Hello', (count) => {
      const wire = maskedWithZeros(role, join(times(EMPTY, count), HELLO));
      expect(receive(role, compressor, wire)).toStrictEqual([{ type: 'text', data: 'Hello' }]);
    });
  },
);

describe.each(compressors)(`${attack('final-block-restarts')}: on %s`, (_, compressor) => {
  test.each<[string, Uint8Array, number, Uint8Array]>([
    ['empty final blocks', EMPTY, 10_000, hex('')],
    ['empty final blocks behind a full window', EMPTY, 1000, fullWindow],
    ['final blocks of a letter each behind a full window', LETTER, 1000, fullWindow],
  ])('%s cost the same each, however many there are', (_what, segment, count, before) => {
    const growth = costGrowth(
      count,
      (size) => {
        const data = join(before, times(segment, size), HELLO);
        const wire = compressedToReceive('client', Text, data);
        return () => expect(receive('client', compressor, wire)).toMatchObject([{ type: 'text' }]);
      },
      1,
    );
    expect(growth).toBeLessThan(LINEAR_AT_MOST);
  });

  test('final blocks in a fragment each cost the same, however many there are', () => {
    const first = compressedToReceive('client', Text, fullWindow, { fin: false });
    const more = compressedToReceive('client', Continuation, LETTER, { fin: false, rsv1: false });
    const last = compressedToReceive('client', Continuation, HELLO, { rsv1: false });
    const growth = costGrowth(
      500,
      (size) => {
        const wire = join(first, times(more, size), last);
        return () => expect(receive('client', compressor, wire)).toMatchObject([{ type: 'text' }]);
      },
      1,
    );
    expect(growth).toBeLessThan(LINEAR_AT_MOST);
  });
});

/** As `compressedToReceive`; with a key of zeros towards a server, which changes nothing. */
function maskedWithZeros(role: Role, data: Uint8Array): Uint8Array {
  const frame = compressedToReceive('client', Text, data);
  if (role === 'client') return frame;
  const header = frame.slice(0, frame.length - data.length);
  header[1] = (header[1] as number) | 0x80;
  return join(header, new Uint8Array(4), data);
}
