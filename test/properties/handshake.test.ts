import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeHandshakeRequest } from '../../src/handshake/encode-handshake-request.js';
import {
  encodeHandshakeResponse,
  type HandshakeResponseOptions,
} from '../../src/handshake/encode-handshake-response.js';
import { encodeRejection } from '../../src/handshake/encode-rejection.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { headerValues } from '../../src/http/header-list.js';
import { completeValue, errorOf, KEY, latin1Text } from '../handshake/heads.js';
import { callerText, extraHeaders, requestInit, token } from './handshake-arbitraries.js';

/** What an encoder returns, or null where it refuses its arguments as it should. */
function encoded(encode: () => Uint8Array): Uint8Array | null {
  try {
    return encode();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

const FIELDS = ['Host', 'Upgrade', 'Connection', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version'];

describe('round trips', () => {
  test('a request is read as it was written', () => {
    fc.assert(
      fc.property(requestInit, (init) => {
        const bytes = encodeHandshakeRequest(init);
        const result = parseHandshake(bytes);
        const { headers, ...request } = completeValue(result);
        const { headers: extra, ...asked } = init;
        expect(result).toMatchObject({ bytesRead: bytes.length });
        expect(request).toEqual({ method: 'GET', version: '1.1', ...asked });
        expect(headers.slice(headers.length - extra.length)).toEqual(extra);
      }),
    );
  });

  test('an answer is read as it was written, and accepted by the client that asked', () => {
    const answer = fc.record({
      protocol: fc.nat(),
      extensions: fc.infiniteStream(fc.boolean()),
      parameters: fc.array(fc.tuple(token, fc.option(token, { nil: null })), { maxLength: 3 }),
      headers: extraHeaders,
    });
    fc.assert(
      fc.property(requestInit, answer, (init, choice) => {
        const request = completeValue(parseHandshake(encodeHandshakeRequest(init)));
        const protocol = [null, ...request.protocols][
          choice.protocol % (request.protocols.length + 1)
        ];
        const names = new Set(
          request.extensions.map(({ name }) => name).filter(() => choice.extensions.next().value),
        );
        const extensions = [...names].map((name) => ({ name, parameters: choice.parameters }));
        const { headers } = choice;
        const bytes = encodeHandshakeResponse(request, {
          protocol: protocol ?? null,
          extensions,
          headers,
        });
        const result = parseHandshakeResponse(bytes, init);
        const response = completeValue(result);
        expect(result).toMatchObject({ bytesRead: bytes.length });
        expect(response).toMatchObject({ status: 101, protocol: protocol ?? null, extensions });
        expect(response.headers.slice(response.headers.length - headers.length)).toEqual(headers);
      }),
    );
  });

  test('a refusal is read as it was written', () => {
    const status = fc.integer({ min: 300, max: 599 });
    fc.assert(
      fc.property(
        status,
        extraHeaders,
        fc.string({ unit: 'binary' }),
        (httpStatus, headers, body) => {
          const bytes = encodeRejection({ httpStatus, message: '' }, { headers, body });
          const error = errorOf(parseHandshakeResponse(bytes, { key: KEY }));
          expect(error.code).toBe('status-not-101');
          expect(error.response?.status).toBe(httpStatus);
          const sent = httpStatus === 304 ? '' : new TextEncoder().encode(body);
          expect(bytes.length - error.bytesRead).toBe(sent.length);
          for (const [name] of headers) {
            const expected = headerValues(headers, name);
            expect(headerValues(error.response?.headers ?? [], name)).toEqual(expected);
          }
        },
      ),
    );
  });
});

describe('whatever strings a caller passes to an encoder', () => {
  const strangeExtensions = fc.array(
    fc.record({
      name: callerText,
      parameters: fc.array(fc.tuple(callerText, fc.option(callerText, { nil: null })), {
        maxLength: 1,
      }),
    }),
    { minLength: 1, maxLength: 2 },
  );
  const strangeHeaders = fc.array(fc.tuple(fc.oneof(token, callerText), callerText), {
    minLength: 1,
    maxLength: 2,
  });
  // One at a time: were all of them strange at once, nearly all requests would be refused.
  const strange = fc.oneof(
    fc.record({ host: callerText }),
    fc.record({ target: callerText }),
    fc.record({ key: callerText }),
    fc.record({ origin: callerText }),
    fc.record({ protocols: fc.array(callerText, { minLength: 1, maxLength: 2 }) }),
    fc.record({ extensions: strangeExtensions }),
    fc.record({ headers: strangeHeaders }),
  );

  test('a request is refused, or holds exactly that and no other field', () => {
    fc.assert(
      fc.property(requestInit, strange, (init, changes) => {
        const asked = { ...init, ...changes };
        const bytes = encoded(() => encodeHandshakeRequest(asked));
        if (bytes === null) return;
        const request = completeValue(parseHandshake(bytes));
        const { headers: extra, ...rest } = asked;
        expect(request).toMatchObject(rest);
        expect(request.headers.map(([name]) => name)).toEqual([
          ...FIELDS,
          ...(rest.origin === null ? [] : ['Origin']),
          ...(rest.protocols.length > 0 ? ['Sec-WebSocket-Protocol'] : []),
          ...(rest.extensions.length > 0 ? ['Sec-WebSocket-Extensions'] : []),
          ...extra.map(([name]) => name),
        ]);
        expect(request.headers.slice(request.headers.length - extra.length)).toEqual(extra);
      }),
      { numRuns: 3000 },
    );
  });

  test('an answer is refused, or holds exactly that and no other field', () => {
    const options: fc.Arbitrary<HandshakeResponseOptions> = fc.oneof(
      fc.record({ protocol: callerText }),
      fc.record({ extensions: strangeExtensions }),
      fc.record({ headers: strangeHeaders }),
    );
    fc.assert(
      fc.property(requestInit, options, (init, given) => {
        const { protocol = null, extensions = [], headers = [] } = given;
        // Hand-made, so that what the client offered does not stand in the way.
        const request = {
          key: init.key,
          protocols: protocol === null ? [] : [protocol],
          extensions,
        };
        const bytes = encoded(() =>
          encodeHandshakeResponse(request, { protocol, extensions, headers }),
        );
        if (bytes === null) return;
        const response = completeValue(parseHandshakeResponse(bytes, request));
        expect(response).toMatchObject({ protocol, extensions });
        expect(response.headers.map(([name]) => name)).toEqual([
          'Upgrade',
          'Connection',
          'Sec-WebSocket-Accept',
          ...(protocol === null ? [] : ['Sec-WebSocket-Protocol']),
          ...(extensions.length > 0 ? ['Sec-WebSocket-Extensions'] : []),
          ...headers.map(([name]) => name),
        ]);
      }),
      { numRuns: 3000 },
    );
  });

  test('a refusal is refused, or has exactly one head', () => {
    const pairs = fc.array(fc.tuple(callerText, callerText), { maxLength: 2 });
    fc.assert(
      fc.property(pairs, pairs, callerText, (own, headers, message) => {
        const rejection = { httpStatus: 400, message, headers: own };
        const bytes = encoded(() => encodeRejection(rejection, { headers }));
        if (bytes === null) return;
        const error = errorOf(parseHandshakeResponse(bytes, { key: KEY }));
        expect(error.code).toBe('status-not-101');
        const body = new TextEncoder().encode(`${message}\n`);
        expect(bytes.subarray(error.bytesRead)).toEqual(body);
        const names = (error.response?.headers ?? []).map(([name]) => name);
        const possible = [
          'Connection',
          'Content-Type',
          'Content-Length',
          ...own.map(([n]) => n),
          ...headers.map(([n]) => n),
        ];
        expect(possible).toEqual(expect.arrayContaining(names));
        expect(latin1Text(bytes.subarray(0, error.bytesRead)).split('\r\n')).toHaveLength(
          names.length + 3,
        );
      }),
      { numRuns: 3000 },
    );
  });
});
