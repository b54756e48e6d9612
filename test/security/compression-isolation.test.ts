/**
 * What one connection must never learn of another, though both use one compressor: its states and its blocks
 * of memory serve many.
 */

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import type { Connection } from '../../src/connection/connection.js';
import type { Compressor } from '../../src/extension/compressor.js';
import { connect, drain, peerOf, type Role, roles, takeBytes } from '../connection/drive.js';
import {
  agreedDeflate,
  compressors,
  deflating,
  rolesAndCompressors,
} from '../properties/deflating.js';
import { noise, sameBytes, toHex } from '../vectors/bits.js';
import { attack } from './attack.js';

const makers = [
  ['pako', pakoCompressor],
  ['node:zlib', zlibCompressor],
] as const;

describe.each(makers)(`${attack('shared-compressor')}: on %s`, (_, make) => {
  const settings = fc.record({
    level: fc.integer({ min: 0, max: 9 }),
    memLevel: fc.integer({ min: 1, max: 9 }),
    windowBits: fc.integer({ min: 8, max: 15 }),
    keepsContext: fc.boolean(),
  });
  /**
   * Three bytes in front of each other one, and at the very end: which of the places is the match of the last
   * three may hang on the byte behind them, which is nobody's.
   */
  const probe = fc
    .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }))
    .map(([a, b]) => {
      const places = [...Array(128).keys()].flatMap((byte) => [a, b, 100, byte, 128 + byte]);
      return Uint8Array.from([...places, a, b, 100]);
    });
  const message = fc.oneof(
    probe,
    fc.uint8Array({ minLength: 1, maxLength: 400, max: 3 }),
    fc.integer({ min: 1, max: 40_000 }).map((length) => noise(length)),
    fc.integer({ min: 0, max: 127 }).map((byte) => new Uint8Array(2000).fill(byte)),
  );

  test('compresses for one as if it had never compressed for another', () => {
    fc.assert(
      fc.property(settings, message, message, fc.boolean(), (chosen, secret, mine, isLast) => {
        const used = make(chosen);
        const victim = used.createDeflater(chosen);
        victim.deflate(secret, isLast);
        victim.release();
        const after = used.createDeflater(chosen).deflate(mine, true);
        const fresh = make(chosen).createDeflater(chosen).deflate(mine, true);
        expect(toHex(after)).toBe(toHex(fresh));
      }),
      { numRuns: 300 },
    );
  });

  test.each([true, false])(
    'tells nobody what lay behind a message, windows kept: %s',
    (keepsContext) => {
      fc.assert(
        fc.property(probe, fc.integer({ min: 1, max: 127 }), (question, secret) => {
          const used = make();
          const chosen = { windowBits: 15, keepsContext };
          const victim = used.createDeflater(chosen);
          // Long enough to need a state of the usual size.
          victim.deflate(new Uint8Array(5000).fill(secret), true);
          victim.release();
          // In two pieces, so that a state of the usual size is what it meets.
          const ask = (compressor: Compressor): Uint8Array => {
            const deflater = compressor.createDeflater(chosen);
            deflater.deflate(question.subarray(0, 10), false);
            return deflater.deflate(question.subarray(10), true);
          };
          expect(toHex(ask(used))).toBe(toHex(ask(make())));
        }),
      );
    },
  );
});

/** Whatever puts a frame into the output. */
const calls: readonly (readonly [string, (connection: Connection) => unknown])[] = [
  ['sendText', (it) => it.sendText('x')],
  ['sendBinary', (it) => it.sendBinary(noise(1))],
  ['sendFragment', (it) => it.sendFragment('x', { fin: true })],
  ['ping', (it) => it.ping('x')],
  ['pong', (it) => it.pong('x')],
  ['close', (it) => it.close()],
];

describe.each(rolesAndCompressors)('a %s on %s', (role, _, compressor) => {
  test(`${attack('shared-compressor')}: owns all of the memory behind a message`, () => {
    const other = deflating(peerOf(role), compressor);
    const secret = deflating(role, compressor);
    other.sendBinary(noise(60_000), { compress: true });
    const damaged = takeBytes(other);
    damaged.fill(0xff, damaged.length - 40);
    secret.receive(damaged);
    drain(secret);

    for (const length of [33_000, 65_535, 65_536, 100]) {
      const sender = deflating(peerOf(role), compressor);
      const receiver = deflating(role, compressor);
      sender.sendBinary(new Uint8Array(length), { compress: true });
      receiver.receive(takeBytes(sender));
      const event = receiver.nextEvent();
      if (event?.type !== 'binary') throw new Error('no message');
      expect(event.data.length).toBe(length);
      expect(new Uint8Array(event.data.buffer).every((byte) => byte === 0)).toBe(true);
    }
  });

  test(`${attack('lying-arrays')}: is not led astray by bytes that lie about themselves`, () => {
    class Liar extends Uint8Array {
      override subarray(): Uint8Array<ArrayBuffer> {
        throw new Error('called');
      }
    }
    const sender = deflating(peerOf(role), compressor);
    const receiver = deflating(role, compressor);
    const bytes = new Liar(300);
    bytes.set(noise(300));
    sender.sendBinary(bytes, { compress: true });
    receiver.receive(takeBytes(sender));
    const [event] = drain(receiver);
    expect(event?.type === 'binary' && sameBytes(event.data, noise(300))).toBe(true);
  });

  test.each(calls)(
    `${attack('foreign-code-reenters')}: may not %s from inside its compressor while it sends`,
    (_, call) => {
      const caught: unknown[] = [];
      const connection = connect(role, {
        extensions: [
          agreedDeflate(
            role,
            whichCalls(compressor, () => once()),
          ),
        ],
      });
      const once = triedOnce(connection, call, caught);
      sendsWhole(connection, role, compressor);
      expect(caught).toStrictEqual([expect.any(TypeError)]);
    },
  );
});

// A server draws no masking keys, so it never asks a random source.
describe.each(compressors)(
  `${attack('foreign-code-reenters')}: a client on %s`,
  (_, compressor) => {
    test.each(calls)('may not %s from inside its random source while it sends', (_name, call) => {
      const caught: unknown[] = [];
      const connection = connect('client', {
        extensions: [agreedDeflate('client', compressor)],
        random(target) {
          target.set(randomBytes(target.length));
          once();
        },
      });
      const once = triedOnce(connection, call, caught);
      sendsWhole(connection, 'client', compressor);
      expect(caught).toStrictEqual([expect.any(TypeError)]);
    });
  },
);

/** Makes the call the first time, and keeps what it throws. */
function triedOnce(
  connection: Connection,
  call: (connection: Connection) => unknown,
  caught: unknown[],
): () => void {
  let isArmed = true;
  return () => {
    if (!isArmed) return;
    isArmed = false;
    try {
      call(connection);
      caught.push('sent');
    } catch (error) {
      caught.push(error);
    }
  };
}

/** The same compressor, whose deflaters call the caller's code behind each piece. */
function whichCalls(compressor: Compressor, act: () => void): Compressor {
  return {
    ...compressor,
    createDeflater(settings) {
      const deflater = compressor.createDeflater(settings);
      return {
        deflate(bytes, last) {
          const deflated = deflater.deflate(bytes, last);
          act();
          return deflated;
        },
        release: () => deflater.release(),
      };
    },
  };
}

/** What its peer reads of two messages that it sends, and nothing besides. */
function sendsWhole(connection: Connection, role: Role, compressor: Compressor): void {
  connection.sendText('outer '.repeat(100));
  connection.sendText('next '.repeat(100));
  const peer = deflating(peerOf(role), compressor);
  peer.receive(takeBytes(connection));
  expect(drain(peer)).toStrictEqual([
    { type: 'text', data: 'outer '.repeat(100) },
    { type: 'text', data: 'next '.repeat(100) },
  ]);
}

test(`${attack('broken-compressor')}: more bytes than zlib can count are refused, not cut off`, () => {
  const deflater = zlibCompressor().createDeflater({ windowBits: 15, keepsContext: false });
  expect(() => deflater.deflate(new Uint8Array(2 ** 31), true)).toThrow(RangeError);
});

describe.each(roles)(`${attack('broken-compressor')}: a %s whose decoder fails`, (role) => {
  test.each(['inflate', 'createInflater'] as const)(
    'in %s throws, and still ends with close once',
    (method) => {
      const broken = {
        ...zlibCompressor(),
        createInflater() {
          if (method === 'createInflater') throw new Error('out of memory');
          const inflate = () => {
            throw new Error('out of memory');
          };
          return { bytesRead: 0, bytesWritten: 0, inflate, endMessage: () => true, release() {} };
        },
      };
      const sender = deflating(peerOf(role), zlibCompressor());
      sender.sendText('a'.repeat(100), { compress: true });
      const connection = deflating(role, broken);
      connection.receive(takeBytes(sender));
      expect(() => connection.nextEvent()).toThrow('out of memory');
      expect(() => connection.nextEvent()).toThrow(TypeError);
      connection.receiveEnd();
      expect(drain(connection)).toStrictEqual([
        { type: 'close', code: 1006, reason: '', wasClean: false },
      ]);
      expect(connection.state).toBe('closed');
    },
  );
});
