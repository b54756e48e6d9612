import { describe, expect, test } from 'vitest';
import {
  checkFirstByte,
  checkLength16,
  checkLength64,
  checkLimits,
  checkSecondByte,
  type HeaderRules,
  resolveRules,
} from '../../src/frame/check-frame-header.js';
import type { FrameRules } from '../../src/frame/frame.js';
import { MessageRules } from '../../src/frame/message-rules.js';
import { bits } from '../vectors/bits.js';

const byte = (drawing: string) => bits(drawing)[0] as number;

function rules(changes: Partial<HeaderRules> = {}): HeaderRules {
  return {
    role: undefined,
    maxPayloadBytes: Number.POSITIVE_INFINITY,
    rsvBits: 0,
    message: null,
    ...changes,
  };
}

function message(changes: Partial<MessageRules> = {}): MessageRules {
  return Object.assign(new MessageRules(10, 100, 100), changes);
}

describe('the rules', () => {
  test('have their defaults when nothing is given', () => {
    expect(resolveRules({}, 16)).toStrictEqual(rules({ maxPayloadBytes: 16 }));
  });

  test('are what is given', () => {
    const given = { role: 'server', maxPayloadBytes: 0, allowedRsv: 5 } as const;
    expect(resolveRules(given, 16)).toStrictEqual({
      role: 'server',
      maxPayloadBytes: 0,
      rsvBits: byte('0 101 0000'),
      message: null,
    });
  });

  test('may name the default, even an infinite one', () => {
    const endless = { maxPayloadBytes: Number.POSITIVE_INFINITY };
    expect(resolveRules(endless, Number.POSITIVE_INFINITY)).toMatchObject(endless);
  });

  test.each<[string, unknown, typeof TypeError | typeof RangeError, string]>([
    ['role "Server"', { role: 'Server' }, TypeError, 'role is Server'],
    ['role null', { role: null }, TypeError, 'role is null'],
    ['role 1', { role: 1 }, TypeError, 'role is 1'],
    ['a limit of −1', { maxPayloadBytes: -1 }, RangeError, 'maxPayloadBytes is -1'],
    ['a limit of 1.5', { maxPayloadBytes: 1.5 }, RangeError, 'maxPayloadBytes is 1.5'],
    ['a limit of NaN', { maxPayloadBytes: Number.NaN }, RangeError, 'maxPayloadBytes is NaN'],
    ['no limit', { maxPayloadBytes: Number.POSITIVE_INFINITY }, RangeError, 'is Infinity'],
    ['a limit of 2^53', { maxPayloadBytes: 2 ** 53 }, RangeError, 'is 9007199254740992'],
    ['a limit "1"', { maxPayloadBytes: '1' }, TypeError, 'a number, not "1"'],
    ['a limit of null', { maxPayloadBytes: null }, TypeError, 'a number, not null'],
    ['allowedRsv 8', { allowedRsv: 8 }, RangeError, 'allowedRsv is 8'],
    ['allowedRsv −1', { allowedRsv: -1 }, RangeError, 'allowedRsv is -1'],
    ['allowedRsv 0.5', { allowedRsv: 0.5 }, RangeError, 'allowedRsv is 0.5'],
    ['allowedRsv true', { allowedRsv: true }, TypeError, 'a number, not boolean true'],
  ])('refuse %s', (_, given, type, text) => {
    expect(() => resolveRules(given as FrameRules, 16)).toThrow(type);
    expect(() => resolveRules(given as FrameRules, 16)).toThrow(text);
  });
});

describe('byte 0', () => {
  test.each([
    ['1 000 0000', null],
    ['0 000 0000', null],
    ['1 000 0001', null],
    ['0 000 0001', null],
    ['1 000 0010', null],
    ['0 000 0010', null],
    ['1 000 1000', null],
    ['1 000 1001', null],
    ['1 000 1010', null],
    ['0 000 1000', 'control-frame-fragmented'],
    ['0 000 1001', 'control-frame-fragmented'],
    ['0 000 1010', 'control-frame-fragmented'],
    ['1 000 0011', 'reserved-opcode'],
    ['1 000 0111', 'reserved-opcode'],
    ['1 000 1011', 'reserved-opcode'],
    ['1 000 1111', 'reserved-opcode'],
    ['0 000 1111', 'reserved-opcode'],
    ['1 100 0001', 'reserved-bit-set'],
    ['1 010 0001', 'reserved-bit-set'],
    ['1 001 0001', 'reserved-bit-set'],
    ['1 111 0010', 'reserved-bit-set'],
    ['0 100 1111', 'reserved-bit-set'],
  ])('%s is judged: %s', (drawing, expected) => {
    expect(checkFirstByte(byte(drawing), rules())).toBe(expected);
  });

  const combinations = Array.from({ length: 64 }, (_, at) => [at >> 3, at & 7] as const);

  test.each(combinations)(
    'with %i allowed, reserved bits %i pass if they are a part of it',
    (allowed, set) => {
      const expected = (set & ~allowed) === 0 ? null : 'reserved-bit-set';
      const admitting = rules({ rsvBits: allowed << 4 });
      for (const opcode of [1, 2]) {
        expect(checkFirstByte(0x80 | (set << 4) | opcode, admitting)).toBe(expected);
        expect(checkFirstByte((set << 4) | opcode, admitting)).toBe(expected);
      }
    },
  );

  test.each([0x0, 0x8, 0x9, 0xa, 0x3, 0xf])(
    'with all allowed, no reserved bit may be on opcode %i all the same',
    (opcode) => {
      for (let set = 1; set < 8; set++) {
        const first = 0x80 | (set << 4) | opcode;
        expect(checkFirstByte(first, rules({ rsvBits: 0x70 }))).toBe('reserved-bit-set');
      }
    },
  );
});

describe('byte 0 within a stream of messages', () => {
  test.each<[string, string, Partial<MessageRules>, string | null]>([
    ['a text may begin', '1 000 0001', {}, null],
    ['a fragment may begin', '0 000 0010', {}, null],
    ['a continuation needs something to continue', '1 000 0000', {}, 'continuation-unexpected'],
    ['a continuation may follow', '0 000 0000', { isOpen: true }, null],
    ['a text must wait', '1 000 0001', { isOpen: true }, 'message-interrupted'],
    ['binary must wait', '0 000 0010', { isOpen: true }, 'message-interrupted'],
    ['a control frame may come in between', '1 000 1001', { isOpen: true }, null],
    ['a close may come in between', '1 000 1000', { isOpen: true }, null],
    ['the last fragment may come', '1 000 0000', { isOpen: true, fragmentsLeft: 1 }, null],
    [
      'one fragment more may not',
      '1 000 0000',
      { isOpen: true, fragmentsLeft: 0 },
      'too-many-fragments',
    ],
    ['nor a message of no fragments', '1 000 0001', { fragmentsLeft: 0 }, 'too-many-fragments'],
    ['a control frame is no fragment', '1 000 1010', { isOpen: true, fragmentsLeft: 0 }, null],
    ['a fragmented control frame is wrong', '0 000 1001', {}, 'control-frame-fragmented'],
  ])('%s', (_, drawing, state, expected) => {
    expect(checkFirstByte(byte(drawing), rules({ message: message(state) }))).toBe(expected);
  });
});

describe('byte 1', () => {
  const text = byte('1 000 0001');

  test.each([
    ['server', '1 0000101', null],
    ['server', '0 0000101', 'mask-missing'],
    ['client', '0 0000101', null],
    ['client', '1 0000101', 'mask-unexpected'],
    [undefined, '0 0000101', null],
    [undefined, '1 0000101', null],
  ] as const)('decoded by %s, %s is judged: %s', (role, drawing, expected) => {
    expect(checkSecondByte(text, byte(drawing), rules({ role }))).toBe(expected);
  });

  test.each([
    ['1 000 1000', '0 1111101', null],
    ['1 000 1001', '0 1111101', null],
    ['1 000 1010', '0 1111101', null],
    ['1 000 1000', '0 1111110', 'control-frame-too-long'],
    ['1 000 1001', '1 1111110', 'control-frame-too-long'],
    ['1 000 1010', '0 1111111', 'control-frame-too-long'],
    ['1 000 0000', '0 1111111', null],
    ['1 000 0001', '0 1111110', null],
    ['1 000 0010', '1 1111111', null],
  ])('%s %s is judged: %s', (first, second, expected) => {
    expect(checkSecondByte(byte(first), byte(second), rules())).toBe(expected);
  });
});

describe('a length', () => {
  test.each([
    [0, 'length-not-minimal'],
    [125, 'length-not-minimal'],
    [126, null],
    [65535, null],
  ])('of 16 bits that is %i is judged: %s', (length, expected) => {
    expect(checkLength16(length)).toBe(expected);
  });

  test.each([
    [0, 0, 'length-not-minimal'],
    [0, 0xffff, 'length-not-minimal'],
    [0, 0x10000, null],
    [0, 0xffff_ffff, null],
    [1, 0, null],
    [0x1f_ffff, 0xffff_ffff, null],
    [0x20_0000, 0, 'payload-too-big'],
    [0x7fff_ffff, 0xffff_ffff, 'payload-too-big'],
    [0x8000_0000, 0, 'length-sign-bit-set'],
    [0xffff_ffff, 0xffff_ffff, 'length-sign-bit-set'],
  ])('of 64 bits that is %i × 2^32 + %i is judged: %s', (high, low, expected) => {
    expect(checkLength64(high, low)).toBe(expected);
  });

  test.each<[number, Partial<HeaderRules>, string | null]>([
    [0, { maxPayloadBytes: 0 }, null],
    [1, { maxPayloadBytes: 0 }, 'payload-too-big'],
    [125, { maxPayloadBytes: 125 }, null],
    [126, { maxPayloadBytes: 125 }, 'payload-too-big'],
    [Number.MAX_SAFE_INTEGER, {}, null],
    [100, { message: message() }, null],
    [101, { message: message() }, 'message-too-big'],
    [101, { maxPayloadBytes: 100, message: message() }, 'payload-too-big'],
    [0, { message: message({ bytesLeft: 0 }) }, null],
  ])('of %i is held against the limits %j: %s', (length, limits, expected) => {
    expect(checkLimits(byte('1 000 0010'), length, rules(limits))).toBe(expected);
  });

  test('of a control frame is no part of the message around it', () => {
    const full = rules({ message: message({ isOpen: true, bytesLeft: 0 }) });
    expect(checkLimits(byte('1 000 1001'), 125, full)).toBe(null);
    expect(checkLimits(byte('1 000 0000'), 125, full)).toBe('message-too-big');
  });
});

describe('a frame of a message that an extension has transformed', () => {
  const limits = { maxPayloadBytes: 100 };
  const marked = byte('0 100 0010');
  const unmarked = byte('1 000 0000');

  test.each<[number, number, Partial<MessageRules>, string | null]>([
    [marked, 170, {}, null],
    [marked, 171, {}, 'payload-too-big'],
    [byte('1 010 0001'), 170, {}, null],
    [byte('1 001 0001'), 171, {}, 'payload-too-big'],
    [unmarked, 170, { isOpen: true, isTransformed: true }, null],
    [unmarked, 171, { isOpen: true, isTransformed: true }, 'payload-too-big'],
    [unmarked, 101, { isOpen: true }, 'payload-too-big'],
    [unmarked, 0, { isOpen: true, isTransformed: true, bytesLeft: 0 }, null],
  ])(
    'begun by byte %i, of %i bytes and in %j, has a limit of its own: %s',
    (first, length, state, expected) => {
      const given = rules({
        ...limits,
        rsvBits: 0x70,
        message: message({ maxTransformedPayloadBytes: 170, ...state }),
      });
      expect(checkLimits(first, length, given)).toBe(expected);
    },
  );

  test('is not held against the rest of the message, which counts when it is undone', () => {
    const full = message({ isOpen: true, isTransformed: true, bytesLeft: 0 });
    expect(checkLimits(unmarked, 100, rules({ ...limits, message: full }))).toBe(null);
    const first = message({ bytesLeft: 0 });
    expect(checkLimits(marked, 100, rules({ ...limits, message: first }))).toBe(null);
  });

  test('has control frames among it, which are as ever', () => {
    const open = message({ isOpen: true, isTransformed: true, maxTransformedPayloadBytes: 0 });
    expect(checkLimits(byte('1 000 1001'), 100, rules({ ...limits, message: open }))).toBe(null);
    expect(checkLimits(byte('1 000 1001'), 101, rules({ ...limits, message: open }))).toBe(
      'payload-too-big',
    );
  });

  test('is judged like any other where frames are judged one by one', () => {
    const alone = rules({ ...limits, rsvBits: 0x70 });
    expect(checkLimits(marked, 100, alone)).toBe(null);
    expect(checkLimits(marked, 101, alone)).toBe('payload-too-big');
  });
});
