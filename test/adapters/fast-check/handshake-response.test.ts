import fc from 'fast-check';
import { expect, test } from 'vitest';
import { handshakeResponse } from '../../../src/adapters/fast-check.js';
import { parseHandshakeResponse } from '../../../src/handshake/parse-handshake-response.js';
import { latin1Text } from '../../handshake/heads.js';
import { runs, sample, share } from './sampling.js';

test.each(runs)('a client finds in it what was promised, and nothing behind it (%j)', (run) => {
  const spelled = fc
    .constantFrom('usual' as const, 'any' as const)
    .chain((spelling) => handshakeResponse({ spelling }));
  fc.assert(
    fc.property(spelled, fc.uint8Array({ maxLength: 9 }), (value, behind) => {
      const { bytes, text, expectation, response } = value;
      const result = parseHandshakeResponse(Uint8Array.of(...bytes, ...behind), expectation);
      expect(result).toStrictEqual({
        status: 'complete',
        value: response,
        bytesRead: bytes.length,
      });
      expect(latin1Text(bytes)).toBe(text);
    }),
    run,
  );
});

test('choices, refusals to choose, and interim responses are there now and then', () => {
  const values = sample(handshakeResponse());
  expect(share(values, ({ response }) => response.protocol !== null)).toBeGreaterThan(0.3);
  expect(share(values, ({ response }) => response.protocol === null)).toBeGreaterThan(0.1);
  expect(share(values, ({ response }) => response.extensions.length > 1)).toBeGreaterThan(0.05);
  const declined = ({ expectation, response }: (typeof values)[number]) =>
    (expectation.extensions?.length ?? 0) > response.extensions.length;
  expect(share(values, declined)).toBeGreaterThan(0.2);
  expect(share(values, ({ text }) => !text.startsWith('HTTP/1.1 101'))).toBeGreaterThan(0.1);
  expect(share(values, ({ response }) => response.reason === '')).toBeGreaterThan(0.1);
});
