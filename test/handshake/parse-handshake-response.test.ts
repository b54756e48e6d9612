import { describe, expect, test } from 'vitest';
import { permessageDeflate } from '../../src/extension/permessage-deflate.js';
import type { Extension, ExtensionOffer } from '../../src/handshake/extension.js';
import {
  type HandshakeExpectation,
  parseHandshakeResponse,
} from '../../src/handshake/parse-handshake-response.js';
import { handshakeFailures } from '../../src/vocabulary/handshake-failure.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { pako } from '../properties/deflating.js';
import {
  ACCEPT,
  completeValue,
  errorOf,
  head,
  isDeeplyFrozen,
  KEY,
  latin1,
  RESPONSE,
  responseWith,
  verdict,
} from './heads.js';
import { OFFERED, responseFaults } from './response-faults.js';

const parse = (bytes: Uint8Array, options = {}) => parseHandshakeResponse(bytes, OFFERED, options);

const headFaults = responseFaults.slice(0, 5).map(([code]) => code);

describe('a fault', () => {
  test('has a row in this table for every code', () => {
    expect(responseFaults.map(([code]) => code).sort()).toEqual(
      Object.keys(handshakeFailures).sort(),
    );
  });

  test.each(responseFaults)('%s is shown by its responses', (code, responses) => {
    for (const bytes of responses) {
      expect(verdict(parse(bytes))).toBe(code);
      const error = errorOf(parse(bytes));
      expect(error.section).toMatch(/^RFC \d+ §/);
      expect(error.message).not.toBe('');
      const isHeadFault = headFaults.includes(code);
      expect(error.response === null).toBe(isHeadFault);
      expect(error.bytesRead).toBe(isHeadFault ? 0 : bytes.length);
    }
  });

  test.each(responseFaults)('%s is frozen data', (_code, responses) => {
    for (const bytes of responses) {
      expect(Object.isFrozen(errorOf(parse(bytes)))).toBe(true);
      expect(Object.isFrozen(errorOf(parse(bytes)).response)).toBe(true);
    }
  });

  test('is frozen with the headers that it carries', () => {
    expect(isDeeplyFrozen(errorOf(parse(responseWith('HTTP/1.1 403 No'))))).toBe(true);
  });

  test('nothing is offered, so nothing may be chosen', () => {
    for (const [change, code] of [
      ['Sec-WebSocket-Protocol: chat', 'protocol-not-offered'],
      ['Sec-WebSocket-Extensions: foo', 'extension-not-offered'],
    ] as const) {
      expect(verdict(parseHandshakeResponse(responseWith(change), { key: KEY }))).toBe(code);
    }
  });
});

describe('what the server said instead', () => {
  test.each([
    [301, 'Moved Permanently', ['Location: wss://example.com/chat']],
    [401, 'Unauthorized', ['WWW-Authenticate: Basic realm="x"']],
    [503, '', ['Retry-After: 5', 'Content-Length: 4']],
  ])('%i is surfaced with its headers, and the body follows', (status, reason, lines) => {
    const bytes = head([`HTTP/1.1 ${status} ${reason}`, ...lines]);
    const error = errorOf(parse(Uint8Array.of(...bytes, ...latin1('body'))));
    expect(error.code).toBe('status-not-101');
    expect(error.bytesRead).toBe(bytes.length);
    expect(error.response).toEqual({
      status,
      reason,
      headers: lines.map((line) => line.split(': ')),
    });
  });

  test('a refusal behind interim responses counts their bytes too', () => {
    const bytes = latin1('HTTP/1.1 100 \r\n\r\nHTTP/1.1 403 No\r\n\r\n');
    expect(errorOf(parse(bytes))).toMatchObject({ bytesRead: 36, response: { status: 403 } });
  });
});

describe('a response', () => {
  test('is complete right behind its empty line', () => {
    const bytes = head(RESPONSE);
    expect(parse(Uint8Array.of(...bytes, 0x81, 0x00))).toEqual({
      status: 'complete',
      bytesRead: bytes.length,
      value: {
        version: '1.1',
        status: 101,
        reason: 'Switching Protocols',
        headers: [
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Accept', ACCEPT],
        ],
        protocol: null,
        extensions: [],
      },
    });
  });

  test.each([
    [['Upgrade: WebSocket']],
    [['Connection: keep-alive, UPGRADE']],
    [['HTTP/1.1 101 ']],
    [['HTTP/1.2 101 Web Socket Protocol Handshake']],
    [['Content-Length: 0']],
    [['Set-Cookie: a=1', '+Set-Cookie: b=2']],
    [['X-City: Montr\xe9al']],
    [['__proto__: x']],
  ])('is accepted with %j', (changes) => {
    expect(verdict(parse(responseWith(...changes)))).toBe('complete');
  });

  test('gives the chosen subprotocol and extensions in the order of the server', () => {
    const bytes = responseWith(
      'Sec-WebSocket-Protocol: superchat',
      'Sec-WebSocket-Extensions: bar; baz="1"; baz, foo; x=y',
    );
    expect(completeValue(parse(bytes))).toMatchObject({
      protocol: 'superchat',
      extensions: [
        {
          name: 'bar',
          parameters: [
            ['baz', '1'],
            ['baz', null],
          ],
        },
        { name: 'foo', parameters: [['x', 'y']] },
      ],
    });
  });

  test.each(['100 Continue', '102 Processing', '103 Early Hints', '199 '])(
    'may come behind %s',
    (interim) => {
      const first = head([`HTTP/1.1 ${interim}`, 'Link: </style.css>', 'Content-Length: 5']);
      const all = Uint8Array.of(...first, ...first, ...head(RESPONSE));
      expect(parse(all)).toMatchObject({ status: 'complete', bytesRead: all.length });
      expect(verdict(parse(first))).toBe('incomplete');
      expect(verdict(parse(Uint8Array.of(...first, 0x48)))).toBe('incomplete');
      expect(verdict(parse(Uint8Array.of(...first, 0x0d, 0x0a)))).toBe('start-line-malformed');
    },
  );

  test('interim responses count against maxHeadBytes, together', () => {
    const all = Uint8Array.of(...latin1('HTTP/1.1 100 \r\n\r\n'), ...head(RESPONSE));
    expect(verdict(parse(all, { maxHeadBytes: all.length }))).toBe('complete');
    expect(verdict(parse(all, { maxHeadBytes: all.length - 1 }))).toBe('head-too-large');
  });

  test('is incomplete at every prefix, and says truly how much is missing at least', () => {
    const all = Uint8Array.of(...latin1('HTTP/1.1 100 \r\n\r\n'), ...head(RESPONSE));
    for (let length = 0; length < all.length; length++) {
      const result = parse(all.subarray(0, length));
      if (result.status !== 'incomplete') throw new Error(`${length} bytes: ${verdict(result)}`);
      expect(result.bytesNeeded).toBeGreaterThan(0);
      expect(length + result.bytesNeeded).toBeLessThanOrEqual(all.length);
    }
  });

  test('neither changes nor keeps its bytes', () => {
    const bytes = head(RESPONSE);
    const copy = bytes.slice();
    const first = parse(bytes);
    expect(bytes).toEqual(copy);
    bytes.fill(0);
    expect(first).toEqual(parse(copy));
  });
});

describe('arguments', () => {
  test.each([
    ['no key, for a 101 that nobody asked for', {}],
    ['a key that is no string', { key: 1 }],
    ['an empty key', { key: '' }],
    ['a key of 15 bytes', { key: 'AQIDBAUGBwgJCgsMDQ4P' }],
    ['a string for the subprotocols', { key: KEY, protocols: 'chat' }],
    ['a string for the extensions', { key: KEY, extensions: 'foo' }],
  ])('an expectation with %s is a TypeError', (_name, expectation) => {
    const bytes = responseWith('Sec-WebSocket-Protocol: c');
    expect(() => parseHandshakeResponse(bytes, expectation as HandshakeExpectation)).toThrow(
      TypeError,
    );
  });

  test.each([[null], ['HTTP/1.1'], [[72]], [new ArrayBuffer(8)]])(
    '%o is no Uint8Array',
    (bytes) => {
      expect(() => parseHandshakeResponse(bytes as unknown as Uint8Array, { key: KEY })).toThrow(
        TypeError,
      );
    },
  );

  test('a limit that is no count is a RangeError, whatever the bytes are', () => {
    const options = { maxLineBytes: Number.POSITIVE_INFINITY };
    expect(() => parseHandshakeResponse(new Uint8Array(0), { key: KEY }, options)).toThrow(
      RangeError,
    );
  });
});

describe('an answer to extensions that judge it', () => {
  /** Accepts answers with that many parameters, and says who it was. */
  function counting(count: number, id: string, asked: string[] = []): Extension {
    return {
      name: 'x',
      offer: { name: 'x', parameters: [] },
      negotiate: () => null,
      accept(answer: ExtensionOffer) {
        asked.push(id);
        return answer.parameters.length === count
          ? { ...answer, parameters: [[id, null]], rsv: Rsv.Rsv2 }
          : null;
      },
    };
  }
  const answered = (value: string, extensions: HandshakeExpectation['extensions'] = []) =>
    parseHandshakeResponse(responseWith(`Sec-WebSocket-Extensions: ${value}`), {
      key: KEY,
      extensions,
    });

  test('is what they make of it, and is not copied', () => {
    const one = counting(1, 'one');
    expect(completeValue(answered('x; a', [one])).extensions).toStrictEqual([
      { name: 'x', parameters: [['one', null]], rsv: Rsv.Rsv2 },
    ]);
  });

  test('goes to those of its name in order, until one accepts', () => {
    const asked: string[] = [];
    const offers = [
      counting(2, 'two', asked),
      { name: 'y', parameters: [] },
      counting(1, 'one', asked),
      counting(1, 'another', asked),
    ];
    expect(completeValue(answered('y, x; a', offers)).extensions).toMatchObject([
      { name: 'y', parameters: [] },
      { name: 'x', parameters: [['one', null]] },
    ]);
    expect(asked).toStrictEqual(['two', 'one']);
  });

  test('must be accepted under the name that the server has answered', () => {
    const impostor: Extension = {
      name: 'foo',
      offer: { name: 'foo', parameters: [] },
      negotiate: () => null,
      accept: () => ({ name: 'bar', parameters: [] }),
    };
    const bytes = responseWith('Sec-WebSocket-Extensions: foo');
    const parseIt = () => parseHandshakeResponse(bytes, { key: KEY, extensions: [impostor] });
    expect(parseIt).toThrow(TypeError);
    expect(parseIt).toThrow('the extension foo accepted as bar');
  });

  test('that none accepts fails the handshake', () => {
    const offers = [counting(2, 'two'), counting(1, 'one')];
    expect(verdict(answered('x', offers))).toBe('extension-parameters-invalid');
    expect(verdict(answered('x; a; b; c', offers))).toBe('extension-parameters-invalid');
  });

  test('is good enough for a bare offer, or an extension that does not judge', () => {
    const { accept: _accept, ...silent } = counting(0, 'silent');
    for (const offered of [{ name: 'x', parameters: [] }, silent]) {
      const { extensions } = completeValue(answered('x; a=1', [counting(2, 'two'), offered]));
      expect(extensions).toStrictEqual([{ name: 'x', parameters: [['a', '1']] }]);
    }
  });

  test('is not given to extensions of other names', () => {
    const asked: string[] = [];
    const other = { ...counting(0, 'other', asked), name: 'X' };
    expect(verdict(answered('x', [other]))).toBe('extension-not-offered');
    expect(asked).toStrictEqual([]);
  });

  test('may not have two of them use one bit', () => {
    const rival: Extension = { ...counting(0, 'rival'), name: 'rival' };
    expect(verdict(answered('x, rival', [counting(0, 'x'), rival]))).toBe('extension-bit-conflict');
  });

  describe('that are permessage-deflate in order of preference', () => {
    const deflate = (options = {}) => permessageDeflate({ compressor: pako, ...options });
    const offers = [deflate({ serverMaxWindowBits: 10 }), deflate()];

    test.each([
      ['; server_max_window_bits=10', 'complete'],
      ['; server_max_window_bits=9; client_no_context_takeover', 'complete'],
      // Fits the second.
      ['', 'complete'],
      ['; server_max_window_bits=12', 'complete'],
      ['; client_max_window_bits=8', 'complete'],
      ['; client_max_window_bits', 'extension-parameters-invalid'],
      ['; server_max_window_bits', 'extension-parameters-invalid'],
      ['; server_max_window_bits=7', 'extension-parameters-invalid'],
      ['; server_no_context_takeover=1', 'extension-parameters-invalid'],
      ['; foo', 'extension-parameters-invalid'],
      [', permessage-deflate', 'extensions-duplicate'],
    ])('"permessage-deflate%s" is %s', (parameters, expected) => {
      expect(verdict(answered(`permessage-deflate${parameters}`, offers))).toBe(expected);
    });

    test('what is accepted says which bit it uses', () => {
      const { extensions } = completeValue(answered('permessage-deflate', offers));
      expect(extensions).toMatchObject([
        { name: 'permessage-deflate', parameters: [], rsv: Rsv.Rsv1 },
      ]);
      expect(extensions[0]).toHaveProperty('createTransform');
    });
  });
});

test.each([
  ['GET', { key: KEY }, 'bytes must be a Uint8Array, not "GET"'],
  [head([]), {}, 'key must be a string, not undefined'],
  [head([]), { key: 'short' }, 'key "short" is not the base64 of 16 bytes'],
  [head([]), { key: KEY, protocols: 'chat' }, 'protocols must be an array, not "chat"'],
  [head([]), { key: KEY, extensions: 'foo' }, 'extensions must be an array, not "foo"'],
  [head([]), { key: KEY, protocols: null }, 'protocols must be an array, not null'],
  [head([]), { key: KEY, extensions: null }, 'extensions must be an array, not null'],
])('what is wrong in an argument is called by its name: %o, %j', (bytes, expectation, message) => {
  expect(() =>
    parseHandshakeResponse(bytes as Uint8Array, expectation as HandshakeExpectation),
  ).toThrow(new TypeError(message));
});

test('an offer whose accept is undefined is one without', () => {
  const offer = { name: 'foo', parameters: [], accept: undefined } as unknown as Extension;
  const bytes = responseWith('Sec-WebSocket-Extensions: foo; a=1');
  const { extensions } = completeValue(
    parseHandshakeResponse(bytes, { key: KEY, extensions: [offer] }),
  );
  expect(extensions).toEqual([{ name: 'foo', parameters: [['a', '1']] }]);
});
