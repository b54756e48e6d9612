/**
 * Parameters of permessage-deflate that are out of their grammar (CVE-2026-2229), in offers and in answers
 * (RFC 7692 §7.1).
 */

import { describe, expect, test } from 'vitest';
import { permessageDeflate } from '../../src/extension/permessage-deflate.js';
import type { ExtensionOffer } from '../../src/handshake/extension.js';
import { negotiateExtensions } from '../../src/handshake/negotiate-extensions.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { readHandshake } from '../../src/handshake/read-handshake.js';
import {
  completeValue,
  errorOf,
  KEY,
  requestWith,
  responseWith,
  verdict,
} from '../handshake/heads.js';
import { compressors } from '../properties/deflating.js';
import { attack } from './attack.js';

/** Words that are values of a parameter, but no window bits (RFC 7692 §7.1.2.1). */
const notBits = [
  '7',
  '16',
  '0',
  '-1',
  '1e1',
  '08',
  '+9',
  '15.0',
  '99999999999999999999',
  '0x9',
  '9_',
  'nine',
  'NaN',
  'Infinity',
  'null',
  'true',
  '"7"',
  '"16"',
  '"08"',
  '"+9"',
  '"1e1"',
];

/** What is not even a parameter: `=` with nothing, nothing in quotes, a quoted value that is no token. */
const notGrammar = ['', '""', '" 9"', '"9 "', '"9,10"', '"9', '9"', '9 9', '(9)', '=9', '"\\"'];

const legalBits = ['8', '9', '10', '11', '12', '13', '14', '15', '"8"', '"10"', '"15"', '"1\\0"'];

const withBits = (name: string, value: string) => `permessage-deflate; ${name}=${value}`;
const field = (value: string) => `Sec-WebSocket-Extensions: ${value}`;
const names = ['server_max_window_bits', 'client_max_window_bits'];

/** Words that neither side may say, whatever the other has said. */
const neverLegal = [
  'permessage-deflate; server_max_window_bits',
  'permessage-deflate; server_no_context_takeover=1',
  'permessage-deflate; client_no_context_takeover=true',
  'permessage-deflate; server_no_context_takeover; server_no_context_takeover',
  'permessage-deflate; client_no_context_takeover; client_no_context_takeover',
  'permessage-deflate; server_max_window_bits=10; server_max_window_bits=10',
  'permessage-deflate; client_max_window_bits=10; client_max_window_bits=11',
  'permessage-deflate; unknown',
  'permessage-deflate; Server_Max_Window_Bits=10',
  'permessage-deflate; __proto__=10',
  'permessage-deflate; constructor',
];

describe.each(compressors)(`${attack('window-bits-grammar')}: with %s`, (_, compressor) => {
  const deflate = permessageDeflate({ compressor });

  /** What a server makes of a request: the code of its fault, or what it answers. */
  function offered(value: string): string | readonly ExtensionOffer['parameters'][] {
    const result = parseHandshake(requestWith(field(value)));
    if (result.status !== 'complete') return verdict(result);
    const { method, target, version, headers } = result.value;
    const again = completeValue(readHandshake({ method, target, version, headers }));
    expect(again.extensions).toStrictEqual(result.value.extensions);
    const accepted = negotiateExtensions(result.value.extensions, [deflate]);
    return accepted.map(({ parameters }) => parameters);
  }

  /** What a client makes of an answer: the code of its fault, or `complete`. */
  function answered(value: string): string {
    const extensions = [deflate];
    return verdict(parseHandshakeResponse(responseWith(field(value)), { key: KEY, extensions }));
  }

  describe.each(names)('%s out of its grammar:', (name) => {
    test.each(notBits)('%s declines the offer, and fails the answer', (value) => {
      expect(offered(withBits(name, value))).toStrictEqual([]);
      expect(answered(withBits(name, value))).toBe('extension-parameters-invalid');
    });

    test.each(notGrammar)('%s is a bad request, and no answer either', (value) => {
      const words = requestWith(field(withBits(name, value)));
      expect(errorOf(parseHandshake(words))).toMatchObject({
        code: 'extensions-malformed',
        httpStatus: 400,
      });
      expect(answered(withBits(name, value))).toBe('extensions-malformed');
    });

    test.each(legalBits)('%s is legal, quoted or not (RFC 6455 §9.1)', (value) => {
      const plain = value.replace(/["\\]/g, '');
      expect(offered(withBits(name, value))).toStrictEqual([[[name, plain]]]);
      expect(answered(withBits(name, value))).toBe('complete');
    });
  });

  test.each(neverLegal)('%s declines the offer, and fails the answer', (value) => {
    expect(offered(value)).toStrictEqual([]);
    expect(answered(value)).toBe('extension-parameters-invalid');
  });

  test('client_max_window_bits without a value is for offers only (RFC 7692 §7.1.2.2)', () => {
    const value = 'permessage-deflate; client_max_window_bits';
    expect(offered(value)).toStrictEqual([[]]);
    expect(answered(value)).toBe('extension-parameters-invalid');
  });

  test('an offer that is declined does not stand in the way of the next', () => {
    for (const bad of notBits) {
      const both = `${withBits('server_max_window_bits', bad)}, permessage-deflate`;
      expect(offered(both)).toStrictEqual([[]]);
    }
  });

  test('an answer that grants less than was offered, or nothing of it, is refused', () => {
    const strict = permessageDeflate({
      compressor,
      serverMaxWindowBits: 10,
      serverNoContextTakeover: true,
      clientMaxWindowBits: 12,
    });
    const judged = (parameters: string) =>
      verdict(
        parseHandshakeResponse(responseWith(field(`permessage-deflate${parameters}`)), {
          key: KEY,
          extensions: [strict],
        }),
      );
    const granted = '; server_no_context_takeover; server_max_window_bits=';
    expect(judged(`${granted}10`)).toBe('complete');
    expect(judged(`${granted}8`)).toBe('complete');
    expect(judged(`${granted}10; client_max_window_bits=12`)).toBe('complete');
    for (const refused of [
      '',
      '; server_no_context_takeover',
      '; server_max_window_bits=10',
      `${granted}11`,
      `${granted}10; client_max_window_bits=13`,
    ]) {
      expect(judged(refused)).toBe('extension-parameters-invalid');
    }
  });

  test('whatever the parameters are, nothing is thrown', () => {
    const values = [null, ...notBits, ...notGrammar, ...legalBits, '\0', '\u{1f600}', '9\n'];
    for (const name of [...names, 'server_no_context_takeover', 'toString', '']) {
      for (const value of values) {
        const words: ExtensionOffer = { name: 'permessage-deflate', parameters: [[name, value]] };
        expect(negotiateExtensions([words], [deflate]).length).toBeLessThanOrEqual(1);
        expect([null, 'permessage-deflate']).toContain(deflate.accept(words)?.name ?? null);
      }
    }
  });
});
