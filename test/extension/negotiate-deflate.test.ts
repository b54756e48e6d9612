import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeflateParameters } from '../../src/extension/deflate-parameters.js';
import {
  answerDeflate,
  type DeflatePreferences,
  fitsOffer,
  offerDeflate,
} from '../../src/extension/negotiate-deflate.js';

const nothing: DeflateParameters = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: null,
  clientMaxWindowBits: null,
};
const says = (changes: Partial<DeflateParameters> = {}): DeflateParameters => ({
  ...nothing,
  ...changes,
});
const wants = (changes: Partial<DeflatePreferences> = {}): DeflatePreferences => ({
  ...nothing,
  clientMaxWindowBits: null,
  minWindowBits: 8,
  ...changes,
});

describe('an offer', () => {
  test('lets the server restrict the window, whatever the client wants', () => {
    expect(offerDeflate(wants())).toMatchObject(says({ clientMaxWindowBits: true }));
  });

  test('says all that the client wants', () => {
    const all = {
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      serverMaxWindowBits: 9,
      clientMaxWindowBits: 10,
    };
    expect(offerDeflate(wants(all))).toMatchObject(all);
  });
});

describe('an answer', () => {
  test.each<
    [
      string,
      Partial<DeflateParameters>,
      Partial<DeflatePreferences>,
      Partial<DeflateParameters> | null,
    ]
  >([
    ['asks for nothing when nobody does', {}, {}, {}],
    [
      'grants what the client asks of the server',
      { serverNoContextTakeover: true, serverMaxWindowBits: 12 },
      {},
      { serverNoContextTakeover: true, serverMaxWindowBits: 12 },
    ],
    [
      'repeats what the client says of itself',
      { clientNoContextTakeover: true, clientMaxWindowBits: 12 },
      {},
      { clientNoContextTakeover: true, clientMaxWindowBits: 12 },
    ],
    [
      'asks the client to forget its window, which needs no permission',
      {},
      { clientNoContextTakeover: true },
      { clientNoContextTakeover: true },
    ],
    [
      'says what the server does of itself',
      {},
      { serverNoContextTakeover: true, serverMaxWindowBits: 10 },
      { serverNoContextTakeover: true, serverMaxWindowBits: 10 },
    ],
    [
      'has the smaller window of the server: its own',
      { serverMaxWindowBits: 12 },
      { serverMaxWindowBits: 10 },
      { serverMaxWindowBits: 10 },
    ],
    [
      'has the smaller window of the server: the one asked for',
      { serverMaxWindowBits: 10 },
      { serverMaxWindowBits: 12 },
      { serverMaxWindowBits: 10 },
    ],
    ['leaves the client alone when it need not restrict it', { clientMaxWindowBits: true }, {}, {}],
    [
      'restricts the window of a client that permits it',
      { clientMaxWindowBits: true },
      { clientMaxWindowBits: 9 },
      { clientMaxWindowBits: 9 },
    ],
    [
      'has the smaller window of the client: the one asked for',
      { clientMaxWindowBits: 12 },
      { clientMaxWindowBits: 9 },
      { clientMaxWindowBits: 9 },
    ],
    [
      'has the smaller window of the client: its own',
      { clientMaxWindowBits: 9 },
      { clientMaxWindowBits: 12 },
      { clientMaxWindowBits: 9 },
    ],
    ['is none when the client does not permit it', {}, { clientMaxWindowBits: 14 }, null],
    ['needs no permission for 15', {}, { clientMaxWindowBits: 15 }, {}],
    [
      'is none when the server cannot do the window that is asked for',
      { serverMaxWindowBits: 8 },
      { minWindowBits: 9 },
      null,
    ],
    [
      'is given for the smallest window that the server can do',
      { serverMaxWindowBits: 9 },
      { minWindowBits: 9 },
      { serverMaxWindowBits: 9 },
    ],
  ])('%s', (_, offer, wanted, expected) => {
    const answer = answerDeflate(says(offer), wants(wanted));
    expect(answer).toStrictEqual(expected === null ? null : says(expected));
  });
});

describe('the check of an answer', () => {
  const bare = says({ clientMaxWindowBits: true });
  test.each<[boolean, string, Partial<DeflateParameters>, DeflateParameters, number?]>([
    [true, 'nothing to nothing', {}, says()],
    [true, 'nothing to a permission', {}, bare],
    [true, 'a server that forgets unasked', { serverNoContextTakeover: true }, bare],
    [true, 'a server with a small window unasked', { serverMaxWindowBits: 8 }, bare],
    [true, 'a client that must forget', { clientNoContextTakeover: true }, bare],
    [true, 'a restriction that was permitted', { clientMaxWindowBits: 8 }, bare],
    [false, 'a permission as an answer', { clientMaxWindowBits: true }, bare],
    [false, 'a restriction that was not permitted', { clientMaxWindowBits: 15 }, says()],
    [false, 'a window that the client cannot do', { clientMaxWindowBits: 8 }, bare, 9],
    [true, 'the smallest that it can do', { clientMaxWindowBits: 9 }, bare, 9],
    [
      false,
      'a larger window than the client has',
      { clientMaxWindowBits: 11 },
      says({ clientMaxWindowBits: 10 }),
    ],
    [true, 'the same', { clientMaxWindowBits: 10 }, says({ clientMaxWindowBits: 10 })],
    [true, 'a smaller one', { clientMaxWindowBits: 9 }, says({ clientMaxWindowBits: 10 })],
    [
      true,
      'silence on what the client says of itself',
      {},
      says({ clientMaxWindowBits: 10, clientNoContextTakeover: true }),
    ],
    [false, 'a server that does not forget', {}, says({ serverNoContextTakeover: true })],
    [
      true,
      'one that does',
      { serverNoContextTakeover: true },
      says({ serverNoContextTakeover: true }),
    ],
    [false, 'a server without the restriction', {}, says({ serverMaxWindowBits: 10 })],
    [
      false,
      'one with a larger window',
      { serverMaxWindowBits: 11 },
      says({ serverMaxWindowBits: 10 }),
    ],
    [true, 'with the same', { serverMaxWindowBits: 10 }, says({ serverMaxWindowBits: 10 })],
    [true, 'with a smaller one', { serverMaxWindowBits: 9 }, says({ serverMaxWindowBits: 10 })],
  ])('says %s: %s', (expected, _, answer, offer, min = 8) => {
    expect(fitsOffer(says(answer), offer, min)).toBe(expected);
  });
});

const bits = fc.integer({ min: 8, max: 15 });
const flags = { serverNoContextTakeover: fc.boolean(), clientNoContextTakeover: fc.boolean() };
const preferences = (min: fc.Arbitrary<number>): fc.Arbitrary<DeflatePreferences> =>
  fc.record({
    ...flags,
    serverMaxWindowBits: fc.option(bits, { nil: null }),
    clientMaxWindowBits: fc.option(bits, { nil: null }),
    minWindowBits: min,
  });
const anyOffer: fc.Arbitrary<DeflateParameters> = fc.record({
  ...flags,
  serverMaxWindowBits: fc.option(bits, { nil: null }),
  clientMaxWindowBits: fc.oneof(bits, fc.constant(true as const), fc.constant(null)),
});

test('whatever is offered and wanted, an answer fits the offer and obeys the wishes of the server', () => {
  fc.assert(
    fc.property(anyOffer, preferences(bits), (offer, wanted) => {
      const answer = answerDeflate(offer, wanted);
      if (answer === null) return;
      expect(fitsOffer(answer, offer, 8)).toBe(true);
      expect(answer.serverMaxWindowBits ?? 15).toBeLessThanOrEqual(
        wanted.serverMaxWindowBits ?? 15,
      );
      expect(answer.serverMaxWindowBits ?? 15).toBeGreaterThanOrEqual(wanted.minWindowBits);
      expect(Number(answer.clientMaxWindowBits ?? 15)).toBeLessThanOrEqual(
        wanted.clientMaxWindowBits ?? 15,
      );
      expect(answer.clientNoContextTakeover).toBe(
        offer.clientNoContextTakeover || wanted.clientNoContextTakeover,
      );
      expect(answer.serverNoContextTakeover).toBe(
        offer.serverNoContextTakeover || wanted.serverNoContextTakeover,
      );
    }),
    { numRuns: 1000 },
  );
});

test('a server that can do every window declines only where the client does not permit what it needs', () => {
  fc.assert(
    fc.property(anyOffer, preferences(fc.constant(8)), (offer, wanted) => {
      const isForbidden =
        offer.clientMaxWindowBits === null && (wanted.clientMaxWindowBits ?? 15) < 15;
      expect(answerDeflate(offer, wanted) === null).toBe(isForbidden);
    }),
    { numRuns: 1000 },
  );
});

/** RFC 7692 §7.1 as a list of sentences that must hold of an answer. */
function naiveFits(
  answer: DeflateParameters,
  offer: DeflateParameters,
  minWindowBits: number,
): boolean {
  const { clientMaxWindowBits: own } = answer;
  return [
    !offer.serverNoContextTakeover || answer.serverNoContextTakeover,
    offer.serverMaxWindowBits === null ||
      (answer.serverMaxWindowBits ?? 15.5) <= offer.serverMaxWindowBits,
    own !== true,
    own === null || offer.clientMaxWindowBits !== null,
    own === null ||
      typeof offer.clientMaxWindowBits !== 'number' ||
      Number(own) <= offer.clientMaxWindowBits,
    own === null || Number(own) >= minWindowBits,
  ].every(Boolean);
}

test('the check agrees with the sentences of RFC 7692 §7.1', () => {
  fc.assert(
    fc.property(anyOffer, anyOffer, bits, (answer, offer, min) => {
      expect(fitsOffer(answer, offer, min)).toBe(naiveFits(answer, offer, min));
    }),
    { numRuns: 2000 },
  );
});
