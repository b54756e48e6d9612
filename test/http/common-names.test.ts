import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonNameAt, commonNames } from '../../src/http/common-names.js';
import { latin1 } from '../handshake/heads.js';

/** What stands behind a name in a head: at least a colon and the two CRLF. */
const REST = ': value\r\n\r\n';

test.each(commonNames)('%s is recognised, wherever it stands', (name) => {
  const index = commonNames.indexOf(name);
  for (const before of ['', 'GET / HTTP/1.1\r\n']) {
    const bytes = latin1(`${before}${name}${REST}`);
    expect(commonNameAt(bytes, before.length, bytes.length)).toBe(index);
  }
});

test.each(commonNames)('%s is not recognised when anything about it is different', (name) => {
  const others = [
    name.toLowerCase(),
    name.toUpperCase(),
    name.slice(1),
    name.slice(0, -1),
    `${name}s`,
    `X${name}`,
    `${name} `,
    ...Array.from(name, (letter, at) => `${name.slice(0, at)}${letter}-${name.slice(at + 1)}`),
    ...Array.from(name, (_, at) => `${name.slice(0, at)}_${name.slice(at + 1)}`),
  ];
  for (const other of others) {
    const bytes = latin1(other + REST);
    expect(commonNameAt(bytes, 0, bytes.length), other).toBe(-1);
  }
});

test('nothing behind the end is looked at', () => {
  for (const name of commonNames) {
    const bytes = latin1(name + REST);
    for (let end = 0; end <= name.length; end++) expect(commonNameAt(bytes, 0, end)).toBe(-1);
  }
});

test('any bytes are a common name just when they say so', () => {
  const line = fc.oneof(
    fc.constantFrom(...commonNames).map((name) => name + REST),
    fc.string({ unit: 'binary-ascii', minLength: 20, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'SHOUCKAVPE-Sec-WebSocket-Host:'), minLength: 15 }),
  );
  fc.assert(
    fc.property(line, (text) => {
      const bytes = latin1(text);
      const expected = commonNames.findIndex((name) => text.startsWith(`${name}:`));
      expect(commonNameAt(bytes, 0, bytes.length)).toBe(expected);
    }),
  );
});
