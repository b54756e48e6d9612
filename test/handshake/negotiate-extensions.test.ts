import { describe, expect, test } from 'vitest';
import { permessageDeflate } from '../../src/extension/permessage-deflate.js';
import type {
  Extension,
  ExtensionOffer,
  NegotiatedExtension,
} from '../../src/handshake/extension.js';
import { negotiateExtensions } from '../../src/handshake/negotiate-extensions.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { pako } from '../properties/deflating.js';

const offer = (name: string, ...keys: string[]): ExtensionOffer => ({
  name,
  parameters: keys.map((key) => [key, null]),
});

/** An extension that accepts every offer without a parameter `no`, and names itself in the answer. */
function extension(name: string, rsv: number, id = name): Extension {
  return {
    name,
    negotiate: ({ parameters }) =>
      parameters.some(([key]) => key === 'no') ? null : { name, parameters: [[id, null]], rsv },
  };
}

const ids = (accepted: readonly NegotiatedExtension[]): unknown[] =>
  accepted.map(({ parameters }) => parameters[0]?.[0]);

describe('the choice', () => {
  const a = extension('a', Rsv.Rsv1);
  const b = extension('b', Rsv.Rsv2);
  const rival = extension('rival', Rsv.Rsv1 | Rsv.Rsv3);
  const plain = extension('plain', 0);

  test.each([
    ['nothing offered', [], [a, b], []],
    ['nothing supported', [offer('a')], [], []],
    ['nothing in common', [offer('c')], [a, b], []],
    ["the client's order", [offer('b'), offer('a')], [a, b], ['b', 'a']],
    ['a declined offer, then one that fits', [offer('a', 'no'), offer('a')], [a], ['a']],
    ['all offers declined', [offer('a', 'no'), offer('a', 'no')], [a], []],
    ['the same name offered twice', [offer('a'), offer('a')], [a], ['a']],
    ['names in another case', [offer('A')], [a], []],
    ['bits that are taken', [offer('a'), offer('rival')], [a, rival], ['a']],
    [
      'bits that are taken, the other way round',
      [offer('rival'), offer('a')],
      [a, rival],
      ['rival'],
    ],
    [
      'no bits at all',
      [offer('plain'), offer('a'), offer('b')],
      [a, b, plain],
      ['plain', 'a', 'b'],
    ],
    ['a name of Object.prototype', [offer('constructor'), offer('__proto__')], [a], []],
  ])('%s', (_name, offers, supported, expected) => {
    expect(ids(negotiateExtensions(offers, supported))).toEqual(expected);
  });

  test('of two with one name the first is asked first, and the second when it declines', () => {
    const strict: Extension = { name: 'a', negotiate: () => null };
    const first = extension('a', 1, 'first');
    const second = extension('a', 1, 'second');
    expect(ids(negotiateExtensions([offer('a')], [first, second]))).toEqual(['first']);
    expect(ids(negotiateExtensions([offer('a')], [strict, second]))).toEqual(['second']);
  });

  test('of two with one name the second may fit where the bits of the first are taken', () => {
    const supported = [b, extension('a', Rsv.Rsv2, 'first'), extension('a', Rsv.Rsv3, 'second')];
    expect(ids(negotiateExtensions([offer('b'), offer('a')], supported))).toEqual(['b', 'second']);
  });

  test('an extension is not asked again once it has been accepted', () => {
    const asked: ExtensionOffer[] = [];
    const counting: Extension = {
      name: 'a',
      negotiate(each) {
        asked.push(each);
        return { name: 'a', parameters: [], rsv: 0 };
      },
    };
    const offers = [offer('a', 'first'), offer('a', 'second')];
    negotiateExtensions(offers, [counting, counting]);
    expect(asked).toEqual([offers[0]]);
  });
});

test.each([8, -1, 0.5, Number.NaN])('reserved bits of %s are a RangeError', (rsv) => {
  expect(() => negotiateExtensions([offer('a')], [extension('a', rsv)])).toThrow(RangeError);
  expect(() => negotiateExtensions([offer('a')], [extension('a', rsv)])).toThrow(`rsv is ${rsv}`);
});

test('an extension that leaves its reserved bits out uses none', () => {
  const modest: Extension = { name: 'm', negotiate: () => ({ name: 'm', parameters: [] }) };
  const greedy = extension('g', 0b111);
  const supported = [modest, greedy];
  expect(negotiateExtensions([offer('m'), offer('g')], supported)).toHaveLength(2);
  expect(negotiateExtensions([offer('g'), offer('m')], supported)).toHaveLength(2);
});

test('an extension that answers under another name is a TypeError', () => {
  const liar: Extension = { name: 'a', negotiate: () => ({ name: 'b', parameters: [] }) };
  expect(() => negotiateExtensions([offer('a')], [liar])).toThrow(TypeError);
  expect(() => negotiateExtensions([offer('a')], [liar])).toThrow('the extension a answered as b');
});

describe('of several offers of permessage-deflate', () => {
  const deflate = (options = {}) => permessageDeflate({ compressor: pako, ...options });
  const asks = (...parameters: [string, string | null][]): ExtensionOffer => ({
    name: 'permessage-deflate',
    parameters,
  });
  const small = asks(['server_max_window_bits', '10']);
  const malformed = asks(['server_max_window_bits', null]);
  const permits = asks(['client_max_window_bits', null]);

  test.each<[string, ExtensionOffer[], object[], unknown]>([
    ['the first that can be had', [small, asks()], [{}], [['server_max_window_bits', '10']]],
    ['not one that is malformed', [malformed, asks()], [{}], []],
    ['none when all are malformed', [malformed, malformed], [{}], null],
    [
      'the one that permits what the server needs',
      [asks(), permits],
      [{ clientMaxWindowBits: 9 }],
      [['client_max_window_bits', '9']],
    ],
    [
      'the first with another extension of the server, rather than the second with its first',
      [asks(), permits],
      [{ clientMaxWindowBits: 9 }, {}],
      [],
    ],
  ])('a server takes %s', (_, offers, supported, expected) => {
    const accepted = negotiateExtensions(offers, supported.map(deflate));
    expect(accepted.map(({ name }) => name)).toStrictEqual(
      expected === null ? [] : ['permessage-deflate'],
    );
    if (expected !== null) expect(accepted[0]?.parameters).toStrictEqual(expected);
  });

  test('none is taken where another extension has its bit', () => {
    const supported = [extension('greedy', Rsv.Rsv1), deflate()];
    const accepted = negotiateExtensions([offer('greedy'), asks()], supported);
    expect(accepted.map(({ name }) => name)).toStrictEqual(['greedy']);
  });
});

describe('an argument', () => {
  test.each([
    ['foo', [], 'offers must be an array, not "foo"'],
    [[], 'foo', 'supported must be an array, not "foo"'],
    [[], [{ name: 'foo' }], 'negotiate of a supported extension must be a function, not undefined'],
    [[], [undefined], 'negotiate of a supported extension must be a function, not undefined'],
    [[], [null], 'negotiate of a supported extension must be a function, not undefined'],
  ])('of %j and %j is named when it is none', (offers, supported, message) => {
    const negotiate = () =>
      negotiateExtensions(offers as ExtensionOffer[], supported as unknown as Extension[]);
    expect(negotiate).toThrow(TypeError);
    expect(negotiate).toThrow(message);
  });
});
