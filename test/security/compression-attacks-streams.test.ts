/**
 * Compressed messages that are given in parts: what a peer's thousandfold growth makes a consumer hold, and
 * what a consumer may do in the middle of it.
 */

import { describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { drain, failure, feed, nothingPending, pending, toReceive } from '../connection/drive.js';
import { retainedBytes } from '../measure.js';
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

const { Binary, Continuation, Ping, Text } = Opcode;

const PART_BYTES = 16_384;
const MEGABYTE = 1_000_000;

/** 10 MB of zeros in 10 KB. */
const flood = times(join(deflated(new Uint8Array(MEGABYTE)), TAIL), 10);

const endless = {
  streamMessages: true,
  maxMessageBytes: Number.POSITIVE_INFINITY,
  maxPayloadBytes: Number.POSITIVE_INFINITY,
};

describe.each(rolesAndCompressors)(
  `${attack('inflation-bomb')}: in parts towards a %s on %s`,
  (role, _, compressor) => {
    const open = () => deflating(role, compressor, endless);
    const whole = (data: Uint8Array, opcode: number = Binary) =>
      compressedToReceive(role, opcode, data);
    const begun = (data: Uint8Array, opcode: number = Binary) =>
      compressedToReceive(role, opcode, data, { fin: false });
    const ended = (data: Uint8Array) =>
      compressedToReceive(role, Continuation, data, { rsv1: false });

    test('what grows a thousandfold comes in parts of 16 KiB at most, and all of it comes', () => {
      const connection = open();
      connection.receive(begun(flood));
      let bytes = 0;
      let largest = 0;
      for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
        if (event.type !== 'binary-part') throw new Error(event.type);
        largest = Math.max(largest, event.data.length);
        bytes += event.data.length;
      }
      expect({ bytes, largest }).toStrictEqual({ bytes: 10 * MEGABYTE, largest: PART_BYTES });
      connection.receive(ended(hex('00')));
      expect(drain(connection)).toMatchObject([{ type: 'binary-part', last: true }]);
    });

    test('a part is inflated when it is pulled, and not before', () => {
      const { compressor: counting, inflation } = countInflation(compressor);
      const connection = deflating(role, counting, endless);
      connection.receive(begun(flood));
      expect(inflation.written).toBe(0);
      for (let pulled = 1; pulled <= 20; pulled++) {
        connection.nextEvent();
        expect(inflation).toMatchObject({
          written: pulled * PART_BYTES,
          largestOutput: PART_BYTES,
        });
      }
      expect(connection.pendingInputBytes).toBeGreaterThan(flood.length / 2);
    });

    test('a consumer that stops holds the input and the window, and goes on where it was', () => {
      const retained = retainedBytes(() => {
        const connection = open();
        connection.receive(begun(flood));
        for (let pulled = 0; pulled < 100; pulled++) connection.nextEvent();
        return connection;
      });
      expect(retained).toBeLessThan(2 * flood.length + 3 * 65_536);

      const plain = noise(40_000).map((byte) => byte & 0x3f);
      const connection = open();
      connection.receive(join(whole(deflated(plain)), toReceive(role, Ping, 'p')));
      const parts: Uint8Array[] = [];
      const first = connection.nextEvent();
      // More arrives while the consumer is elsewhere.
      connection.receive(whole(deflated(hex('00 01 02'))));
      const others: ConnectionEvent[] = [];
      for (const event of [first, ...drain(connection)]) {
        if (event?.type === 'binary-part') parts.push(event.data);
        else if (event !== null) others.push(event);
      }
      expect(sameBytes(join(...parts), join(plain, hex('00 01 02')))).toBe(true);
      expect(others).toStrictEqual([{ type: 'ping', payload: hex('70') }]);
    });

    test(`${attack('corrupt-compressed-data')}: after an error the connection is failed, and nothing comes out of step`, () => {
      for (const spoiled of [hex('06'), join(hex('f248cd'), hex('ffffffff')), hex('f248cd')]) {
        const connection = open();
        connection.receive(
          join(whole(deflated(hex('61')), Text), whole(spoiled), whole(hex('00'))),
        );
        const events = drain(connection);
        expect(events[0]).toStrictEqual({ type: 'text-part', data: 'a', last: true });
        expect(events.slice(-2)).toStrictEqual(failure('compressed-data-invalid'));
        expect(events.slice(1, -2).every(({ type }) => type === 'binary-part')).toBe(true);
        expect(feed(connection, whole(deflated(hex('61')), Text))).toBe(null);
        expect(drain(connection)).toStrictEqual([]);
        expect(pending(connection)).toMatchObject({ input: 0 });
        expect(connection.state).toBe('closed');
      }
    });

    test(`${attack('corrupt-compressed-data')}: the text in front of a byte that is not UTF-8 comes, and then the fault`, () => {
      const connection = open();
      connection.receive(whole(deflated(hex('61 62 c3 a9 ff 63')), Text));
      expect(drain(connection)).toStrictEqual([
        { type: 'text-part', data: 'abé', last: false },
        ...failure('text-not-utf8'),
      ]);
    });

    test('a limit holds for the parts together, and they stop at it', () => {
      for (const maxMessageBytes of [0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 100_000]) {
        const connection = deflating(role, compressor, { streamMessages: true, maxMessageBytes });
        connection.receive(begun(flood));
        const events = drain(connection);
        let bytes = 0;
        for (const event of events) if (event.type === 'binary-part') bytes += event.data.length;
        expect(bytes).toBe(maxMessageBytes);
        expect(events.slice(-2)).toStrictEqual(failure('message-too-big'));
        expect(pending(connection)).toMatchObject({
          ...nothingPending,
          output: expect.any(Number),
        });
      }
    });

    test(`${attack('event-amplification')}: empty fragments and flushes are no events`, () => {
      const connection = open();
      const nothing = compressedToReceive(role, Continuation, hex(''), { fin: false, rsv1: false });
      const flush = compressedToReceive(role, Continuation, hex('000000ffff'), {
        fin: false,
        rsv1: false,
      });
      connection.receive(join(begun(hex('')), times(nothing, 100), times(flush, 100)));
      expect(drain(connection)).toStrictEqual([]);
      connection.receive(ended(hex('00')));
      expect(drain(connection)).toStrictEqual([{ type: 'binary-part', data: hex(''), last: true }]);
    });

    test(`${attack('end-of-input')}: in the middle of a growth it comes behind the parts`, () => {
      const connection = open();
      connection.receive(begun(flood.subarray(0, 2000)));
      connection.receiveEnd();
      const events = drain(connection);
      expect(events.slice(0, -1).every(({ type }) => type === 'binary-part')).toBe(true);
      expect(events.length).toBeGreaterThan(100);
      expect(events.at(-1)).toMatchObject({ type: 'close', code: 1006, wasClean: false });
    });
  },
);
