import { describe, expect, test } from 'vitest';
import { encodeHandshakeResponse } from '../../src/handshake/encode-handshake-response.js';
import { type Extension, offerOf } from '../../src/handshake/extension.js';
import { negotiateExtensions } from '../../src/handshake/negotiate-extensions.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { completeValue, KEY, requestWith } from './heads.js';

/** An extension that answers the first `level` of an offer, and declines an offer without one. */
const levels: Extension = {
  name: 'x-level',
  negotiate({ name, parameters }) {
    const level = parameters.find(([key]) => key === 'level');
    return level === undefined ? null : { name, parameters: [level], rsv: Rsv.Rsv1 };
  },
};

test('an extension travels from the offer through the negotiation into the answer', () => {
  const offers = 'Sec-WebSocket-Extensions: x-level, x-level; other; level="9"; level=1, unknown';
  const request = completeValue(parseHandshake(requestWith(offers)));
  const extensions = negotiateExtensions(request.extensions, [levels]);
  expect(extensions).toEqual([{ name: 'x-level', parameters: [['level', '9']], rsv: 0b100 }]);

  const bytes = encodeHandshakeResponse(request, { extensions });
  const response = completeValue(
    parseHandshakeResponse(bytes, { key: KEY, extensions: request.extensions }),
  );
  expect(response.extensions).toEqual([{ name: 'x-level', parameters: [['level', '9']] }]);
});

describe('what a client offers an extension by', () => {
  const offer = { name: 'x', parameters: [['a', 'b']] } as const;
  const negotiate = () => null;

  test('is the bare offer, or the one that the extension has', () => {
    expect(offerOf(offer)).toBe(offer);
    expect(offerOf({ name: 'x', offer, negotiate })).toBe(offer);
  });

  test('is nothing for an extension of servers: a TypeError with its name', () => {
    expect(() => offerOf({ name: 'x-servers', negotiate })).toThrow(TypeError);
    expect(() => offerOf({ name: 'x-servers', negotiate })).toThrow('x-servers');
  });
});
