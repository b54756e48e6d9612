/**
 * What the playground reads and decodes, without its page.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultLimits, encodeFrame, type FrameInit, generateKey, Opcode } from 'websocket-codec';
import {
  type Decoded,
  decodeStream,
  MAX_FRAMES,
  type Terms,
} from '../../examples/playground/decode-stream.js';
import { givenStreams } from '../../examples/playground/given-streams.js';
import { MAX_BYTES, readBytes } from '../../examples/playground/read-bytes.js';
import { emptyQuestion, fragmentOf, questionOf } from '../../examples/playground/share-link.js';

const usual: Terms = { ...defaultLimits, role: 'either', deflate: false };

function decode(text: string, terms: Partial<Terms> = {}): Decoded {
  const { bytes } = readBytes(text, 'auto');
  return decodeStream(bytes ?? new Uint8Array(0), { ...usual, ...terms });
}

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');
const events = ({ told }: Decoded) => told.map(({ at, event }) => [at, event]);

describe('bytes are read', () => {
  test.each([
    ['81 05 48', '810548'],
    ['810548', '810548'],
    ['0x81, 0x5, 0x48', '810548'],
    ['81:05:48', '810548'],
    ['\\x81\\x05\\x48', '810548'],
    ['\n 81\t05\r\n48;', '810548'],
    ['abcd', 'abcd'],
    ['gQVIZWxsbw==', '810548656c6c6f'],
    ['gQVI\nZWxsbw', '810548656c6c6f'],
    ['+/-_', 'fbffbf'],
    ['gn4BAAAAAAAAAAAA', '827e01000000000000000000'],
    ['', ''],
  ])('out of %j', (text, expected) => {
    expect(hex(readBytes(text, 'auto').bytes)).toBe(expected);
  });

  test('as what was chosen, where a text could be either', () => {
    expect(hex(readBytes('abcd', 'base64').bytes)).toBe('69b71d');
    expect(readBytes('abcd', 'auto').notation).toBe('hex');
  });

  test.each([
    ['81 0', /“0” has one digit, and a byte has two \(character 4\)/, 3, 4],
    ['81, 054', /“054” has 3 digits/, 4, 7],
    ['81,0g', /“g” is no hex digit \(character 5\)/, 4, 5],
    ['81 0g', /“g” is no hex digit \(character 5\)/, 4, 5],
    ['810548656C6C6O', /“O” is no hex digit/, 13, 14],
    ['81 0x', /no digit behind “0x”/, 3, 5],
    ['gQVI!', /“!” is neither a hex digit nor base64 \(character 5\)/, 4, 5],
    ['gQ==VI', /“V” stands behind the padding/, 4, 5],
    ['gQVIZ', /character is missing/, 4, 5],
    ['gQVIZWxsbw=', /padding is 1 “=”, and 2 would fit/, 10, 11],
    ['GET / HTTP/1.1\n\n8', /“8” has one digit/, 16, 17],
  ])('up to what is wrong in %j', (text, message, start, end) => {
    const { fault } = readBytes(text, 'auto');
    expect(fault?.message).toMatch(message);
    expect([fault?.start, fault?.end]).toEqual([start, end]);
  });

  test('up to a limit', () => {
    expect(readBytes('00'.repeat(MAX_BYTES), 'auto').bytes).toHaveLength(MAX_BYTES);
    expect(readBytes('00'.repeat(MAX_BYTES + 1), 'auto').fault?.message).toMatch(/at most/);
  });

  test('as they were written in hex and in base64, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(readBytes(buffer.toString('hex'), 'hex').bytes).toEqual(bytes);
        expect(readBytes(buffer.toString('base64'), 'base64').bytes).toEqual(bytes);
        expect(readBytes(buffer.toString('base64url'), 'base64').bytes).toEqual(bytes);
      }),
    );
  });

  test('and a text never throws, and a fault points into it', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.string().map((s) => `GET /${s}`),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom('auto', 'hex', 'base64'), (text, wanted) => {
        const { bytes, fault } = readBytes(text, wanted as 'auto');
        expect(bytes === null).toBe(fault !== null);
        if (fault === null) return;
        expect(fault.start).toBeLessThan(fault.end);
        expect(fault.end).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('each example is what its name says:', () => {
  const given = (beginning: string) => {
    const stream = givenStreams.find(({ name }) => name.startsWith(beginning));
    return decode(stream?.text ?? 'no such stream', { deflate: stream?.deflate === true });
  };
  const hello = { type: 'text', data: 'Hello' };

  test.each([
    ['Unmasked text', 'server', [[6, hello]]],
    ['Masked text', 'client', [[10, hello]]],
    ['Fragmented text', 'server', [[8, hello]]],
    [
      'Compressed',
      'server',
      [
        [8, hello],
        [15, hello],
      ],
    ],
  ] as const)('%s', (name, sender, expected) => {
    const decoded = given(name);
    expect(events(decoded)).toEqual(expected);
    expect(decoded).toMatchObject({ sender, fault: null, missing: null, isMessageOpen: false });
  });

  test('256 bytes', () => {
    const decoded = given('256 bytes');
    const data = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(events(decoded)).toEqual([[259, { type: 'binary', data }]]);
    expect(decoded.frames).toMatchObject([{ at: 0, headerBytes: 4, isWhole: true }]);
  });

  test('a ping and its pong, which come from different sides', () => {
    const decoded = given('Ping');
    expect(decoded.told.map(({ event }) => event.type)).toEqual(['ping']);
    expect(decoded.fault).toMatchObject({ code: 'mask-unexpected', at: 8 });
    expect(decoded).toMatchObject({ brokenAt: 7, end: 9 });
  });

  test('a ping inside a message', () => {
    const decoded = given('A ping inside');
    expect(decoded.frames.map(({ at }) => at)).toEqual([0, 9, 15, 23]);
    expect(decoded.frames.map(({ place }) => place?.fragment)).toEqual([
      1,
      undefined,
      2,
      undefined,
    ]);
    expect(events(decoded)).toMatchObject([
      [14, { type: 'ping' }],
      [22, { type: 'text', data: 'Hello' }],
      [30, { type: 'close', code: 1000 }],
    ]);
    expect(decoded).toMatchObject({ isClosed: true, fault: null, end: 31 });
  });

  test('a length that is not minimal', () => {
    const decoded = given('A length');
    expect(decoded.fault).toMatchObject({
      code: 'length-not-minimal',
      section: 'RFC 6455 §5.2',
      at: 3,
      answer: 'The client answers with close code 1002.',
    });
    expect(decoded).toMatchObject({ frames: [], brokenAt: 0, end: 4 });
  });

  test('bad UTF-8, found in the middle of a frame', () => {
    const decoded = given('Bad UTF-8');
    expect(decoded.fault).toMatchObject({ code: 'text-not-utf8', at: 10 });
    expect(decoded.frames).toMatchObject([{ at: 0, isWhole: false }]);
    expect(decoded).toMatchObject({ brokenAt: null, missing: null, end: 11 });
  });

  test('half a frame', () => {
    const decoded = given('Half a frame');
    expect(decoded.missing).toEqual({ at: 0, bytes: 2, isAtLeast: false });
    expect(decoded).toMatchObject({ fault: null, isMessageOpen: true });
  });

  test('a handshake with a frame behind it', () => {
    const decoded = given('A handshake');
    expect(decoded.head).toMatchObject({ sender: 'client', key: 'dGhlIHNhbXBsZSBub25jZQ==' });
    expect(decoded.head?.lines).toHaveLength(8);
    const end = decoded.head?.end ?? 0;
    expect(events(decoded)).toEqual([[end + 10, hello]]);
  });
});

describe('a head', () => {
  const answer = 'HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n';

  test('of an answer is taken whatever its key was, with the frames behind it', () => {
    const accept = Buffer.from(generateKey()).toString('base64').slice(0, 28);
    const decoded = decode(`${answer}Sec-WebSocket-Accept: ${accept}\n\n8100`);
    expect(decoded).toMatchObject({ sender: 'server', fault: null });
    expect(decoded.told.map(({ event }) => event)).toEqual([{ type: 'text', data: '' }]);
  });

  test('of an answer that is wrong ends the reading', () => {
    const decoded = decode(`${answer}\n8100`);
    expect(decoded.fault).toMatchObject({ code: 'accept-missing' });
    expect(decoded).toMatchObject({ frames: [], head: { status: 'invalid' } });
    expect(decoded.end).toBe(decoded.head?.end);
  });

  test('is wrong at the byte that shows it', () => {
    const decoded = decode('GET /\u0001 HTTP/1.1\nHost: a.example\n\n');
    expect(decoded.fault?.code).toBe('start-line-malformed');
    expect(decoded.end).toBe((decoded.fault?.at ?? 0) + 1);
  });

  test('that has no end is waited for', () => {
    const decoded = decode('GET / HTTP/1.1\nHost: a.example\n');
    expect(decoded).toMatchObject({
      fault: null,
      missing: { at: 0 },
      head: { status: 'incomplete' },
    });
  });
});

describe('the terms decide', () => {
  test.each([
    ['server', '8100', 'mask-missing', 1],
    ['client', '8180', 'mask-unexpected', 1],
  ] as const)('who reads: a %s', (role, text, code, at) => {
    expect(decode(text, { role }).fault).toMatchObject({ code, at });
    expect(decode(text).fault).toBeNull();
  });

  test('what RSV1 means', () => {
    expect(decode('c107f248cdc9c90700').fault).toMatchObject({ code: 'reserved-bit-set', at: 0 });
    const [frame] = decode('c107f248cdc9c90700', { deflate: true }).frames;
    expect(hex(frame?.inflated?.bytes ?? null)).toBe('48656c6c6f');
  });

  test('what is too much', () => {
    const text = '010148 000148 800148';
    expect(decode(text, { maxPayloadBytes: 0 }).fault).toMatchObject({
      code: 'payload-too-big',
      at: 1,
    });
    expect(decode(text, { maxMessageBytes: 2 }).fault).toMatchObject({
      code: 'message-too-big',
      at: 7,
    });
    expect(decode(text, { maxFragments: 2 }).fault).toMatchObject({
      code: 'too-many-fragments',
      at: 6,
    });
  });
});

test.each([
  ['81', { at: 0, bytes: 1, isAtLeast: true }],
  ['81 00 82', { at: 2, bytes: 1, isAtLeast: true }],
  ['82 7e 00', { at: 0, bytes: 1, isAtLeast: true }],
  ['82 fe 00 80', { at: 0, bytes: 4, isAtLeast: true }],
  ['81 00 82 03 01', { at: 2, bytes: 2, isAtLeast: false }],
])('of %j the rest is missing', (text, missing) => {
  expect(decode(text)).toMatchObject({ fault: null, missing });
});

test('a continuation without a message is a fault of its header', () => {
  expect(decode('8000')).toMatchObject({
    fault: { code: 'continuation-unexpected', at: 0 },
    brokenAt: 0,
    frames: [],
  });
});

test('a text that ends in the middle of a character is a fault of an empty last frame', () => {
  const decoded = decode('0101c3 8000');
  expect(decoded.fault).toMatchObject({ code: 'text-not-utf8', at: 4 });
  expect(decoded.frames).toHaveLength(2);
  expect(decoded.brokenAt).toBeNull();
});

test('compressed data that cannot be inflated are a fault of their frame', () => {
  const decoded = decode('c104ffffffff', { deflate: true });
  expect(decoded.fault).toMatchObject({ code: 'compressed-data-invalid' });
  expect(decoded.frames).toMatchObject([{ isWhole: true }]);
});

test('of many frames all are counted and some are kept', () => {
  const decoded = decode('8100'.repeat(1000));
  expect(decoded).toMatchObject({ frameCount: 1000, toldCount: 1000 });
  expect(decoded.frames).toHaveLength(MAX_FRAMES);
});

test('frames that were encoded are found where they are', () => {
  const inits = fc.array(
    fc.record({
      opcode: fc.constantFrom(Opcode.Binary, Opcode.Ping, Opcode.Pong),
      payload: fc.uint8Array({ maxLength: 125 }),
    }),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(inits, fc.boolean(), (frames: FrameInit[], masked) => {
      const maskingKey = masked ? Uint8Array.of(1, 2, 3, 4) : null;
      const parts = frames.map((init) => encodeFrame({ ...init, maskingKey }));
      const decoded = decodeStream(Buffer.concat(parts), usual);
      expect(decoded).toMatchObject({ fault: null, missing: null });
      expect(decoded.frames.map(({ bytes }) => Buffer.from(bytes))).toEqual(
        parts.map((p) => Buffer.from(p)),
      );
    }),
  );
});

test('any bytes under any terms are decoded without throwing, and every byte is accounted for', () => {
  const starts = fc.constantFrom(
    '',
    'GET ',
    'HTTP/1.1 101',
    '\x81\x85',
    '\xc1',
    '\x01\x03',
    '\x88\x02',
  );
  const terms = fc.record({
    role: fc.constantFrom('either', 'server', 'client'),
    deflate: fc.boolean(),
    maxPayloadBytes: fc.nat(300),
    maxMessageBytes: fc.nat(300),
    maxFragments: fc.nat(5),
  });
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 300 }), terms, (start, rest, some) => {
      const bytes = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
      const decoded = decodeStream(bytes, some as Terms);
      const { fault, missing, frames, brokenAt, end, isClosed } = decoded;
      expect(fault === null || missing === null).toBe(true);
      if (fault !== null) expect(end).toBe(fault.at + 1);
      else if (!isClosed) expect(end).toBe(bytes.length);
      let at = decoded.head?.status === 'complete' ? decoded.head.end : 0;
      for (const frame of frames) {
        expect(frame.at).toBe(at);
        at += frame.bytes.length;
      }
      if (decoded.head === null || decoded.head.status === 'complete') {
        expect(at === end || brokenAt === at || missing?.at === at).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

describe('a link', () => {
  test('says what is on the page, and only what is not usual', () => {
    const question = { ...emptyQuestion(), text: '81 00', deflate: true, maxFragments: 7 };
    expect(fragmentOf(question)).toBe('bytes=81+00&deflate=1&maxFragments=7');
    expect(fragmentOf(emptyQuestion())).toBe('');
    expect(fragmentOf({ ...question, text: '00'.repeat(10_000) })).toBeNull();
  });

  test('gives back what it was made of', () => {
    const questions = fc.record({
      text: fc.string({ unit: 'grapheme', maxLength: 100 }),
      notation: fc.constantFrom('auto', 'hex', 'base64'),
      role: fc.constantFrom('either', 'server', 'client'),
      deflate: fc.boolean(),
      maxPayloadBytes: fc.nat(),
      maxMessageBytes: fc.nat(),
      maxFragments: fc.nat(),
    });
    fc.assert(
      fc.property(questions, (question) => {
        const fragment = fragmentOf(question as ReturnType<typeof emptyQuestion>);
        expect(questionOf(`#${fragment}`)).toEqual(question);
      }),
    );
  });

  test('may be anything', () => {
    fc.assert(
      fc.property(fc.string(), (fragment) => {
        expect(questionOf(fragment)).toMatchObject({
          deflate: /(^|&)deflate=1(&|$)/.test(fragment),
        });
      }),
    );
    expect(questionOf('#as=x&role=y&maxFragments=-1')).toEqual(emptyQuestion());
  });
});
