import { describe, expect, test } from 'vitest';
import { DecoderChain } from '../../src/connection/decoder-chain.js';
import type { Codec } from '../../src/connection/message-codec.js';
import { codecsOf } from '../../src/connection/message-codecs.js';
import type { NegotiatedExtension } from '../../src/handshake/extension.js';
import type { MessageDecoder, MessageTransform } from '../../src/handshake/message-transform.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import type { ViolationCode } from '../../src/vocabulary/violation.js';
import { agreedDeflate, compressors, deflated } from '../properties/deflating.js';
import { hex, join, noise, sameBytes, toHex } from '../vectors/bits.js';
import { doubling, type Log, reversing, shifting } from './toy-extensions.js';

const context = { role: 'server', maxMessageBytes: 1_000_000, streamMessages: false } as const;
const chainOf = (...extensions: NegotiatedExtension[]) => codecsOf(extensions, context).decoders;

/** The longest piece that a decoder is given. */
const UNIT = 16_384;

/** All that comes out until there is nothing more for now. */
function pullAll(chain: DecoderChain): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  while (chain.hasOutput) {
    const piece = chain.pull();
    if (piece !== null) pieces.push(piece);
  }
  return pieces;
}

/** Undoes a message that comes as frames. */
function undo(chain: DecoderChain, firstByte: number, ...frames: Uint8Array[]): Uint8Array[] {
  chain.begin(firstByte);
  const pieces: Uint8Array[] = [];
  for (const [index, frame] of frames.entries()) {
    chain.push(frame, true, index === frames.length - 1);
    pieces.push(...pullAll(chain));
  }
  expect(chain.isDone).toBe(true);
  chain.end();
  return pieces;
}

test('without extensions allows no bit and has no part in anything', () => {
  const chain = chainOf();
  chain.begin(0x81);
  const { allowedBits, isActive, isDone, fault, pendingBytes, hasOutput } = chain;
  expect({ allowedBits, isActive, isDone, fault, pendingBytes, hasOutput }).toStrictEqual({
    allowedBits: 0,
    isActive: false,
    isDone: false,
    fault: null,
    pendingBytes: 0,
    hasOutput: false,
  });
  expect(chain.pull()).toBe(null);
  expect(() => chain.release()).not.toThrow();
});

test('allows the bits of its extensions, and takes part in the messages that carry one', () => {
  const chain = chainOf(shifting(Rsv.Rsv2), doubling(Rsv.Rsv3));
  expect(chain.allowedBits).toBe(0x30);
  chain.begin(0x81);
  expect(chain.isActive).toBe(false);
  chain.begin(0x91);
  expect(chain.isActive).toBe(true);
  chain.end();
  expect(chain.isActive).toBe(false);
});

describe('the order', () => {
  test.each<[string, NegotiatedExtension[], number, string]>([
    ['one', [shifting(Rsv.Rsv2)], 0x20, '11 12 13'],
    [
      'doubled last, so halved first',
      [shifting(Rsv.Rsv2), doubling(Rsv.Rsv3)],
      0x30,
      '111112121313',
    ],
    ['shifted last', [doubling(Rsv.Rsv3), shifting(Rsv.Rsv2)], 0x30, '111213141516'],
    ['one of two', [doubling(Rsv.Rsv3), shifting(Rsv.Rsv2)], 0x20, '11 12 13'],
    ['the other of two', [doubling(Rsv.Rsv3), shifting(Rsv.Rsv2)], 0x10, '101010101010'],
    [
      'all three',
      [reversing(Rsv.Rsv1), shifting(Rsv.Rsv2), doubling(Rsv.Rsv3)],
      0x70,
      '111112121313',
    ],
  ])('is that of sending turned round: %s', (_, extensions, bits, wire) => {
    const chain = chainOf(...extensions);
    // Twice: the second message must not see anything of the first.
    expect(join(...undo(chain, 0x82 | bits, hex(wire)))).toStrictEqual(hex('101010'));
    expect(join(...undo(chain, 0x82 | bits, hex(wire)))).toStrictEqual(hex('101010'));
  });

  test.each(compressors)('holds around permessage-deflate on %s', (_, compressor) => {
    const deflate = agreedDeflate('server', compressor);
    const plain = noise(50, 3);
    const shifted = (bytes: Uint8Array) => bytes.map((byte, at) => byte + at + 1);
    for (const [extensions, wire] of [
      [[deflate, shifting(Rsv.Rsv2)], shifted(deflated(plain))],
      [[shifting(Rsv.Rsv2), deflate], deflated(shifted(plain))],
    ] as const) {
      const chain = chainOf(...extensions);
      for (let message = 0; message < 3; message++) {
        expect(toHex(join(...undo(chain, 0xe2, wire)))).toBe(toHex(plain));
      }
    }
  });
});

describe('pieces', () => {
  test('come one at a time, and the end is known with or behind the last', () => {
    const chain = chainOf(doubling(Rsv.Rsv3));
    chain.begin(0x92);
    chain.push(hex('0101 0202 0303 0404'), true, true);
    expect(chain.pull()).toStrictEqual(hex('01 02 03'));
    expect([chain.isDone, chain.hasOutput]).toStrictEqual([false, true]);
    expect(chain.pull()).toStrictEqual(hex('04'));
    expect(chain.pull()).toBe(null);
    expect([chain.isDone, chain.hasOutput]).toStrictEqual([true, false]);
  });

  test('may be none for many frames', () => {
    const chain = chainOf(reversing(Rsv.Rsv1));
    const frames = Array.from({ length: 20 }, (_, at) => Uint8Array.of(at));
    const pieces = undo(chain, 0xc2, hex(''), ...frames, hex(''));
    expect(pieces).toStrictEqual([join(...frames).reverse()]);
  });

  test('may be many for one that another gives', () => {
    const chain = chainOf(doubling(Rsv.Rsv3), reversing(Rsv.Rsv1));
    const pieces = undo(chain, 0xd2, hex('05 05 04 04 03'), hex('03 02 02 01 01'));
    expect(pieces).toStrictEqual([hex('01 02 03'), hex('04 05')]);
  });

  test('may be none at all', () => {
    const chain = chainOf(doubling(Rsv.Rsv3), shifting(Rsv.Rsv2));
    expect(undo(chain, 0xb2, hex(''))).toStrictEqual([]);
    expect(undo(chain, 0xb2, hex(''), hex(''))).toStrictEqual([]);
  });
});

/** A decoder that writes down how it is fed, and gives back what it is given. */
function recorder(): { chain: DecoderChain; fed: [length: number, last: boolean][] } {
  const fed: [number, boolean][] = [];
  let input: Uint8Array | null = null;
  const decoder: MessageDecoder & { isDone: boolean } = {
    fault: null,
    isDone: false,
    get pendingBytes() {
      return input?.length ?? 0;
    },
    begin() {
      decoder.isDone = false;
    },
    push(bytes, last) {
      fed.push([bytes.length, last]);
      input = bytes;
      decoder.isDone = last && bytes.length === 0;
    },
    pull() {
      const piece = input;
      input = null;
      if (fed.at(-1)?.[1] === true) decoder.isDone = true;
      return piece !== null && piece.length > 0 ? piece : null;
    },
    release() {},
  };
  const encoder = { encode: (bytes: Uint8Array) => bytes, release: () => {} };
  return { chain: new DecoderChain([{ bit: 0x40, encoder, decoder }]), fed };
}

describe('the units that a decoder is given', () => {
  test.each<[string, number[], [number, boolean][]]>([
    ['a short message', [10], [[10, true]]],
    ['an empty one', [0], [[0, true]]],
    [
      'a frame each, but no empty ones',
      [10, 0, 20],
      [
        [10, false],
        [20, true],
      ],
    ],
    [
      'an empty end',
      [10, 0],
      [
        [10, false],
        [0, true],
      ],
    ],
    ['a unit less one', [UNIT - 1], [[UNIT - 1, true]]],
    ['exactly a unit', [UNIT], [[UNIT, true]]],
    [
      'a unit and one byte',
      [UNIT + 1],
      [
        [UNIT, false],
        [1, true],
      ],
    ],
    [
      'two units',
      [2 * UNIT],
      [
        [UNIT, false],
        [UNIT, true],
      ],
    ],
    [
      'frames that begin units anew',
      [UNIT + 5, UNIT, 7],
      [
        [UNIT, false],
        [5, false],
        [UNIT, false],
        [7, true],
      ],
    ],
  ])('are the same however the frames are cut: %s', (_, frames, expected) => {
    const cuts = [Infinity, 1000, UNIT - 1, UNIT, UNIT + 1, 7, 3 * UNIT];
    for (const cut of frames.every((length) => length < 100) ? [...cuts, 1] : cuts) {
      const { chain, fed } = recorder();
      const got: Uint8Array[] = [];
      chain.begin(0xc2);
      for (const [index, length] of frames.entries()) {
        const frame = noise(length, index + 1);
        const isLast = index === frames.length - 1;
        for (let at = 0; at < Math.max(length, 1); at += cut) {
          const ends = at + cut >= length;
          chain.push(frame.subarray(at, at + cut), ends, ends && isLast);
          got.push(...pullAll(chain));
        }
      }
      expect(fed).toStrictEqual(expected);
      expect(chain.isDone).toBe(true);
      const all = join(...frames.map((length, index) => noise(length, index + 1)));
      expect(sameBytes(join(...got), all)).toBe(true);
    }
  });

  test('have been counted as pending before and after they are whole', () => {
    const { chain } = recorder();
    chain.begin(0xc2);
    chain.push(noise(1000), false, false);
    expect([chain.pendingBytes, chain.hasOutput]).toStrictEqual([1000, false]);
    chain.push(noise(2 * UNIT), false, false);
    expect([chain.pendingBytes, chain.hasOutput]).toStrictEqual([1000 + 2 * UNIT, true]);
    expect(chain.pull()?.length).toBe(UNIT);
    expect(chain.pendingBytes).toBe(1000 + UNIT);
    expect(chain.pull()?.length).toBe(UNIT);
    expect(chain.pull()).toBe(null);
    expect([chain.pendingBytes, chain.hasOutput]).toStrictEqual([1000, false]);
    chain.release();
    expect(chain.pendingBytes).toBe(0);
  });
});

test('a decoder that comes to no end gets the last unit once', () => {
  let pushes = 0;
  const decoder: MessageDecoder = {
    fault: null,
    isDone: false,
    pendingBytes: 0,
    begin() {},
    push() {
      if (++pushes > 1) throw new Error('pushed behind the last unit');
    },
    pull: () => null,
    release() {},
  };
  const encoder = { encode: (bytes: Uint8Array) => bytes, release: () => {} };
  const chain = new DecoderChain([{ bit: 0x40, encoder, decoder }]);
  chain.begin(0xc2);
  chain.push(noise(5), true, true);
  expect(chain.pull()).toBe(null);
  expect([pushes, chain.isDone, chain.hasOutput]).toStrictEqual([1, false, false]);
});

test('bytes are pending wherever in the chain they wait', () => {
  const chain = chainOf(doubling(Rsv.Rsv3), shifting(Rsv.Rsv2));
  chain.begin(0xb2);
  expect(chain.pendingBytes).toBe(0);
  chain.push(join(...Array.from({ length: 8 }, (_, at) => Uint8Array.of(at + 1))), true, false);
  expect(chain.pendingBytes).toBe(8);
  // Eight zeros become four; the first three are given.
  expect(chain.pull()).toStrictEqual(hex('00 00 00'));
  expect(chain.pendingBytes).toBe(1);
  expect(chain.pull()).toStrictEqual(hex('00'));
  expect(chain.pendingBytes).toBe(0);
});

describe('a fault', () => {
  /** A decoder with a fault once it is fed, behind the piece that it still gives. */
  function faulty(code: ViolationCode, piece: Uint8Array | null): Codec {
    let isFed = false;
    const decoder: MessageDecoder & { fault: ViolationCode | null } = {
      fault: null,
      isDone: false,
      pendingBytes: 0,
      begin() {},
      push() {
        if (decoder.fault !== null) throw new Error('pushed behind its fault');
        isFed = true;
      },
      pull() {
        if (!isFed || decoder.fault !== null) return null;
        decoder.fault = code;
        return piece;
      },
      release() {},
    };
    const encoder = { encode: (bytes: Uint8Array) => bytes, release: () => {} };
    return { bit: 0x40, encoder, decoder };
  }
  const codecOf = ({ createTransform, rsv = 0 }: NegotiatedExtension): Codec => {
    if (createTransform === undefined) throw new Error('has no transform');
    return { bit: rsv << 4, ...createTransform(context) };
  };

  test.each([
    ['the only one', []],
    ['the last to undo', [shifting(Rsv.Rsv2)]],
  ])('is found in %s, once what came before it has been given', (_, others) => {
    const chain = new DecoderChain([faulty('message-too-big', hex('2a')), ...others.map(codecOf)]);
    chain.begin(0xe2);
    chain.push(hex('01'), true, true);
    expect(chain.pull()).toStrictEqual(hex('2a'));
    expect(chain.pull()).toBe(null);
    const { fault, isDone, hasOutput } = chain;
    expect({ fault, isDone, hasOutput }).toStrictEqual({
      fault: 'message-too-big',
      isDone: false,
      hasOutput: false,
    });
  });

  test('is found in the first to undo, once what came before it has gone through the others', () => {
    const chain = new DecoderChain([
      codecOf(doubling(Rsv.Rsv3)),
      faulty('compressed-data-invalid', hex('07 07 08')),
    ]);
    chain.begin(0xd2);
    chain.push(hex('01'), true, true);
    expect(chain.pull()).toStrictEqual(hex('07'));
    expect(chain.pull()).toBe(null);
    expect(chain.fault).toBe('compressed-data-invalid');
    expect(chain.hasOutput).toBe(false);
  });

  test('stops what else was pushed', () => {
    const chain = new DecoderChain([faulty('compressed-data-invalid', null)]);
    chain.begin(0xc2);
    chain.push(noise(3 * UNIT), true, true);
    expect(chain.pull()).toBe(null);
    expect(chain.fault).toBe('compressed-data-invalid');
    expect(chain.hasOutput).toBe(false);
  });

  test('stops what another would have given it', () => {
    const chain = new DecoderChain([
      faulty('compressed-data-invalid', null),
      codecOf(doubling(Rsv.Rsv3)),
    ]);
    chain.begin(0xd2);
    // Two pieces of three bytes: the first is one too many.
    chain.push(hex('0101 0202 0303 0404 0505 0606'), true, true);
    expect(chain.pull()).toBe(null);
    expect(chain.fault).toBe('compressed-data-invalid');
    expect(chain.hasOutput).toBe(false);
  });

  test('of a toy is reported too: half of a pair at the end', () => {
    const chain = chainOf(shifting(Rsv.Rsv2), doubling(Rsv.Rsv3));
    chain.begin(0xb2);
    chain.push(hex('01 01 01'), true, true);
    expect(pullAll(chain)).toStrictEqual([]);
    expect([chain.fault, chain.isDone]).toStrictEqual(['compressed-data-invalid', false]);
  });
});

test('release gives everything back, and forgets the message in progress', () => {
  const log: Log = [];
  const chain = chainOf(shifting(Rsv.Rsv2, log), doubling(Rsv.Rsv3, log));
  chain.begin(0xa2);
  chain.push(noise(100), true, false);
  chain.release();
  const { isActive, hasOutput, pendingBytes, isDone, fault } = chain;
  expect({ isActive, hasOutput, pendingBytes, isDone, fault }).toStrictEqual({
    isActive: false,
    hasOutput: false,
    pendingBytes: 0,
    isDone: false,
    fault: null,
  });
  expect(chain.pull()).toBe(null);
  expect(log.slice(-2)).toStrictEqual(['x-shift decoder released', 'x-double decoder released']);
});

test('memory that was taken away with a message unread in it is a TypeError', () => {
  const chain = chainOf(doubling(Rsv.Rsv3));
  const bytes = hex('01 01 02 02 03 03 04 04');
  chain.begin(0x92);
  chain.push(bytes, true, true);
  expect(chain.pull()).toStrictEqual(hex('01 02 03'));
  structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
  expect(() => chain.pull()).toThrow(TypeError);
  expect(() => chain.pull()).toThrow('was detached with a message unread in it');
});

test('is broken once the memory of what was pushed is somebody else’s, and works again when released', () => {
  const chain = chainOf(shifting(Rsv.Rsv1));
  expect(chain.isBroken).toBe(false);
  chain.begin(0xc2);
  const pushed = noise(10);
  chain.push(pushed, true, true);
  expect(chain.isBroken).toBe(false);
  structuredClone(pushed, { transfer: [pushed.buffer] });
  expect(chain.isBroken).toBe(true);
  expect(() => chain.pull()).toThrow(
    new TypeError('the ArrayBuffer that payloads share was detached with a message unread in it'),
  );
  chain.release();
  expect(chain.isBroken).toBe(false);
});

test('does not go on behind a decoder that has thrown', () => {
  const shift = shifting(Rsv.Rsv1);
  const throwing: NegotiatedExtension = {
    ...shift,
    createTransform: (given) => {
      const made = shift.createTransform?.(given) as MessageTransform;
      made.decoder.pull = () => {
        throw new Error('no');
      };
      return made;
    },
  };
  const chain = chainOf(throwing);
  chain.begin(0xc2);
  chain.push(noise(10), true, true);
  expect(() => chain.pull()).toThrow('no');
  expect(chain.isBroken).toBe(true);
  expect(() => chain.pull()).toThrow(
    new TypeError('a decoder has thrown, or pulls while it is called'),
  );
});
