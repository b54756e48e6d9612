/**
 * The window from message to message, and what is given back.
 */

import { describe, expect, test } from 'vitest';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import { AgreedDeflate } from '../../src/testing/agreed-deflate.js';
import { MessageDeflater, MessageInflater } from '../../src/testing/message-deflate.js';
import { SeededBytes } from '../../src/testing/seeded-bytes.js';
import { spiedCompressor } from './spied-compressor.js';

const KEPT = { windowBits: 15, keepsContext: true };
const FRESH = { windowBits: 15, keepsContext: false };
const message = new SeededBytes(7).take(500);

describe.each([
  ['zlib', zlibCompressor()],
  ['pako', pakoCompressor()],
])('over %s', (_, compressor) => {
  test('a message refers to the one before it where the window is kept, and only there', () => {
    const lengths = (settings: typeof KEPT) => {
      const deflater = new MessageDeflater(compressor, settings);
      return [message, message].map((each) => deflater.deflate(each).length);
    };
    const [first = 0, second = 0] = lengths(KEPT);
    expect(second).toBeLessThan(first / 10);
    const [fresh, again] = lengths(FRESH);
    expect(again).toBe(fresh);
  });

  test('a message that refers to the one before it is none where the window is not kept', () => {
    const deflater = new MessageDeflater(compressor, KEPT);
    const messages = [message, message].map((each) => deflater.deflate(each));
    const inflated = (settings: typeof KEPT) => {
      const inflater = new MessageInflater(compressor, settings);
      return messages.map((each) => inflater.inflate(each));
    };
    expect(inflated(KEPT)).toEqual([message, message]);
    expect(inflated(FRESH)).toEqual([message, null]);
  });
});

test('an empty message is one byte', () => {
  const { compressor } = spiedCompressor();
  const deflater = new MessageDeflater(compressor, FRESH);
  expect(deflater.deflate(new Uint8Array(0))).toEqual(Uint8Array.of(0));
});

describe('of two that have agreed', () => {
  const terms = {
    client: { windowBits: 9, keepsContext: true },
    server: { windowBits: 10, keepsContext: false },
  };

  test.each([
    ['client', terms.server, terms.client],
    ['server', terms.client, terms.server],
  ] as const)('towards a %s the tester deflates as the other', (role, own, other) => {
    const { compressor, calls } = spiedCompressor();
    const agreed = new AgreedDeflate(compressor, terms, role);
    expect(calls).toEqual([
      ['createDeflater', own],
      ['createInflater', other],
    ]);
    agreed.release();
    expect(calls.slice(2)).toEqual([['release the deflater'], ['release the inflater']]);
  });

  test('a message goes through the side that it belongs to', () => {
    const { compressor } = spiedCompressor();
    const tester = new AgreedDeflate(compressor, terms, 'server');
    const subject = new AgreedDeflate(compressor, terms, 'client');
    for (const each of [message, message]) {
      const sent = tester.deflate(each);
      expect(sent).not.toEqual(each);
      expect(subject.inflate(sent)).toEqual(each);
      expect(tester.inflate(subject.deflate(each))).toEqual(each);
    }
    tester.release();
    subject.release();
  });
});
