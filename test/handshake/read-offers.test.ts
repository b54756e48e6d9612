import { describe, expect, test } from 'vitest';
import { HandshakeFields } from '../../src/handshake/handshake-fields.js';
import { readOffers } from '../../src/handshake/read-offers.js';

const offersOf = (...fields: [string, string][]) => readOffers(new HandshakeFields(fields, true));
const protocols = (value: string) => ['Sec-WebSocket-Protocol', value] as [string, string];
const extensions = (value: string) => ['Sec-WebSocket-Extensions', value] as [string, string];

describe('readOffers', () => {
  test('finds nothing where nothing is offered', () => {
    expect(offersOf(['Host', 'a'])).toStrictEqual({ protocols: [], extensions: [] });
  });

  test('keeps the order over all fields of a name', () => {
    expect(offersOf(protocols('b, a'), extensions('y;p=1, x'), protocols('c'))).toStrictEqual({
      protocols: ['b', 'a', 'c'],
      extensions: [
        { name: 'y', parameters: [['p', '1']] },
        { name: 'x', parameters: [] },
      ],
    });
  });

  test.each(['a, a', 'a, b, c, d, a', 'a, b, c, d, e, f, e'])(
    'finds the name that stands twice in %s',
    (value) => {
      expect(offersOf(protocols(value))).toBe('protocol-duplicate');
    },
  );

  test('takes names of other case for others', () => {
    expect(offersOf(protocols('a, A, b, B, c, C'))).toMatchObject({
      protocols: ['a', 'A', 'b', 'B', 'c', 'C'],
    });
  });

  test('names what is malformed', () => {
    expect(offersOf(protocols('a b'))).toBe('protocol-malformed');
    expect(offersOf(extensions('a;'))).toBe('extensions-malformed');
  });
});
