import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import { EncoderChain } from '../../src/connection/encoder-chain.js';
import { codecsOf } from '../../src/connection/message-codecs.js';
import type { NegotiatedExtension } from '../../src/handshake/extension.js';
import type {
  MessageEncodeOptions,
  MessageEncoder,
} from '../../src/handshake/message-transform.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { hex } from '../vectors/bits.js';
import { doubling, type Log, reversing, shifting } from './toy-extensions.js';

const context = { role: 'server', maxMessageBytes: 1000, streamMessages: false } as const;
const chainOf = (...extensions: NegotiatedExtension[]) => codecsOf(extensions, context).encoders;

const whole: MessageEncodeOptions = { first: true, last: true, compress: undefined };
const at = (first: boolean, last: boolean): MessageEncodeOptions => ({
  first,
  last,
  compress: undefined,
});

test('without extensions gives the very bytes back', () => {
  const bytes = hex('01 02');
  const chain = chainOf();
  expect(chain.encode(bytes, whole)).toBe(bytes);
  expect(chain.bits).toBe(0);
  chain.release();
  expect(chain.encode(bytes, whole)).toBe(bytes);
});

describe('the order', () => {
  test.each<[string, NegotiatedExtension[], string, number]>([
    ['one', [shifting(Rsv.Rsv2)], '11 12 13', 0x20],
    ['first shifted, then doubled', [shifting(Rsv.Rsv2), doubling(Rsv.Rsv3)], '111112121313', 0x30],
    ['first doubled, then shifted', [doubling(Rsv.Rsv3), shifting(Rsv.Rsv2)], '111213141516', 0x30],
    [
      'all three',
      [reversing(Rsv.Rsv1), shifting(Rsv.Rsv2), doubling(Rsv.Rsv3)],
      '111112121313',
      0x70,
    ],
  ])('is that of the extensions: %s', (_, extensions, expected, bits) => {
    const chain = chainOf(...extensions);
    expect(chain.encode(hex('10 10 10'), whole)).toStrictEqual(hex(expected));
    expect(chain.bits).toBe(bits);
  });

  test('holds for every piece of a message', () => {
    const chain = chainOf(shifting(Rsv.Rsv2), doubling(Rsv.Rsv3));
    expect(chain.encode(hex('00'), at(true, false))).toStrictEqual(hex('0101'));
    expect(chain.encode(hex(''), at(false, false))).toStrictEqual(hex(''));
    expect(chain.encode(hex('00 00'), at(false, true))).toStrictEqual(hex('02020303'));
    expect(chain.bits).toBe(0x30);
    expect(chain.encode(hex('00'), whole)).toStrictEqual(hex('0101'));
  });
});

describe('an extension that leaves a message as it is', () => {
  const plain = (first: boolean, last: boolean): MessageEncodeOptions => ({
    first,
    last,
    compress: false,
  });

  test('has no bit in it, and no part in its other pieces', () => {
    const log: Log = [];
    const chain = chainOf(reversing(Rsv.Rsv1, log), doubling(Rsv.Rsv3, log));
    expect(chain.encode(hex('01 02'), plain(true, false))).toStrictEqual(hex('01010202'));
    expect(chain.bits).toBe(0x10);
    expect(chain.encode(hex('03'), plain(false, true))).toStrictEqual(hex('0303'));
    expect(log).toStrictEqual(['x-reverse encodes 2', 'x-double encodes 2', 'x-double encodes 1']);
  });

  test('may take part in the next', () => {
    const chain = chainOf(reversing(Rsv.Rsv1));
    const bytes = hex('01 02');
    expect(chain.encode(bytes, plain(true, true))).toBe(bytes);
    expect(chain.bits).toBe(0);
    expect(chain.encode(bytes, whole)).toStrictEqual(hex('02 01'));
    expect(chain.bits).toBe(0x40);
  });
});

describe('an encoder that throws', () => {
  function failing(log: Log): { encoder: MessageEncoder; fails: { now: boolean } } {
    const fails = { now: false };
    const encoder: MessageEncoder = {
      encode(bytes) {
        if (fails.now) throw new Error('out of memory');
        return bytes.slice();
      },
      release: () => log.push('failing released'),
    };
    return { encoder, fails };
  }
  const decoder = {
    fault: null,
    isDone: false,
    pendingBytes: 0,
    begin: () => {},
    push: () => {},
    pull: () => null,
    release: () => {},
  };

  test.each([
    ['a text', (it: Connection) => it.sendText('a')],
    ['binary', (it: Connection) => it.sendBinary(hex('00'))],
    ['a fragment', (it: Connection) => it.sendFragment('a', { fin: true })],
  ])('has a connection release all of them once, for the peer has not got it: %s', (_, send) => {
    const log: Log = [];
    const { encoder, fails } = failing(log);
    const extension = { name: 'x', parameters: [], rsv: Rsv.Rsv1 };
    const extensions = [
      shifting(Rsv.Rsv2, log),
      { ...extension, createTransform: () => ({ encoder, decoder }) },
    ];
    const connection = new Connection({ role: 'server', extensions });
    fails.now = true;
    expect(() => send(connection)).toThrow('out of memory');
    expect(connection.pendingOutputBytes).toBe(0);
    const released = log.filter((line) => line.endsWith('released'));
    expect(released).toStrictEqual(['x-shift encoder released', 'failing released']);
    fails.now = false;
    expect(send(connection)).toBe(true);
  });

  test.each([true, false])('may be given the next piece, first piece: %s', (first) => {
    const { encoder, fails } = failing([]);
    const before = { bit: 0x20, encoder, decoder };
    const chain = new EncoderChain([before, { bit: 0x40, encoder, decoder }]);
    if (!first) chain.encode(hex('01'), at(true, false));
    fails.now = true;
    expect(() => chain.encode(hex('02'), at(first, true))).toThrow('out of memory');
    fails.now = false;
    // The piece that failed is sent again, or another message is.
    expect(chain.encode(hex('02'), at(first, true))).toStrictEqual(hex('02'));
    expect(chain.bits).toBe(0x60);
  });

  test('is not one that gives null behind the first piece: that piece stays as it is', () => {
    const encoder: MessageEncoder = {
      encode: (bytes, { first }) => (first ? bytes.slice() : null),
      release: () => {},
    };
    const chain = new EncoderChain([{ bit: 0x40, encoder, decoder }]);
    chain.encode(hex('01'), at(true, false));
    expect(chain.encode(hex('02'), at(false, true))).toStrictEqual(hex('02'));
  });
});

test('releases all of them', () => {
  const log: Log = [];
  chainOf(shifting(Rsv.Rsv2, log), doubling(Rsv.Rsv3, log)).release();
  expect(log).toStrictEqual(['x-shift encoder released', 'x-double encoder released']);
});
