import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeflateParameters,
  readDeflateParameters,
  writeDeflateParameters,
} from '../../src/extension/deflate-parameters.js';

type Pair = readonly [string, string | null];

const none: DeflateParameters = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: null,
  clientMaxWindowBits: null,
};

const read = (...parameters: Pair[]) => readDeflateParameters({ parameters });

describe('read', () => {
  test.each<[string, Pair[], Partial<DeflateParameters>]>([
    ['nothing', [], {}],
    [
      'server_no_context_takeover',
      [['server_no_context_takeover', null]],
      { serverNoContextTakeover: true },
    ],
    [
      'client_no_context_takeover',
      [['client_no_context_takeover', null]],
      { clientNoContextTakeover: true },
    ],
    [
      'client_max_window_bits without a value',
      [['client_max_window_bits', null]],
      { clientMaxWindowBits: true },
    ],
    [
      'all four, in any order',
      [
        ['client_max_window_bits', '15'],
        ['client_no_context_takeover', null],
        ['server_max_window_bits', '8'],
        ['server_no_context_takeover', null],
      ],
      {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: 8,
        clientMaxWindowBits: 15,
      },
    ],
  ])('%s', (_, parameters, expected) => {
    expect(read(...parameters)).toStrictEqual({ ...none, ...expected });
  });

  test.each([8, 9, 10, 11, 12, 13, 14, 15])('window bits of %i', (bits) => {
    const value = String(bits);
    expect(read(['server_max_window_bits', value])).toMatchObject({ serverMaxWindowBits: bits });
    expect(read(['client_max_window_bits', value])).toMatchObject({ clientMaxWindowBits: bits });
  });
});

describe('refused', () => {
  test.each([
    ...['', '0', '7', '16', '08', '015', '+8', '-8', '8.0', '1e1', '0xa', ' 8', '8\n', '88'],
    ...['1', '٨', 'true', 'null', '10 ', '1_0', 'NaN'],
  ])('are window bits of %j', (value) => {
    expect(read(['server_max_window_bits', value])).toBe(null);
    expect(read(['client_max_window_bits', value])).toBe(null);
  });

  test.each<Pair>([
    ['server_no_context_takeover', ''],
    ['server_no_context_takeover', 'true'],
    ['server_no_context_takeover', '15'],
    ['client_no_context_takeover', ''],
    ['client_no_context_takeover', '10'],
    ['server_max_window_bits', null],
    ['unknown', null],
    ['unknown', '10'],
    ['Server_No_Context_Takeover', null],
    ['server_no_context_takeover ', null],
    ['', null],
    ['constructor', null],
    ['__proto__', null],
    ['toString', '8'],
  ])('is %s=%s, also behind what is right', (name, value) => {
    expect(read([name, value])).toBe(null);
    expect(read(['client_max_window_bits', '9'], [name, value])).toBe(null);
    expect(read([name, value], ['client_max_window_bits', '9'])).toBe(null);
  });

  test.each<[Pair, Pair]>([
    [
      ['server_no_context_takeover', null],
      ['server_no_context_takeover', null],
    ],
    [
      ['client_no_context_takeover', null],
      ['client_no_context_takeover', null],
    ],
    [
      ['server_max_window_bits', '10'],
      ['server_max_window_bits', '10'],
    ],
    [
      ['client_max_window_bits', '10'],
      ['client_max_window_bits', '10'],
    ],
    [
      ['client_max_window_bits', null],
      ['client_max_window_bits', '10'],
    ],
    [
      ['client_max_window_bits', '10'],
      ['client_max_window_bits', null],
    ],
    [
      ['client_max_window_bits', null],
      ['client_max_window_bits', null],
    ],
  ])('is %j with %j: a parameter stands there once', (first, second) => {
    expect(read(first, second)).toBe(null);
    expect(read(first, ['x', null], second)).toBe(null);
  });
});

/** RFC 7692 §7.1 once more, as a table of what each parameter may be. */
const FLAG = new Map<string | null, unknown>([[null, true]]);
const BITS = new Map<string | null, unknown>(
  Array.from({ length: 8 }, (_, at) => [String(at + 8), at + 8]),
);
const GRAMMAR = new Map<string, [keyof DeflateParameters, Map<string | null, unknown>]>([
  ['server_no_context_takeover', ['serverNoContextTakeover', FLAG]],
  ['client_no_context_takeover', ['clientNoContextTakeover', FLAG]],
  ['server_max_window_bits', ['serverMaxWindowBits', BITS]],
  ['client_max_window_bits', ['clientMaxWindowBits', new Map([...BITS, ...FLAG])]],
]);

function naive(parameters: readonly Pair[]): DeflateParameters | null {
  const names = parameters.map(([name]) => name);
  if (new Set(names).size < names.length) return null;
  const values: [string, unknown][] = [];
  for (const [name, value] of parameters) {
    const [key, allowed] = GRAMMAR.get(name) ?? [];
    if (key === undefined || !allowed?.has(value)) return null;
    values.push([key, allowed.get(value)]);
  }
  return { ...none, ...Object.fromEntries(values) };
}

const anyPair: fc.Arbitrary<Pair> = fc.tuple(
  fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...GRAMMAR.keys()) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  ),
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 6, arbitrary: fc.integer({ min: 8, max: 15 }).map(String) },
    { weight: 1, arbitrary: fc.integer({ min: -1, max: 100 }).map(String) },
    { weight: 1, arbitrary: fc.string({ maxLength: 3 }) },
  ),
);

test('reading says what a naive reading says', () => {
  let accepted = 0;
  let runs = 0;
  fc.assert(
    fc.property(fc.array(anyPair, { maxLength: 5 }), (parameters) => {
      const expected = naive(parameters);
      runs++;
      if (expected !== null) accepted++;
      expect(readDeflateParameters({ parameters })).toStrictEqual(expected);
    }),
    { numRuns: 2000 },
  );
  expect(accepted / runs).toBeGreaterThan(0.1);
});

const anyParameters: fc.Arbitrary<DeflateParameters> = fc.record({
  serverNoContextTakeover: fc.boolean(),
  clientNoContextTakeover: fc.boolean(),
  serverMaxWindowBits: fc.option(fc.integer({ min: 8, max: 15 }), { nil: null }),
  clientMaxWindowBits: fc.oneof(
    fc.integer({ min: 8, max: 15 }),
    fc.constant(true as const),
    fc.constant(null),
  ),
});

test('what is written reads as what it was made of', () => {
  fc.assert(
    fc.property(anyParameters, (parameters) => {
      const written = writeDeflateParameters(parameters);
      expect(written.name).toBe('permessage-deflate');
      // fast-check makes records without a prototype.
      expect(readDeflateParameters(written)).toStrictEqual({ ...parameters });
    }),
  );
});

test('absent parameters are not written, and a flag has no value', () => {
  expect(writeDeflateParameters(none).parameters).toStrictEqual([]);
  expect(
    writeDeflateParameters({
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      serverMaxWindowBits: 9,
      clientMaxWindowBits: true,
    }).parameters,
  ).toStrictEqual([
    ['server_no_context_takeover', null],
    ['client_no_context_takeover', null],
    ['server_max_window_bits', '9'],
    ['client_max_window_bits', null],
  ]);
});
