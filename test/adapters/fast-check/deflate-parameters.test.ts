import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  brokenDeflateAnswer,
  brokenDeflateOffer,
  deflateAnswer,
  deflateOffer,
  extensionOffer,
} from '../../../src/adapters/fast-check.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { readDeflateParameters } from '../../../src/extension/deflate-parameters.js';
import { fitsOffer } from '../../../src/extension/negotiate-deflate.js';
import { permessageDeflate } from '../../../src/extension/permessage-deflate.js';
import type { ExtensionOffer } from '../../../src/handshake/extension.js';
import { parseParameterizedList } from '../../../src/http/parameters.js';
import { runs, sample, share } from './sampling.js';

const compressor = { ...zlibCompressor(), minWindowBits: 8 };
const server = permessageDeflate({ compressor });

/** What a client of this package says to an answer, where it can make the offer; otherwise what RFC 7692 says. */
function isTaken(offer: ExtensionOffer, answer: ExtensionOffer): boolean {
  const offered = readDeflateParameters(offer);
  if (offered === null) throw new Error('not an offer');
  const read = readDeflateParameters(answer);
  const fits = read !== null && fitsOffer(read, offered, 8);
  const { serverMaxWindowBits, clientMaxWindowBits } = offered;
  if (clientMaxWindowBits === null) return fits;
  const { serverNoContextTakeover, clientNoContextTakeover } = offered;
  const client = permessageDeflate({
    compressor,
    serverNoContextTakeover,
    clientNoContextTakeover,
    ...(serverMaxWindowBits === null ? {} : { serverMaxWindowBits }),
    ...(clientMaxWindowBits === true ? {} : { clientMaxWindowBits }),
  });
  expect(readDeflateParameters(client.offer)).toStrictEqual(offered);
  expect(client.accept(answer) !== null).toBe(fits);
  return fits;
}

test.each(runs)('an extension means the same however it is written (%j)', (run) => {
  const any = fc.oneof(extensionOffer(), deflateOffer(), brokenDeflateOffer());
  fc.assert(
    fc.property(any, ({ offer, text }) => {
      expect(parseParameterizedList([text])).toStrictEqual([offer]);
    }),
    run,
  );
});

test('a usual one has a blank behind each semicolon and no quotes', () => {
  for (const { offer, text } of sample(extensionOffer({ spelling: 'usual' }), 200)) {
    const parts = offer.parameters.map(([name, value]) =>
      value === null ? `; ${name}` : `; ${name}=${value}`,
    );
    expect(text).toBe(offer.name + parts.join(''));
  }
  expect(() => extensionOffer({ spelling: 'odd' as 'any' })).toThrow('spelling is "odd"');
});

test.each(runs)('a server accepts every good offer and declines every broken one (%j)', (run) => {
  fc.assert(
    fc.property(deflateOffer(), brokenDeflateOffer(), (good, broken) => {
      expect(server.negotiate(good.offer)).not.toBe(null);
      expect(server.negotiate(broken.offer)).toBe(null);
    }),
    run,
  );
});

test.each(runs)('a client takes every good answer and refuses every broken one (%j)', (run) => {
  fc.assert(
    fc.property(deflateAnswer(), brokenDeflateAnswer(), (good, broken) => {
      expect(isTaken(good.offer, good.answer)).toBe(true);
      expect(isTaken(broken.offer, broken.answer)).toBe(false);
      expect(parseParameterizedList([good.text])).toStrictEqual([good.answer]);
    }),
    run,
  );
});

test('every parameter is offered and answered, every window and every kind of fault reached', () => {
  const names = (all: readonly ExtensionOffer[], name: string) =>
    share(all, ({ parameters }) => parameters.some(([other]) => other === name));
  const offers = sample(deflateOffer()).map(({ offer }) => offer);
  const answers = sample(deflateAnswer()).map(({ answer }) => answer);
  for (const name of [
    'server_no_context_takeover',
    'client_no_context_takeover',
    'server_max_window_bits',
    'client_max_window_bits',
  ]) {
    expect(names(offers, name)).toBeGreaterThan(0.3);
    expect(names(answers, name)).toBeGreaterThan(0.1);
  }
  const windows = new Set(offers.flatMap(({ parameters }) => parameters.map(([, value]) => value)));
  for (const bits of [null, '8', '9', '15']) expect(windows).toContain(bits);
  const faults = sample(brokenDeflateOffer()).map(({ offer }) => offer.parameters);
  const isTwice = (pairs: (typeof faults)[number]) =>
    new Set(pairs.map(([name]) => name)).size < pairs.length;
  expect(share(faults, isTwice)).toBeGreaterThan(0.1);
  expect(share(faults, (pairs) => pairs.some(([name]) => name === 'unknown'))).toBeGreaterThan(
    0.02,
  );
  const unfit = sample(brokenDeflateAnswer()).filter(
    ({ answer }) => readDeflateParameters(answer) !== null,
  );
  expect(unfit.length).toBeGreaterThan(500);
});
