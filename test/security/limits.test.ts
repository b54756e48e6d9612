/**
 * Limits at their ends: 0 means nothing, and not everything; Infinity is refused wherever something is kept.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { decodeFrameHeader } from '../../src/frame/decode-frame-header.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { HeadBuffer } from '../../src/http/head-buffer.js';
import { defaultLimits } from '../../src/vocabulary/limits.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { connect, drain, feed, roles, takeFrames, toReceive } from '../connection/drive.js';
import { errorOf, KEY, requestWith, responseWith } from '../handshake/heads.js';
import { hex } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Binary, Continuation, Ping, Text } = Opcode;

const messageLimits = ['maxPayloadBytes', 'maxMessageBytes', 'maxFragments'] as const;
const headLimits = ['maxHeadBytes', 'maxHeaderCount', 'maxLineBytes'] as const;

const ranges = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -1, 1.5, 2 ** 53];
const strangers = ['1', true, {}, 5n, Symbol('limit')];

describe(attack('limit-zero-or-infinite'), () => {
  describe.each(roles)('a %s', (role) => {
    test.each([
      ['maxPayloadBytes', 'payload-too-big'],
      ['maxMessageBytes', 'message-too-big'],
    ] as const)('with a %s of 0 takes empty messages, and none of one byte', (name, code) => {
      for (const streamMessages of [false, true]) {
        const connection = connect(role, { [name]: 0, streamMessages });
        expect(feed(connection, toReceive(role, Text, ''))).toBe(null);
        expect(feed(connection, toReceive(role, Binary, '', false))).toBe(null);
        expect(feed(connection, toReceive(role, Continuation, ''))).toBe(null);
        expect(feed(connection, toReceive(role, Text, 'a'))).toBe(code);
      }
    });

    test('with a maxFragments of 0 takes no message at all, and with 1 only whole ones', () => {
      expect(feed(connect(role, { maxFragments: 0 }), toReceive(role, Text, ''))).toBe(
        'too-many-fragments',
      );
      const connection = connect(role, { maxFragments: 1 });
      expect(feed(connection, toReceive(role, Text, 'a'))).toBe(null);
      expect(feed(connection, toReceive(role, Ping, 'a'))).toBe(null);
      expect(feed(connection, toReceive(role, Text, 'a', false))).toBe(null);
      expect(feed(connection, toReceive(role, Continuation, 'a'))).toBe('too-many-fragments');
    });

    test('with a maxPendingPongs of 0 answers no ping, and tells of it', () => {
      const connection = connect(role, { maxPendingPongs: 0 });
      connection.receive(toReceive(role, Ping, 'a'));
      expect(drain(connection)).toStrictEqual([{ type: 'ping', payload: hex('61') }]);
      expect(takeFrames(connection, role)).toStrictEqual([]);
    });

    test.each([...messageLimits, 'maxPendingPongs'] as const)(
      'refuses a %s that is none',
      (name) => {
        for (const value of ranges) {
          expect(() => connect(role, { [name]: value })).toThrow(RangeError);
          expect(() => connect(role, { [name]: value })).toThrow(`${name} is ${value}`);
        }
        for (const value of strangers) {
          expect(() => connect(role, { [name]: value as number })).toThrow(TypeError);
        }
      },
    );

    test('takes Infinity where messages come in parts, and then for what is not kept', () => {
      const streamMessages = true;
      for (const name of messageLimits) {
        const connection = connect(role, { streamMessages, [name]: Number.POSITIVE_INFINITY });
        expect(feed(connection, toReceive(role, Text, 'a'))).toBe(null);
      }
      expect(() => connect(role, { streamMessages, maxPendingPongs: Infinity })).toThrow(
        RangeError,
      );
    });

    test('refuses to cut messages into fragments of nothing', () => {
      expect(() => connect(role, { fragmentBytes: 0 })).toThrow(RangeError);
      expect(connect(role, { fragmentBytes: Infinity }).sendText('a')).toBe(true);
    });
  });

  test('the decoders of frames take 0 for nothing, and refuse Infinity if they keep payloads', () => {
    const empty = hex('82 00');
    const full = hex('82 01 61');
    const limit = { maxPayloadBytes: 0 };
    expect(decodeFrame(empty, limit)).toMatchObject({ status: 'complete' });
    expect(errorOf(decodeFrame(full, limit)).code).toBe('payload-too-big');
    expect(decodeFrameHeader(empty, limit)).toMatchObject({ status: 'complete' });
    expect(errorOf(decodeFrameHeader(full, limit)).code).toBe('payload-too-big');
    const decoder = new FrameDecoder(limit);
    decoder.push(empty);
    decoder.push(full);
    expect(decoder.next()).toMatchObject({ status: 'complete' });
    expect(errorOf(decoder.next()).code).toBe('payload-too-big');
    for (const maxPayloadBytes of ranges) {
      expect(() => decodeFrame(full, { maxPayloadBytes })).toThrow(RangeError);
      expect(() => new FrameDecoder({ maxPayloadBytes })).toThrow(RangeError);
    }
    const maxPayloadBytes = Number.POSITIVE_INFINITY;
    expect(decodeFrameHeader(full, { maxPayloadBytes })).toMatchObject({ status: 'complete' });
  });

  describe.each(headLimits)('%s', (name) => {
    const parsers = [
      ['parseHandshake', (limit: unknown) => parseHandshake(requestWith(), { [name]: limit })],
      [
        'parseHandshakeResponse',
        (limit: unknown) => parseHandshakeResponse(responseWith(), { key: KEY }, { [name]: limit }),
      ],
    ] as const;

    test.each(parsers)('of 0 lets no head through %s', (_, parse) => {
      const codes = {
        maxHeadBytes: 'head-too-large',
        maxHeaderCount: 'too-many-headers',
        maxLineBytes: 'line-too-long',
      };
      expect(parse(0)).toMatchObject({ status: 'invalid', error: { code: codes[name] } });
    });

    test.each(parsers)('is refused by %s if it is none', (_, parse) => {
      for (const value of ranges) expect(() => parse(value)).toThrow(RangeError);
      for (const value of strangers) expect(() => parse(value)).toThrow(TypeError);
    });
  });

  test('a HeadBuffer of 0 bytes keeps nothing, and the parser has its verdict at once', () => {
    const limit = { maxHeadBytes: 0 };
    const bytes = new HeadBuffer(limit).push(requestWith());
    expect(bytes).toStrictEqual(hex(''));
    expect(errorOf(parseHandshake(bytes ?? hex('00'), limit)).code).toBe('head-too-large');
    for (const maxHeadBytes of ranges) {
      expect(() => new HeadBuffer({ maxHeadBytes })).toThrow(RangeError);
    }
  });

  test('the README tells of every limit, of 0 and of Infinity', () => {
    const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const section = page.slice(page.indexOf('## Limits'), page.indexOf('## Licence'));
    for (const name of Object.keys(defaultLimits)) expect(section).toContain(`\`${name}\``);
    expect(section).toMatch(/0 means nothing/);
    expect(section).toMatch(/`Infinity`/);
  });
});
