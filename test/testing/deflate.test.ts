/**
 * permessage-deflate from the tester's side.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import type { Inflater } from '../../src/extension/compressor.js';
import {
  answerFor,
  faultOfAnswer,
  fitsAnOffer,
  offersFor,
  reasonToSkip,
  termsOf,
} from '../../src/testing/deflate-terms.js';
import { formatExtensions, parseExtensions } from '../../src/testing/extension-field.js';
import { MessageDeflater, MessageInflater } from '../../src/testing/message-deflate.js';
import { SeededBytes } from '../../src/testing/seeded-bytes.js';

const P = 'permessage-deflate; client_no_context_takeover; client_max_window_bits';

test.each([
  [[{}], P],
  [[{ noContextTakeover: true }], `${P}; server_no_context_takeover`],
  [
    [{ noContextTakeover: true, maxWindowBits: 9 }, {}],
    `${P}; server_no_context_takeover; server_max_window_bits=9, ${P}`,
  ],
])('%j is offered as %s', (asks, field) => {
  expect(formatExtensions(offersFor({ asks }))).toBe(field);
});

test.each([
  ['what is wished', P, [{ maxWindowBits: 9 }], 'permessage-deflate; client_max_window_bits=9'],
  [
    'the next wish where the first cannot be',
    'permessage-deflate',
    [{ maxWindowBits: 9 }, { noContextTakeover: true }],
    'permessage-deflate; client_no_context_takeover',
  ],
  [
    'what the client wishes',
    `${P}; server_max_window_bits=10`,
    [{}],
    'permessage-deflate; server_max_window_bits=10',
  ],
  ['nothing to nothing', '', [{}], ''],
  ['nothing to other extensions', 'x-deflate', [{}], ''],
  ['nothing to an offer that is wrong', 'permessage-deflate; server_max_window_bits', [{}], ''],
  ['nothing to a parameter that nobody knows', 'permessage-deflate; level=9', [{}], ''],
])('answered is %s', (_, offers, asks, answer) => {
  expect(formatExtensions(answerFor({ asks }, parseExtensions(offers)))).toBe(answer);
});

test.each([
  ['permessage-deflate', null],
  ['permessage-deflate; client_max_window_bits=15; server_no_context_takeover', null],
  ['x', 'the extension x, which nobody offered'],
  ['permessage-deflate, permessage-deflate', 'permessage-deflate more than once'],
  ['permessage-deflate; client_max_window_bits', 'client_max_window_bits without a value'],
  ['permessage-deflate; client_max_window_bits=7', 'client_max_window_bits=7'],
  ['permessage-deflate; server_no_context_takeover=1', 'server_no_context_takeover with a value'],
  ['permessage-deflate; a; a', 'a parameter more than once'],
  ['permessage-deflate; a', 'the unknown parameter a'],
])('in the answer %s is wrong: %s', (answer, fault) => {
  expect(faultOfAnswer(parseExtensions(answer), offersFor({ asks: [{}] }))).toBe(fault);
});

test.each([
  ['', '', true],
  ['; server_no_context_takeover', '', true],
  ['; server_max_window_bits=9', '', true],
  ['; client_no_context_takeover', '', true],
  ['', '; client_no_context_takeover', true],
  ['', '; server_no_context_takeover', false],
  ['', '; server_max_window_bits=10', false],
  ['; server_max_window_bits=11', '; server_max_window_bits=10', false],
  ['; server_max_window_bits=10', '; server_max_window_bits=10', true],
  ['; server_max_window_bits=9', '; server_max_window_bits=10', true],
  ['; client_max_window_bits=9', '', false],
  ['; client_max_window_bits=15', '; client_max_window_bits', true],
  ['; client_max_window_bits=11', '; client_max_window_bits=10', false],
  ['; client_max_window_bits=10', '; client_max_window_bits=10', true],
  ['', '; client_max_window_bits=10', true],
  ['', '; server_no_context_takeover, permessage-deflate', true],
  ['', '; server_max_window_bits=7', false],
  ['', '; mystery', false],
])('the answer "%s" to the offer "%s" fits: %s', (answer, offer, fits) => {
  const parse = (parameters: string) => parseExtensions(`permessage-deflate${parameters}`);
  expect(fitsAnOffer(parse(answer), parse(offer))).toBe(fits);
});

test('an answer without extensions fits whatever was offered', () => {
  expect(fitsAnOffer([], offersFor({ asks: [{}] }))).toBe(true);
});

test('an answer says how each side compresses', () => {
  const terms = parseExtensions(
    'permessage-deflate; client_max_window_bits=9; server_no_context_takeover',
  );
  expect(termsOf(terms)).toEqual({
    client: { windowBits: 9, keepsContext: true },
    server: { windowBits: 15, keepsContext: false },
  });
  expect(termsOf([])).toBe(null);
});

test.each<[string, 'client' | 'server', boolean, string | null]>([
  ['', 'client', false, null],
  ['; server_no_context_takeover', 'client', false, null],
  ['; client_no_context_takeover', 'client', true, null],
  ['; server_no_context_takeover', 'client', true, "it does not keep the tester's window"],
  ['; server_no_context_takeover', 'server', true, null],
  ['; client_no_context_takeover', 'server', true, "it does not keep the tester's window"],
])(
  'after the answer "%s" a %s is skipped where the window counts (%s): %s',
  (parameters, role, keepsContext, reason) => {
    const terms = termsOf(parseExtensions(`permessage-deflate${parameters}`));
    expect(reasonToSkip({ asks: [{}], keepsContext }, terms, role)).toBe(reason);
  },
);

test('without an agreement a case about compression is skipped, and no other', () => {
  expect(reasonToSkip({ asks: [{}] }, null, 'client')).toBe(
    'it did not agree to permessage-deflate',
  );
  expect(reasonToSkip(undefined, null, 'client')).toBe(null);
});

test('a message that never ends is given up behind 64 MiB', () => {
  let calls = 0;
  const endless: Inflater = {
    bytesRead: 0,
    bytesWritten: 65_536,
    inflate: () => ++calls <= 2000,
    endMessage: () => true,
    release() {},
  };
  const compressor = { ...pakoCompressor(), createInflater: () => endless };
  const inflater = new MessageInflater(compressor, { windowBits: 15, keepsContext: true });
  expect(inflater.inflate(Uint8Array.of(0))).toBe(null);
  expect(calls).toBe(1025);
});

describe.each([
  ['zlib', zlibCompressor()],
  ['pako', pakoCompressor()],
])('messages over %s', (_, compressor) => {
  test.each([true, false])('come back as they were, the window kept: %s', (keepsContext) => {
    const message = fc.uint8Array({ max: 3, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
        const settings = { windowBits: 10, keepsContext };
        const deflater = new MessageDeflater(compressor, settings);
        const inflater = new MessageInflater(compressor, settings);
        for (const one of messages) expect(inflater.inflate(deflater.deflate(one))).toEqual(one);
        deflater.release();
        inflater.release();
      }),
    );
  });

  test('may be longer than a block', () => {
    const settings = { windowBits: 15, keepsContext: true };
    const message = new SeededBytes(3).take(200_000);
    const deflated = new MessageDeflater(compressor, settings).deflate(message);
    const inflated = new MessageInflater(compressor, settings).inflate(deflated);
    expect(Buffer.compare(inflated ?? new Uint8Array(0), message)).toBe(0);
  });

  test('that are none are null', () => {
    const settings = { windowBits: 15, keepsContext: true };
    expect(new MessageInflater(compressor, settings).inflate(Uint8Array.of(7))).toBe(null);
    expect(new MessageInflater(compressor, settings).inflate(Uint8Array.of(0xf2, 0x48))).toBe(null);
  });
});
