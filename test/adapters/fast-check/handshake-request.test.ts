import fc from 'fast-check';
import { expect, test } from 'vitest';
import { token } from '../../../src/adapters/fast-check/head-fields.js';
import { handshakeRequest, type ValidRequest } from '../../../src/adapters/fast-check.js';
import { encodeHandshakeResponse } from '../../../src/handshake/encode-handshake-response.js';
import { parseHandshake } from '../../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../../src/handshake/parse-handshake-response.js';
import { completeValue, latin1Text } from '../../handshake/heads.js';
import { runs, sample, share, smallest } from './sampling.js';

test.each(runs)('a server finds in it what was promised, and nothing behind it (%j)', (run) => {
  const spelled = fc
    .constantFrom('usual' as const, 'any' as const)
    .chain((spelling) => handshakeRequest({ spelling }));
  fc.assert(
    fc.property(spelled, fc.uint8Array({ maxLength: 9 }), ({ bytes, text, request }, behind) => {
      const result = parseHandshake(Uint8Array.of(...bytes, ...behind));
      expect(result).toStrictEqual({ status: 'complete', value: request, bytesRead: bytes.length });
      expect(latin1Text(bytes)).toBe(text);
    }),
    run,
  );
});

test.each(runs)('what accepts it is taken by the client that sent it (%j)', (run) => {
  fc.assert(
    fc.property(handshakeRequest(), ({ request }) => {
      const [protocol = null] = request.protocols;
      const { key, protocols, extensions } = request;
      const response = encodeHandshakeResponse(request, { protocol });
      const answer = completeValue(
        parseHandshakeResponse(response, { key, protocols, extensions }),
      );
      expect(answer.protocol).toBe(protocol);
    }),
    run,
  );
});

test('everything optional is there now and then, and in every spelling', () => {
  const requests = sample(handshakeRequest());
  const often = (has: (value: ValidRequest) => boolean) => share(requests, has);
  expect(often(({ request }) => request.protocols.length > 1)).toBeGreaterThan(0.2);
  expect(often(({ request }) => request.extensions.length > 1)).toBeGreaterThan(0.2);
  expect(often(({ request }) => request.origin !== null)).toBeGreaterThan(0.2);
  expect(often(({ request }) => request.origin === null)).toBeGreaterThan(0.05);
  expect(often(({ request }) => !request.target.startsWith('/'))).toBeGreaterThan(0.05);
  expect(often(({ request }) => request.host.startsWith('['))).toBeGreaterThan(0.1);
  const manyFields = (name: string) => (value: ValidRequest) =>
    value.text.toLowerCase().split(`\r\n${name}:`).length > 2;
  expect(often(manyFields('sec-websocket-protocol'))).toBeGreaterThan(0.05);
  expect(often(manyFields('sec-websocket-extensions'))).toBeGreaterThan(0.05);
  expect(often(({ text }) => /\r\nupgrade:/.test(text))).toBeGreaterThan(0.1);
  expect(often(({ text }) => /\r\nUPGRADE:/.test(text))).toBeGreaterThan(0.1);
  expect(often(({ text }) => /;[^\r]*="[^\r]*\\/.test(text))).toBeGreaterThan(0.03);
  expect(often(({ text }) => /[\x80-\xff]/.test(text))).toBeGreaterThan(0.1);
  expect(often(({ text }) => !/^GET [^ ]+ HTTP\/1.1\r\nHost:/i.test(text))).toBeGreaterThan(0.2);
});

test('a usual one has usual names, one blank behind each, and no odd bytes', () => {
  const texts = sample(handshakeRequest({ spelling: 'usual' }), 300).map(({ text }) => text);
  for (const text of texts) {
    expect(text).toMatch(/^GET \/[!-~]* HTTP\/1\.1\r\nHost: [!-~]+\r\nUpgrade: websocket\r\n/);
    expect(text).toMatch(/^[ -~\r\n]*$/);
  }
});

test('what tokens are made of spells no name of the handshake', () => {
  const words = ['__proto__', 'constructor', 'toString'];
  const drawn = sample(token()).filter((one) => !words.includes(one));
  const characters = new Set(drawn.join('').toLowerCase());
  expect(characters.size).toBeGreaterThan(25);
  for (const name of [
    'host',
    'upgrade',
    'connection',
    'origin',
    'content-length',
    'transfer-encoding',
    'sec-websocket-',
  ]) {
    expect(words).not.toContain(name);
    expect([...name].every((character) => characters.has(character))).toBe(false);
  }
});

test('it shrinks towards the least that a client sends', () => {
  const { text } = smallest(handshakeRequest(), () => true);
  expect(text.split('\r\n').length).toBeLessThanOrEqual(8);
});

test('a spelling that is none is refused', () => {
  expect(() => handshakeRequest({ spelling: 'odd' as 'any' })).toThrow('spelling is "odd"');
});
