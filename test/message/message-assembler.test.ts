import { describe, expect, test } from 'vitest';
import { type Message, MessageAssembler } from '../../src/message/message-assembler.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { hex, join, noise, toHex } from '../vectors/bits.js';
import { invalidTexts, validTexts } from '../vectors/utf8.js';

const limits = { maxPayloadBytes: 500, maxMessageBytes: 1000, maxFragments: 10 };
const { Text, Binary, Continuation } = Opcode;

interface Fragment {
  readonly opcode: Opcode;
  readonly payload: Uint8Array;
  readonly fin?: boolean;
  /** In how many pieces it arrives. */
  readonly cut?: number;
}

const append = (assembler: MessageAssembler, bytes: Uint8Array, isLast: boolean) =>
  assembler.append(bytes, isLast, 0, bytes.length);

/** What the rules say when no extension has a part in the message. */
const plain = { isTransformed: false, maxTransformedPayloadBytes: 500 + 32 + 64 };

/** Feeds fragments as the frame layer does, and collects what comes out until a text is wrong. */
function assemble(assembler: MessageAssembler, fragments: readonly Fragment[]): Message[] {
  const messages: Message[] = [];
  for (const { opcode, payload, fin = true, cut = payload.length } of fragments) {
    assembler.beginFrame(opcode, payload.length, false);
    const pieces =
      cut < payload.length ? [payload.slice(0, cut), payload.slice(cut)] : [payload.slice()];
    for (const [at, piece] of pieces.entries()) {
      const message = assembler.append(piece, fin && at === pieces.length - 1, 0, piece.length);
      if (message !== null) messages.push(message);
      if (!assembler.isTextValid) return messages;
    }
  }
  return messages;
}

const whole = () => new MessageAssembler(limits, false);
const inParts = () => new MessageAssembler(limits, true);

describe('the rules for the next frame', () => {
  test('begin with the limits', () => {
    expect(whole().rules).toEqual({
      isOpen: false,
      fragmentsLeft: 10,
      bytesLeft: 1000,
      ...plain,
    });
  });

  test.each([
    ['whole', whole],
    ['in parts', inParts],
  ])('count what has come of a message that is given %s, and begin again behind it', (_, make) => {
    const assembler = make();
    const { rules } = assembler;
    assembler.beginFrame(Text, 30, false);
    expect(rules).toEqual({ isOpen: true, fragmentsLeft: 9, bytesLeft: 970, ...plain });
    append(assembler, noise(30).fill(0x41), false);
    assembler.beginFrame(Continuation, 0, false);
    expect(rules).toEqual({ isOpen: true, fragmentsLeft: 8, bytesLeft: 970, ...plain });
    append(assembler, hex(''), false);
    assembler.beginFrame(Continuation, 1, false);
    append(assembler, hex('41'), true);
    expect(rules).toEqual({ isOpen: false, fragmentsLeft: 10, bytesLeft: 1000, ...plain });
    assembler.beginFrame(Binary, 2, false);
    append(assembler, hex('4141'), true);
    expect(assembler.rules).toBe(rules);
    expect(rules).toEqual({ isOpen: false, fragmentsLeft: 10, bytesLeft: 1000, ...plain });
  });

  test('stay infinite when the limits are', () => {
    const endless = {
      maxPayloadBytes: Infinity,
      maxMessageBytes: Infinity,
      maxFragments: Infinity,
    };
    const assembler = new MessageAssembler(endless, true);
    assembler.beginFrame(Binary, Number.MAX_SAFE_INTEGER, false);
    expect(assembler.rules).toMatchObject({ fragmentsLeft: Infinity, bytesLeft: Infinity });
  });
});

describe('a whole message', () => {
  test('of one frame is that frame, and its bytes are not copied', () => {
    const assembler = whole();
    const payload = noise(300);
    assembler.beginFrame(Binary, 300, false);
    const message = append(assembler, payload, true);
    expect(message).toStrictEqual({ type: 'binary', data: noise(300) });
    expect(message?.type === 'binary' && message.data.buffer).toBe(payload.buffer);
  });

  test.each([0, 1, 2, 5, 6])('of one frame that comes in two pieces, cut at %i', (cut) => {
    const euros = { opcode: Text, payload: hex('e282ac e282ac'), cut };
    expect(assemble(whole(), [euros])).toStrictEqual([{ type: 'text', data: '€€' }]);
  });

  test('is of the kind of its first fragment, and a character may lie across two', () => {
    const wire = hex('e282ac');
    const fragments = (opcode: Opcode): Fragment[] => [
      { opcode, payload: wire.slice(0, 1), fin: false },
      { opcode: Continuation, payload: hex(''), fin: false },
      { opcode: Continuation, payload: wire.slice(1, 2), fin: false },
      { opcode: Continuation, payload: wire.slice(2) },
    ];
    const assembler = whole();
    expect(assemble(assembler, [...fragments(Text), ...fragments(Binary)])).toStrictEqual([
      { type: 'text', data: '€' },
      { type: 'binary', data: wire },
    ]);
  });

  test.each([Text, Binary])('may be empty, in one frame or three, opcode %i', (opcode) => {
    const empty: Fragment = { opcode, payload: hex('') };
    const more: Fragment = { ...empty, fin: false };
    const end: Fragment = { ...empty, opcode: Continuation };
    const type = opcode === Text ? 'text' : 'binary';
    const data = opcode === Text ? '' : hex('');
    expect(assemble(whole(), [empty, more, { ...end, fin: false }, end, empty])).toStrictEqual(
      Array(3).fill({ type, data }),
    );
  });

  test.each(validTexts.map(([wire, text]) => ({ wire, text, title: toHex(wire) })))(
    'is the text $title, whole and in fragments',
    ({ wire, text }) => {
      for (let cut = 0; cut <= wire.length; cut++) {
        const fragments: Fragment[] = [
          { opcode: Text, payload: wire.slice(0, cut), fin: false },
          { opcode: Continuation, payload: wire.slice(cut) },
        ];
        expect(assemble(whole(), fragments)).toStrictEqual([{ type: 'text', data: text }]);
      }
      expect(assemble(whole(), [{ opcode: Text, payload: wire }])).toStrictEqual([
        { type: 'text', data: text },
      ]);
    },
  );

  test.each(invalidTexts.map(([wire, errorAt]) => ({ wire, errorAt, title: toHex(wire) })))(
    'is refused as the text $title, at the fragment that makes it certain',
    ({ wire, errorAt }) => {
      for (let cut = 0; cut < wire.length; cut++) {
        const assembler = whole();
        expect(
          assemble(assembler, [{ opcode: Text, payload: wire.slice(0, cut), fin: false }]),
        ).toStrictEqual([]);
        expect(assembler.isTextValid).toBe(errorAt === null || errorAt >= cut);
        if (!assembler.isTextValid) continue;
        expect(
          assemble(assembler, [{ opcode: Continuation, payload: wire.slice(cut) }]),
        ).toStrictEqual([]);
        expect(assembler.isTextValid).toBe(false);
      }
      const assembler = whole();
      expect(assemble(assembler, [{ opcode: Text, payload: wire }])).toStrictEqual([]);
      expect(assembler.isTextValid).toBe(false);
    },
  );

  test('of binary may be anything', () => {
    for (const [wire] of invalidTexts) {
      const first: Fragment = { opcode: Binary, payload: wire.slice(0, 1), fin: false };
      const rest: Fragment = { opcode: Continuation, payload: wire.slice(1) };
      expect(assemble(whole(), [first, rest])).toStrictEqual([{ type: 'binary', data: wire }]);
    }
  });
});

describe('a message in parts', () => {
  test('comes piece by piece, and the last one says so', () => {
    const wire = hex('61 e282ac 62');
    const fragments: Fragment[] = [
      { opcode: Text, payload: wire.slice(0, 2), fin: false },
      { opcode: Continuation, payload: wire.slice(2), cut: 2 },
    ];
    expect(assemble(inParts(), fragments)).toStrictEqual([
      { type: 'text-part', data: 'a', last: false },
      { type: 'text-part', data: '€', last: false },
      { type: 'text-part', data: 'b', last: true },
    ]);
    const binary = fragments.map((fragment, at) =>
      at === 0 ? { ...fragment, opcode: Binary } : fragment,
    );
    expect(assemble(inParts(), binary)).toStrictEqual([
      { type: 'binary-part', data: hex('61 e2'), last: false },
      { type: 'binary-part', data: hex('82 ac'), last: false },
      { type: 'binary-part', data: hex('62'), last: true },
    ]);
  });

  test.each([
    [Text, 'text-part', ''],
    [Binary, 'binary-part', hex('')],
  ] as const)('has empty parts only at its end, opcode %i', (opcode, type, data) => {
    const more: Fragment = { opcode: Continuation, payload: hex(''), fin: false };
    const fragments = [{ ...more, opcode }, more, more, { ...more, fin: true }];
    expect(assemble(inParts(), fragments)).toStrictEqual([{ type, data, last: true }]);
  });

  test.each(invalidTexts.map(([wire]) => ({ wire, title: toHex(wire) })))(
    'never ends when it is the text $title',
    ({ wire }) => {
      for (let cut = 0; cut <= wire.length; cut++) {
        const assembler = inParts();
        const parts = assemble(assembler, [{ opcode: Text, payload: wire, cut }]);
        expect(assembler.isTextValid).toBe(false);
        expect(parts.every((part) => part.type === 'text-part' && !part.last)).toBe(true);
      }
    },
  );

  test('is followed by the next with a decoder of its own', () => {
    const message = (text: string): Fragment => ({
      opcode: Text,
      payload: new TextEncoder().encode(text),
      cut: 1,
    });
    const assembler = inParts();
    const parts = assemble(assembler, [
      message('é'),
      { opcode: Binary, payload: hex('ff') },
      message('ab'),
    ]);
    expect(parts).toStrictEqual([
      { type: 'text-part', data: 'é', last: true },
      { type: 'binary-part', data: hex('ff'), last: true },
      { type: 'text-part', data: 'a', last: false },
      { type: 'text-part', data: 'b', last: true },
    ]);
  });
});

test('long fragments are put together', () => {
  const payload = noise(700);
  const assembler = new MessageAssembler(
    { maxPayloadBytes: 2 ** 20, maxMessageBytes: 2 ** 20, maxFragments: 1000 },
    false,
  );
  const fragments: Fragment[] = Array.from({ length: 100 }, (_, at) => ({
    opcode: at === 0 ? Binary : Continuation,
    payload: join(payload, Uint8Array.of(at)),
    fin: at === 99,
    cut: 300,
  }));
  const expected = join(...fragments.map((fragment) => fragment.payload));
  expect(assemble(assembler, fragments)).toStrictEqual([{ type: 'binary', data: expected }]);
});

describe('a message that an extension has transformed', () => {
  test('counts its frames, and not their bytes, until it ends', () => {
    const assembler = whole();
    const { rules } = assembler;
    const transformed = { ...plain, isTransformed: true };
    assembler.beginFrame(Binary, 400, true);
    expect(rules).toEqual({
      isOpen: true,
      fragmentsLeft: 9,
      bytesLeft: 1000,
      ...transformed,
    });
    assembler.adopt(noise(900), false);
    assembler.beginFrame(Continuation, 500, true);
    expect(rules).toEqual({
      isOpen: true,
      fragmentsLeft: 8,
      bytesLeft: 1000,
      ...transformed,
    });
    assembler.adopt(noise(1), true);
    expect(rules).toEqual({ isOpen: false, fragmentsLeft: 10, bytesLeft: 1000, ...plain });
  });

  test.each([
    [0, 64],
    [1, 66],
    [16, 81],
    [17, 83],
    [2 ** 24, 2 ** 24 + 2 ** 20 + 64],
    [Infinity, Infinity],
  ])('may have frames a little longer than a limit of %f: %f', (maxPayloadBytes, expected) => {
    const assembler = new MessageAssembler({ ...limits, maxPayloadBytes }, true);
    expect(assembler.rules.maxTransformedPayloadBytes).toBe(expected);
  });

  test('that comes in one array is that array', () => {
    for (const make of [whole, inParts]) {
      const assembler = make();
      const piece = noise(300);
      assembler.beginFrame(Binary, 10, true);
      const message = assembler.adopt(piece, true);
      expect(message).toMatchObject({ data: piece });
      expect(message).toHaveProperty('data.buffer', piece.buffer);
      piece[0] = 0;
      expect(message).toHaveProperty('data.0', 0);
    }
  });

  test('comes whole from pieces of any size, and in parts as they are', () => {
    for (const opcode of [Text, Binary]) {
      const bytes = noise(200_000).map((value) => 97 + (value % 26));
      const pieces = [bytes.slice(0, 65_536), bytes.slice(65_536, 65_537), bytes.slice(65_537)];
      const data = opcode === Text ? new TextDecoder().decode(bytes) : bytes;
      const assembler = new MessageAssembler({ ...limits, maxMessageBytes: 2 ** 20 }, false);
      assembler.beginFrame(opcode, 10, true);
      const messages = pieces.map((piece, at) => assembler.adopt(piece, at === 2));
      expect(messages.slice(0, 2)).toStrictEqual([null, null]);
      expect(messages[2]?.data.length).toBe(200_000);
      expect(messages[2]?.data.toString() === data.toString()).toBe(true);

      const parts = inParts();
      parts.beginFrame(opcode, 10, true);
      const lengths = pieces.map((piece, at) => parts.adopt(piece, at === 2)?.data.length);
      expect(lengths).toStrictEqual([65_536, 1, 134_463]);
    }
  });

  test.each([
    ['whole', whole],
    ['in parts', inParts],
  ])('may be cut inside a character, and is judged by its plain bytes, %s', (_, make) => {
    const good = make();
    good.beginFrame(Text, 3, true);
    good.adopt(hex('e2 82'), false);
    expect(good.adopt(hex('ac'), true)).toMatchObject({ data: '€' });
    const bad = make();
    bad.beginFrame(Text, 3, true);
    bad.adopt(hex('e2 82'), false);
    expect(bad.adopt(hex('41'), true)).toBe(null);
    expect(bad.isTextValid).toBe(false);
    const unfinished = make();
    unfinished.beginFrame(Text, 3, true);
    unfinished.adopt(hex('e2 82'), false);
    unfinished.adopt(hex(''), true);
    expect(unfinished.isTextValid).toBe(false);
  });

  test('may be empty, and is followed by one that is not transformed', () => {
    for (const make of [whole, inParts]) {
      const assembler = make();
      assembler.beginFrame(Text, 1, true);
      expect(assembler.adopt(hex(''), true)).toMatchObject({ data: '' });
      assembler.beginFrame(Text, 1, false);
      expect(assembler.rules).toMatchObject({ isTransformed: false, bytesLeft: 999 });
      expect(append(assembler, hex('61'), true)).toMatchObject({ data: 'a' });
    }
  });
});

test('the plain bytes of a transformed message are counted to the last that it may have', () => {
  const assembler = whole();
  assembler.beginFrame(Binary, 10, true);
  expect(assembler.countPlain(0)).toBe(true);
  expect(assembler.countPlain(999)).toBe(true);
  expect(assembler.countPlain(1)).toBe(true);
  expect(assembler.rules.bytesLeft).toBe(0);
  expect(assembler.countPlain(0)).toBe(true);
  expect(assembler.countPlain(1)).toBe(false);
});

test.each([10, 10_000])(
  'pieces that lie in memory with others are taken alone: %i bytes',
  (size) => {
    for (const opcode of [Text, Binary]) {
      const memory = noise(3 * size).map((value) => 97 + (value % 26));
      const assembler = whole();
      assembler.beginFrame(opcode, size, false);
      expect(assembler.append(memory, false, size, 2 * size)).toBeNull();
      assembler.beginFrame(Continuation, size, false);
      const message = assembler.append(memory, true, 2 * size, 3 * size);
      const expected = memory.slice(size);
      expect(message?.data).toStrictEqual(
        opcode === Text ? new TextDecoder().decode(expected) : expected,
      );
    }
  },
);
