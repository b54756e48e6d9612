/**
 * The agreement on permessage-deflate where parameters are almost right, or other extensions stand beside it.
 */

import { describe, expect, test } from 'vitest';
import {
  answerFor,
  faultOfAnswer,
  fitsAnOffer,
  offersFor,
} from '../../src/testing/deflate-terms.js';
import { formatExtensions, parseExtensions } from '../../src/testing/extension-field.js';

const P = 'permessage-deflate';

describe('a case', () => {
  test('that keeps the window of the tester does not offer to do without it', () => {
    const asks = [{ noContextTakeover: true }];
    expect(formatExtensions(offersFor({ asks, keepsContext: true }))).toBe(
      `${P}; client_max_window_bits; server_no_context_takeover`,
    );
    expect(formatExtensions(offersFor({ asks, keepsContext: false }))).toContain(
      'client_no_context_takeover',
    );
  });

  test('without compression offers nothing, and answers nothing to an offer', () => {
    expect(offersFor(undefined)).toEqual([]);
    expect(answerFor(undefined, parseExtensions(P))).toEqual([]);
  });

  test.each([
    ['client_max_window_bits', `${P}; client_max_window_bits=9`],
    ['server_no_context_takeover', ''],
  ])('that wants a smaller window answers an offer of %s alone by "%s"', (parameter, answer) => {
    const offers = parseExtensions(`${P}; ${parameter}`);
    expect(formatExtensions(answerFor({ asks: [{ maxWindowBits: 9 }] }, offers))).toBe(answer);
  });
});

describe('beside another extension', () => {
  const offers = parseExtensions(`x, ${P}; server_no_context_takeover`);

  test('permessage-deflate may be answered', () => {
    expect(faultOfAnswer(parseExtensions(`${P}; server_no_context_takeover`), offers)).toBe(null);
    expect(fitsAnOffer(parseExtensions(`${P}; server_no_context_takeover`), offers)).toBe(true);
  });

  test('it must fit its own offer', () => {
    expect(fitsAnOffer(parseExtensions(P), offers)).toBe(false);
  });
});

test.each([
  ['x_client_no_context_takeover', 'the unknown parameter x_client_no_context_takeover'],
  ['client_no_context_takeover_x', 'the unknown parameter client_no_context_takeover_x'],
  ['x_server_max_window_bits=9', 'the unknown parameter x_server_max_window_bits'],
  ['server_max_window_bits_x=9', 'the unknown parameter server_max_window_bits_x'],
  ['server_max_window_bits=110', 'server_max_window_bits=110'],
  ['server_max_window_bits=89', 'server_max_window_bits=89'],
  ['server_max_window_bits=08', 'server_max_window_bits=08'],
  ['server_max_window_bits=16', 'server_max_window_bits=16'],
  ['server_max_window_bits', 'server_max_window_bits without a value'],
  ['client_max_window_bits', 'client_max_window_bits without a value'],
  ['server_max_window_bits=8', null],
  ['client_max_window_bits=15', null],
])('of an answer with %s is said: %s', (parameter, fault) => {
  expect(faultOfAnswer(parseExtensions(`${P}; ${parameter}`), parseExtensions(P))).toBe(fault);
});
