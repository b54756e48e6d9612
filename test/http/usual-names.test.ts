import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usualNameAt, usualNames } from '../../src/http/usual-names.js';
import { latin1 } from '../handshake/heads.js';

/** What stands behind a name in a head: at least a colon and the two CRLF. */
const REST = ': value\r\n\r\n';

test.each(usualNames)('%s is recognised, wherever it stands', (name) => {
  const index = usualNames.indexOf(name);
  for (const before of ['', 'GET / HTTP/1.1\r\n']) {
    const bytes = latin1(`${before}${name}${REST}`);
    expect(usualNameAt(bytes, before.length, bytes.length)).toBe(index);
  }
});

test.each(usualNames)('%s is not recognised when anything about it is different', (name) => {
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
    expect(usualNameAt(bytes, 0, bytes.length), other).toBe(-1);
  }
});

test('nothing behind the end is looked at', () => {
  for (const name of usualNames) {
    const bytes = latin1(name + REST);
    for (let end = 0; end <= name.length; end++) expect(usualNameAt(bytes, 0, end)).toBe(-1);
  }
});

test('any bytes are a usual name just when they say so', () => {
  const line = fc.oneof(
    fc.constantFrom(...usualNames).map((name) => name + REST),
    fc.string({ unit: 'binary-ascii', minLength: 20, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'SHOUCKAVPE-Sec-WebSocket-Host:'), minLength: 15 }),
  );
  fc.assert(
    fc.property(line, (text) => {
      const bytes = latin1(text);
      const expected = usualNames.findIndex((name) => text.startsWith(`${name}:`));
      expect(usualNameAt(bytes, 0, bytes.length)).toBe(expected);
    }),
  );
});
