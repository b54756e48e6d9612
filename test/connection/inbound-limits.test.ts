/**
 * Limits and the order of messages, judged at the very byte of a header that breaks them.
 */

import { describe, expect, test } from 'vitest';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { bits, hex, join, noise } from '../vectors/bits.js';
import { connect, drain, judge, KEY, roles, toReceive } from './drive.js';

const { Text, Binary, Continuation, Ping } = Opcode;

describe.each(roles)('a %s', (role) => {
  const whole = (opcode: number, payload: Uint8Array | string = '') =>
    toReceive(role, opcode, payload);
  const fragment = (opcode: number, payload: Uint8Array | string = '') =>
    toReceive(role, opcode, payload, false);

  describe('judges at byte 0, before the mask bit,', () => {
    // Byte 1 would be a fault for either role: an unmasked frame for a server, a masked one for a client.
    const wrongMask = role === 'server' ? hex('00') : hex('80');

    test('a continuation of nothing', () => {
      const before = whole(Text, 'a');
      const wire = join(before, bits('1 000 0000'), wrongMask);
      expect(judge(role, wire)).toStrictEqual({
        code: 'continuation-unexpected',
        at: before.length + 1,
      });
    });

    test.each([Text, Binary])('a message (opcode %i) inside a message', (opcode) => {
      const before = join(fragment(Text), whole(Ping));
      const wire = join(before, Uint8Array.of(0x80 | opcode), wrongMask);
      expect(judge(role, wire)).toStrictEqual({
        code: 'message-interrupted',
        at: before.length + 1,
      });
    });

    test('a fragment too many', () => {
      const before = join(fragment(Text), fragment(Continuation), whole(Ping));
      const wire = join(before, bits('1 000 0000'), wrongMask);
      expect(judge(role, wire, { maxFragments: 2 })).toStrictEqual({
        code: 'too-many-fragments',
        at: before.length + 1,
      });
    });
  });

  describe('holds its limits, which are inclusive:', () => {
    test('maxFragments frames pass, whether or not they are empty', () => {
      const message = join(fragment(Text), fragment(Continuation, 'a'), whole(Continuation));
      expect(judge(role, join(message, message), { maxFragments: 3 }).code).toBe(null);
      expect(judge(role, join(message, message), { maxFragments: 2 }).code).toBe(
        'too-many-fragments',
      );
    });

    test('maxFragments 0 admits no message at all, and control frames still', () => {
      expect(judge(role, join(whole(Ping, 'a'), whole(Text)), { maxFragments: 0 })).toStrictEqual({
        code: 'too-many-fragments',
        at: whole(Ping, 'a').length + 1,
      });
    });

    test('maxMessageBytes bytes pass in one frame or several, control frames not counted', () => {
      const message = join(
        fragment(Binary, noise(200)),
        whole(Ping, noise(125)),
        whole(Continuation, noise(100)),
      );
      for (const streamMessages of [true, false]) {
        expect(judge(role, message, { streamMessages, maxMessageBytes: 300 }).code).toBe(null);
        expect(judge(role, message, { streamMessages, maxMessageBytes: 299 }).code).toBe(
          'message-too-big',
        );
        expect(
          judge(role, whole(Binary, noise(300)), { streamMessages, maxMessageBytes: 300 }).code,
        ).toBe(null);
        expect(
          judge(role, whole(Binary, noise(301)), { streamMessages, maxMessageBytes: 300 }).code,
        ).toBe('message-too-big');
      }
    });

    test('maxMessageBytes is judged on the header that crosses it, with the last byte of the length', () => {
      const first = fragment(Binary, noise(200));
      for (const [second, lengthEnd] of [
        [whole(Continuation, noise(101)), 2],
        [whole(Continuation, noise(126)), 4],
        [fragment(Continuation, noise(70_000)).subarray(0, 20), 10],
      ] as const) {
        expect(judge(role, join(first, second), { maxMessageBytes: 300 })).toStrictEqual({
          code: 'message-too-big',
          at: first.length + lengthEnd,
        });
      }
    });

    test('maxMessageBytes begins again with each message', () => {
      const message = join(fragment(Binary, noise(200)), whole(Continuation, noise(100)));
      expect(judge(role, join(message, message, message), { maxMessageBytes: 300 }).code).toBe(
        null,
      );
    });

    test('maxMessageBytes 0 admits empty messages', () => {
      const options = { maxMessageBytes: 0 };
      expect(
        judge(role, join(whole(Text), fragment(Binary), whole(Continuation)), options).code,
      ).toBe(null);
      expect(judge(role, whole(Text, 'a'), options)).toStrictEqual({
        code: 'message-too-big',
        at: 2,
      });
    });

    test('maxPayloadBytes bytes pass in each frame of a message', () => {
      const message = join(fragment(Binary, noise(200)), whole(Continuation, noise(200)));
      expect(judge(role, message, { maxPayloadBytes: 200 }).code).toBe(null);
      expect(judge(role, message, { maxPayloadBytes: 199 })).toStrictEqual({
        code: 'payload-too-big',
        at: 4,
      });
    });

    test('maxPayloadBytes comes before maxMessageBytes', () => {
      const limits = { maxPayloadBytes: 10, maxMessageBytes: 10 };
      expect(judge(role, whole(Binary, noise(11)), limits).code).toBe('payload-too-big');
    });

    test('infinite ones, with messages in parts, let any length pass', () => {
      const endless = {
        streamMessages: true,
        maxPayloadBytes: Infinity,
        maxMessageBytes: Infinity,
        maxFragments: Infinity,
      };
      const mask = role === 'server' ? 0x80 : 0;
      const header = join(
        Uint8Array.of(0x02, 0x7f | mask),
        hex('001fffffffffffff'),
        role === 'server' ? KEY : hex(''),
      );
      const connection = connect(role, endless);
      connection.receive(join(header, noise(1000)));
      expect(drain(connection)).toMatchObject([{ type: 'binary-part', last: false }]);
      connection.receive(noise(1000));
      expect(drain(connection)).toMatchObject([{ type: 'binary-part', last: false }]);
    });
  });
});
