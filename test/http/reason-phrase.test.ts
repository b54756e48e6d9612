import { STATUS_CODES } from 'node:http';
import { expect, test } from 'vitest';
import { reasonPhrase } from '../../src/http/reason-phrase.js';

// RFC 9110 renamed it; node:http keeps the older name.
const renamed = new Map([[413, 'Content Too Large']]);

test('every phrase is the registered one', () => {
  const wrong: string[] = [];
  for (let status = 300; status <= 599; status++) {
    const phrase = reasonPhrase(status);
    const registered = renamed.get(status) ?? STATUS_CODES[status];
    if (phrase !== '' && phrase !== registered) wrong.push(`${status} ${phrase}`);
  }
  expect(wrong).toEqual([]);
});

test.each([
  [400, 'Bad Request'],
  [405, 'Method Not Allowed'],
  [426, 'Upgrade Required'],
  [431, 'Request Header Fields Too Large'],
  [505, 'HTTP Version Not Supported'],
])('%i has the phrase %j', (status, phrase) => {
  expect(reasonPhrase(status)).toBe(phrase);
});

test.each([299, 418, 599, 101])('%i has none', (status) => {
  expect(reasonPhrase(status)).toBe('');
});

test('these and no others have one', () => {
  const having = Array.from({ length: 600 }, (_, status) => status).filter(
    (status) => reasonPhrase(status) !== '',
  );
  expect(having).toStrictEqual([
    ...[300, 301, 302, 303, 304, 307, 308],
    ...[400, 401, 403, 404, 405, 406, 407, 408, 409, 410, 413, 414],
    ...[421, 425, 426, 428, 429, 431, 451],
    ...[500, 501, 502, 503, 504, 505, 511],
  ]);
});
