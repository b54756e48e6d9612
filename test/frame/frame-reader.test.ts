import { describe, expect, test } from 'vitest';
import { resolveRules } from '../../src/frame/check-frame-header.js';
import type { FrameRules } from '../../src/frame/frame.js';
import { FrameReader } from '../../src/frame/frame-reader.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import { MessageRules } from '../../src/frame/message-rules.js';
import { ReadMode } from '../../src/frame/read-mode.js';
import type { UnmaskInPlace } from '../../src/frame/unmask-in-place.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import { naiveMask } from '../properties/naive-frame.js';
import { bits, hex, join, noise, sameBytes } from '../vectors/bits.js';
import { recordingSimd } from './recording-simd.js';

const KEY = hex('37 fa 21 3d');
const maskedHello = hex('81 85 37fa213d 7f9f4d5158');
const hello = hex('48 65 6c 6c 6f');
const ping = hex('89 02 6869');
/** Long enough for its payload not to be copied. */
const masked100 = join(hex('82 e4'), KEY, naiveMask(noise(100), KEY));
const ping100 = join(hex('89 64'), noise(100));
const { Whole, Parts, DataParts } = ReadMode;

/** Nothing here comes in so many pieces: a reader that never ends is given up. */
const MOST = 1000;

interface Options {
  readonly rules?: FrameRules;
  readonly message?: MessageRules | null;
  readonly owned?: boolean;
  readonly unmask?: UnmaskInPlace | null;
}

function readerOf(bytes: Uint8Array, options: Options = {}): FrameReader {
  const { rules = {}, message = null, owned = false, unmask = null } = options;
  const resolved = { ...resolveRules(rules, 1000), message };
  const reader = new FrameReader(resolved, owned, unmask, null);
  reader.push(bytes);
  return reader;
}

describe('a new reader', () => {
  test('waits for a header', () => {
    const reader = readerOf(hex(''));
    expect(reader.read(Whole)).toBe(false);
    expect(reader).toMatchObject({ error: null, bytesNeeded: 2, pendingBytes: 0, last: true });
    expect(reader.maskingKey()).toBe(null);
  });
});

describe('a frame', () => {
  test.each([Whole, Parts, DataParts])('that is there comes in one piece, mode %i', (mode) => {
    const reader = readerOf(join(maskedHello, ping));
    expect(reader.read(mode)).toBe(true);
    expect(reader).toMatchObject({
      firstByte: 0x81,
      payloadLength: 5,
      masked: true,
      offset: 0,
      last: true,
      bytesRead: 11,
      pendingBytes: 4,
    });
    expect(reader.maskingKey()).toStrictEqual(KEY);
    expect(reader.takePayload()).toStrictEqual(hello);
    expect(reader.read(mode)).toBe(true);
    expect(reader).toMatchObject({ firstByte: 0x89, masked: false, bytesRead: 4, pendingBytes: 0 });
    expect(reader.maskingKey()).toBe(null);
  });

  test.each([
    ['a text', maskedHello, Whole, false],
    ['a text', maskedHello, Parts, true],
    ['a text', maskedHello, DataParts, true],
    ['a ping', join(hex('89 85'), maskedHello.slice(2)), Whole, false],
    ['a ping', join(hex('89 85'), maskedHello.slice(2)), Parts, true],
    ['a ping', join(hex('89 85'), maskedHello.slice(2)), DataParts, false],
  ])('of which a part is there: %s, %o in mode %i: %s', (_, wire, mode, expected) => {
    const reader = readerOf(wire.subarray(0, 8));
    expect(reader.read(mode)).toBe(expected);
    if (expected) {
      expect(reader).toMatchObject({ offset: 0, last: false, bytesRead: 8, pendingBytes: 0 });
      expect(reader.takePayload()).toStrictEqual(hello.slice(0, 2));
      expect(reader.read(mode)).toBe(false);
      expect(reader.bytesNeeded).toBe(1);
    } else {
      expect(reader).toMatchObject({ bytesNeeded: 3, pendingBytes: 8 });
    }
    reader.push(wire.subarray(8));
    expect(reader.read(mode)).toBe(true);
    expect(reader).toMatchObject({ offset: expected ? 2 : 0, last: true });
    expect(reader.takePayload()).toStrictEqual(expected ? hello.slice(2) : hello);
  });

  test.each([Whole, Parts, DataParts])(
    'without payload is read with its header, mode %i',
    (mode) => {
      const reader = readerOf(hex('82 80 37fa21'));
      expect(reader.read(mode)).toBe(false);
      expect(reader.bytesNeeded).toBe(1);
      reader.push(hex('3d'));
      expect(reader.read(mode)).toBe(true);
      expect(reader).toMatchObject({ offset: 0, last: true, bytesRead: 6, payloadLength: 0 });
      expect(reader.takePayload()).toStrictEqual(new Uint8Array(0));
    },
  );

  test('that is read in pieces has its key in phase in each of them', () => {
    const payload = noise(300);
    const wire = join(hex('82 fe 012c'), KEY, naiveMask(payload, KEY));
    for (const size of [1, 2, 3, 5, 7, 64, 65, 127]) {
      const reader = readerOf(hex(''));
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < wire.length; at += size) {
        reader.push(wire.subarray(at, at + size));
        if (reader.read(Parts)) pieces.push(reader.takePayload());
      }
      expect(reader.last).toBe(true);
      expect(join(...pieces)).toStrictEqual(payload);
    }
  });
});

describe('the payload', () => {
  test('is forgotten once it was taken or released', () => {
    const reader = readerOf(join(maskedHello, maskedHello));
    reader.read(Whole);
    expect(reader.takePayload()).toStrictEqual(hello);
    expect(reader.bytes.buffer.byteLength).toBe(0);
    reader.read(Whole);
    reader.release();
    expect(reader.bytes.buffer.byteLength).toBe(0);
  });

  test('may be read where it lies until then', () => {
    const reader = readerOf(maskedHello);
    reader.read(Whole);
    expect(reader.bytes.subarray(reader.start, reader.end)).toStrictEqual(hello);
  });

  test('that nobody took is forgotten with the rest', () => {
    const reader = readerOf(join(maskedHello, maskedHello));
    reader.read(Whole);
    reader.discard();
    expect(reader.pendingBytes).toBe(0);
    expect(reader.bytes.buffer.byteLength).toBe(0);
    expect(reader.read(Whole)).toBe(false);
  });

  test('lies in the chunk when that was handed over and it is long, and elsewhere when not', () => {
    for (const owned of [true, false]) {
      const chunk = masked100.slice();
      const reader = readerOf(chunk, { owned });
      reader.read(Whole);
      expect(reader.takePayload().buffer === chunk.buffer).toBe(owned);
      expect(chunk.slice(6)).toStrictEqual(owned ? noise(100) : masked100.slice(6));
    }
  });
});

describe('a violation', () => {
  test('is the same for ever, and nothing is kept any more', () => {
    const reader = readerOf(join(ping, hex('83'), maskedHello));
    expect(reader.read(Whole)).toBe(true);
    for (let count = 0; count < 3; count++) {
      expect(reader.read(Whole)).toBe(false);
      expect(reader.error).toStrictEqual(protocolError('reserved-opcode'));
      reader.push(maskedHello);
      expect(reader.pendingBytes).toBe(0);
    }
  });

  test('of the order of messages follows the rules as they stand at the header', () => {
    const message = new MessageRules(10, 100, 100);
    const reader = readerOf(join(bits('0 000 0001  0 0000000'), hex('00 00'), hex('81 00')), {
      message,
    });
    expect(reader.read(DataParts)).toBe(true);
    message.isOpen = true;
    expect(reader.read(DataParts)).toBe(true);
    expect(reader.read(DataParts)).toBe(false);
    expect(reader.error).toStrictEqual(protocolError('message-interrupted'));
  });
});

describe('an unmask of the caller', () => {
  test('gets the payload in a plain view and the key in a fresh array', () => {
    const calls: [Uint8Array, Uint8Array][] = [];
    const reader = readerOf(Buffer.from(join(masked100, masked100)), {
      unmask: (payload, key) => calls.push([payload, key]),
    });
    reader.read(Whole);
    const payload = reader.takePayload();
    reader.read(Whole);
    expect(calls.map(([bytes]) => bytes.length)).toStrictEqual([100, 100]);
    expect(calls[0]?.[0]).toStrictEqual(payload);
    expect(calls[0]?.[0].buffer).toBe(payload.buffer);
    for (const [bytes] of calls) {
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    }
    expect(calls.map(([, key]) => key)).toStrictEqual([KEY, KEY]);
    expect(calls[0]?.[1]).not.toBe(calls[1]?.[1]);
  });

  test('is not called for what is not masked or empty', () => {
    let calls = 0;
    const reader = readerOf(join(ping, hex('82 80 37fa213d')), { unmask: () => calls++ });
    expect(reader.read(Whole)).toBe(true);
    expect(reader.read(Whole)).toBe(true);
    expect(calls).toBe(0);
  });
});

describe('memory that was transferred away', () => {
  const steal = (payload: Uint8Array) =>
    structuredClone(null, { transfer: [payload.buffer as ArrayBuffer] });

  test.each([Whole, Parts, DataParts])(
    'with bytes unread is a TypeError each time, mode %i',
    (mode) => {
      const reader = readerOf(join(ping100, maskedHello.subarray(0, 9)));
      reader.read(mode);
      steal(reader.takePayload());
      expect(() => reader.read(mode)).toThrow(
        new TypeError('the ArrayBuffer that payloads share was detached with frames unread in it'),
      );
      expect(() => reader.push(maskedHello.subarray(9))).toThrow(TypeError);
      expect(() => reader.read(mode)).toThrow(TypeError);
    },
  );

  test('with nothing unread does no harm', () => {
    const reader = readerOf(ping100);
    reader.read(Whole);
    steal(reader.takePayload());
    expect(reader.read(Whole)).toBe(false);
    reader.push(maskedHello);
    expect(reader.read(Whole)).toBe(true);
    expect(reader.takePayload()).toStrictEqual(hello);
  });

  test('in the middle of a frame in parts does no harm either', () => {
    const reader = readerOf(masked100.subarray(0, 96));
    reader.read(Parts);
    steal(reader.takePayload());
    reader.push(masked100.subarray(96));
    expect(reader.read(Parts)).toBe(true);
    expect(reader.takePayload()).toStrictEqual(noise(100).slice(90));
  });
});

describe('with SIMD', () => {
  const frames = Array.from({ length: 100 }, (_, seed) => noise(20, seed));
  const wire = join(...frames.map((payload) => join(hex('82 94'), KEY, naiveMask(payload, KEY))));

  const simdReader = (rules: FrameRules = {}, owned = false) =>
    new FrameReader({ ...resolveRules(rules, 100_000), message: null }, owned, null, simdMask);

  /** Reads all that is there, in as few steps as it takes. */
  function readAll(reader: FrameReader): { payloads: Uint8Array[]; plain: number } {
    const payloads: Uint8Array[] = [];
    let plain = 0;
    while (payloads.length < MOST) {
      const isPlain = reader.readPlain();
      if (!isPlain && !reader.read(Whole)) return { payloads, plain };
      plain += Number(isPlain);
      payloads.push(reader.takePayload());
    }
    throw new Error('there is no end of frames');
  }

  test.each([1, 7, 100, 600, 1000, 2600])('frames come out of chunks of %i bytes', (size) => {
    const reader = simdReader();
    const payloads: Uint8Array[] = [];
    for (let at = 0; at < wire.length; at += size) {
      reader.push(wire.subarray(at, at + size));
      payloads.push(...readAll(reader).payloads);
    }
    expect(payloads).toStrictEqual(frames);
    expect(reader).toMatchObject({ isIdle: true, pendingBytes: 0, isBroken: false });
  });

  test('most of many frames need no closer look', () => {
    const reader = simdReader({ role: 'server' });
    reader.push(wire);
    expect(reader).toMatchObject({ isIdle: false, pendingBytes: wire.length });
    const { payloads, plain } = readAll(reader);
    expect(payloads).toStrictEqual(frames);
    expect(plain).toBe(simdMask === null ? 0 : 100);
  });

  test('each of many frames is described, and the memory of all may go with the last', () => {
    const reader = simdReader();
    reader.push(wire);
    for (const payload of frames) {
      expect(reader.readPlain() || reader.read(Whole)).toBe(true);
      const { bytes, start, end } = reader;
      expect(reader).toMatchObject({ firstByte: 0x82, payloadLength: 20, offset: 0, last: true });
      expect([reader.bytesRead, end - start]).toStrictEqual([26, 20]);
      expect(bytes.slice(start, end)).toStrictEqual(payload);
    }
    structuredClone(null, { transfer: [reader.bytes.buffer as ArrayBuffer] });
    expect(reader).toMatchObject({ isBroken: false, isIdle: true });
    expect(reader.read(Whole)).toBe(false);
    expect(reader.bytesNeeded).toBe(2);
  });

  test.each([false, true])(
    'the rest of a payload is unmasked by itself, with many frames behind it; handed over: %s',
    (owned) => {
      const reader = simdReader({}, owned);
      reader.push(masked100.slice(0, 50));
      expect(reader.read(Parts)).toBe(true);
      expect(reader.takePayload()).toStrictEqual(noise(100).slice(0, 44));
      reader.push(join(masked100.slice(50), wire));
      expect(reader.read(Parts)).toBe(true);
      expect(reader).toMatchObject({ offset: 44, last: true });
      expect(reader.takePayload()).toStrictEqual(noise(100).slice(44));
      expect(readAll(reader).payloads).toStrictEqual(frames);
    },
  );

  test.each([2047, 2048, 2049, 60_000])(
    'a payload that comes in chunks of %i bytes is unmasked',
    (size) => {
      const payload = noise(60_000);
      const long = join(hex('82 fe ea60'), KEY, naiveMask(payload, KEY));
      const reader = simdReader();
      reader.push(long.subarray(0, 9));
      expect(reader.read(Parts)).toBe(true);
      const parts = [reader.takePayload()];
      for (let at = 9; at < long.length; at += size) {
        reader.push(long.subarray(at, at + size));
        while (parts.length < MOST && reader.read(Parts)) parts.push(reader.takePayload());
      }
      expect(reader.last).toBe(true);
      expect(sameBytes(join(...parts), payload)).toBe(true);
    },
  );

  test('a chunk that goes on with another frame is unmasked as far as this one goes', () => {
    const payload = noise(3000);
    const long = join(hex('82 fe 0bb8'), KEY, naiveMask(payload, KEY));
    const reader = simdReader();
    reader.push(long.subarray(0, 500));
    reader.read(Parts);
    const parts = [reader.takePayload()];
    reader.push(join(long.subarray(500), maskedHello));
    while (!reader.last && parts.length < MOST && reader.read(Parts)) {
      parts.push(reader.takePayload());
    }
    expect(join(...parts)).toStrictEqual(payload);
    expect(reader.read(Parts)).toBe(true);
    expect(reader.takePayload()).toStrictEqual(hello);
  });

  test('a reader whose memory was taken says that it is broken', () => {
    const reader = simdReader();
    reader.push(join(masked100, wire));
    reader.read(Whole);
    const payload = reader.takePayload();
    structuredClone(null, { transfer: [payload.buffer as ArrayBuffer] });
    expect(reader.isBroken).toBe(true);
    expect(() => reader.push(wire)).toThrow(TypeError);
    expect(reader.readPlain()).toBe(false);
    expect(() => reader.read(Whole)).toThrow(TypeError);
  });
});

test('a reader that has failed takes nothing more', () => {
  const reader = readerOf(hex('83 00'));
  expect(reader.read(Whole)).toBe(false);
  expect(reader.error).toStrictEqual(protocolError('reserved-opcode'));
  reader.push(maskedHello);
  expect(reader).toMatchObject({ pendingBytes: 0, isBroken: false });
  expect(reader.read(Whole)).toBe(false);
});

test('a function of the caller that throws breaks the reader', () => {
  const reader = readerOf(join(masked100, masked100), {
    unmask: () => {
      throw new Error('no');
    },
  });
  expect(reader.isBroken).toBe(false);
  expect(() => reader.read(Whole)).toThrow('no');
  expect(reader.isBroken).toBe(true);
  expect(() => reader.read(Whole)).toThrow(
    new TypeError('unmaskInPlace has thrown, or pulls while it is called'),
  );
});

test.each([false, true])('a key is given as fresh bytes, or none: masked %s', (masked) => {
  const reader = readerOf(masked ? maskedHello : hex('81 00'));
  reader.read(Whole);
  expect(reader.maskingKey()).toStrictEqual(masked ? KEY : null);
});

describe('a long payload that comes in pieces', () => {
  const payload = noise(5000);
  const long = join(hex('82 fe 1388'), KEY, naiveMask(payload, KEY));

  test.each([300, 1000, 4999])('of %i bytes is given whole', (size) => {
    const reader = readerOf(hex(''), { rules: { maxPayloadBytes: 5000 } });
    let isRead = false;
    for (let at = 0; at < long.length; at += size) {
      expect(isRead).toBe(false);
      reader.push(long.subarray(at, at + size));
      isRead = reader.read(Whole);
    }
    expect(isRead).toBe(true);
    expect(reader).toMatchObject({ last: true, offset: 0, bytesRead: long.length });
    expect(sameBytes(reader.takePayload(), payload)).toBe(true);
  });

  test.each([
    [2047, 1000, false],
    [2048, 255, false],
    [2048, 256, true],
    [5000, 4999, true],
  ])(
    'of %i bytes of which %i are there is taken from the window: %s',
    (length, there, expected) => {
      const header = join(Uint8Array.of(0x82, 0xfe, length >>> 8, length), KEY);
      const rules = { maxPayloadBytes: 5000 };
      const reader = readerOf(join(header, noise(there)), { rules });
      expect(reader.read(Whole)).toBe(false);
      expect(reader.bytesNeeded).toBe(length - there);
      expect(reader.pendingBytes).toBe(expected ? 0 : 8 + there);
    },
  );

  test('is given as it stands when parts are asked for', () => {
    const reader = readerOf(long.subarray(0, 1000), { rules: { maxPayloadBytes: 5000 } });
    expect(reader.read(Whole)).toBe(false);
    expect(reader.read(Parts)).toBe(true);
    expect(reader).toMatchObject({ last: false, offset: 0, bytesRead: 1000 });
    expect(sameBytes(reader.takePayload(), payload.subarray(0, 992))).toBe(true);
    reader.push(long.subarray(1000));
    expect(reader.read(Parts)).toBe(true);
    expect(reader).toMatchObject({ last: true, offset: 992 });
    expect(sameBytes(reader.takePayload(), payload.subarray(992))).toBe(true);
  });
});

test.each([0x82, 0x02])('a frame of a message is unmasked, whole or a fragment: %i', (first) => {
  const message = new MessageRules(10, 1000, 1000);
  const reader = readerOf(join(Uint8Array.of(first, 0xe4), KEY, naiveMask(noise(100), KEY)), {
    message,
  });
  expect(reader.read(Whole)).toBe(true);
  expect(reader.takePayload()).toStrictEqual(noise(100));
});

// It says where SIMD is asked, and there is nobody to ask in the run without WebAssembly.
describe.skipIf(simdMask === null)('SIMD', () => {
  function recordingReader(options: Options = {}): { reader: FrameReader; calls: string[] } {
    const { rules = {}, message = null, owned = false, unmask = null } = options;
    const { simd, calls } = recordingSimd();
    const resolved = { ...resolveRules(rules, 100_000), message };
    return { reader: new FrameReader(resolved, owned, unmask, simd), calls };
  }

  const payload = noise(20_000);
  const longBehind = (first: number) =>
    join(Uint8Array.of(first), hex('fe 4e20'), KEY, naiveMask(payload, KEY));
  const frames = (header: Uint8Array, masked: boolean) =>
    join(
      ...Array.from({ length: 100 }, (_, seed) =>
        join(header, masked ? naiveMask(noise(20, seed), KEY) : noise(20, seed)),
      ),
    );
  const maskedFrames = frames(join(hex('82 94'), KEY), true);

  test.each<[string, number, boolean, boolean, boolean, string[]]>([
    ['a whole message', 0x82, true, false, false, ['inPlace']],
    ['a fragment', 0x02, true, false, false, []],
    ['the last fragment', 0x80, true, true, false, []],
    ['a fragment where frames are read one by one', 0x02, false, false, false, ['inPlace']],
    ['a fragment that was handed over', 0x02, true, false, true, ['inPlace']],
  ])('unmasks %s where that pays', (_, first, hasMessage, isOpen, owned, expected) => {
    const message = hasMessage
      ? Object.assign(new MessageRules(10, 100_000, 100_000), { isOpen })
      : null;
    const { reader, calls } = recordingReader({ message, owned });
    reader.push(longBehind(first));
    expect(reader.read(Whole)).toBe(true);
    expect(sameBytes(reader.takePayload(), payload)).toBe(true);
    expect(calls).toStrictEqual(expected);
  });

  test.each<[string, Options, Uint8Array, string[]]>([
    ['many frames of a client', { rules: { role: 'server' } }, maskedFrames, ['copyFrames']],
    ['many frames of anyone', {}, maskedFrames, ['copyFrames']],
    ['many frames that were handed over', { owned: true }, maskedFrames, ['framesInPlace']],
    ['many frames of a server', { rules: { role: 'client' } }, frames(hex('82 14'), false), []],
    ['frames that the caller unmasks', { unmask: xorHere }, maskedFrames, []],
  ])('takes %s at once, or leaves them alone', (_, options, wire, expected) => {
    const { reader, calls } = recordingReader(options);
    reader.push(wire.slice());
    for (let seed = 0; seed < 100; seed++) {
      expect(reader.readPlain() || reader.read(Whole)).toBe(true);
      expect(sameBytes(reader.takePayload(), noise(20, seed))).toBe(true);
    }
    expect(calls).toStrictEqual(expected);
  });

  test.each([
    [600, []],
    [1498, ['copyFrames']],
  ])('looks among %i bytes for a frame of 1508 of which ten wait: %j', (length, expected) => {
    const { reader, calls } = recordingReader();
    const wire = join(hex('82 fe 05dc'), KEY, naiveMask(payload.slice(0, 1500), KEY));
    reader.push(wire.slice(0, 10));
    expect(reader.read(Whole)).toBe(false);
    reader.push(wire.slice(10, 10 + length));
    expect(calls).toStrictEqual(expected);
    reader.push(wire.slice(10 + length));
    expect(reader.read(Whole)).toBe(true);
    expect(sameBytes(reader.takePayload(), payload.slice(0, 1500))).toBe(true);
  });

  test.each<[string, number, number, number, boolean, string[]]>([
    ['that is all payload', 500, 5000, 0, true, ['copy']],
    ['that is the rest of the payload', 500, 20_008, 0, true, ['copy']],
    ['that begins another frame as well', 500, 20_008, 1, true, []],
    ['that is short', 500, 2547, 0, true, []],
    ['behind what waits', 500, 5000, 0, false, []],
  ])('unmasks a chunk while it is copied: one %s', (_, from, to, more, isRead, expected) => {
    const { reader, calls } = recordingReader();
    const wire = longBehind(0x82);
    reader.push(wire.slice(0, 100));
    expect(reader.read(Parts)).toBe(true);
    const parts = [reader.takePayload()];
    reader.push(wire.slice(100, from));
    if (isRead) {
      expect(reader.read(Parts)).toBe(true);
      parts.push(reader.takePayload());
    }
    reader.push(join(wire.slice(from, to), maskedHello.slice(0, more)));
    expect(calls).toStrictEqual(expected);
    while (!reader.last && parts.length < MOST && reader.read(Parts)) {
      parts.push(reader.takePayload());
    }
    expect(sameBytes(join(...parts), payload.slice(0, to - 8))).toBe(true);
  });

  test('does not touch the payload of a frame without a mask', () => {
    const { reader, calls } = recordingReader();
    const wire = join(hex('82 7e 4e20'), payload);
    reader.push(wire.slice(0, 100));
    expect(reader.read(Parts)).toBe(true);
    const parts = [reader.takePayload()];
    reader.push(wire.slice(100));
    expect(reader.read(Parts)).toBe(true);
    parts.push(reader.takePayload());
    expect(sameBytes(join(...parts), payload)).toBe(true);
    expect(calls).toStrictEqual([]);
  });
});

/** What a caller's own loop does. */
function xorHere(payload: Uint8Array, key: Uint8Array): void {
  payload.set(naiveMask(payload, key));
}
