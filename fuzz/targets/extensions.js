/**
 * Extensions in the handshake: the grammar of the field, `negotiateExtensions`, and both ends of permessage-deflate.
 *
 * An input: a byte of settings, the value of the field.
 */

import { isDeepStrictEqual } from 'node:util';
import { check, report } from '../engine/finding.js';
import { isValidOffer, readExtensions } from '../references/extensions.js';
import { SAMPLE_KEY } from './head-values.js';
import { someExtensions } from './write-extensions.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('../references/extensions.js').Element} Element */
/** @typedef {import('websocket-codec').NegotiatedExtension} Agreed */

const NAME = 'permessage-deflate';

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function extensionsTarget(codec) {
  const pako = codec.pakoCompressor();
  const servers = [
    {},
    { serverNoContextTakeover: true },
    { clientNoContextTakeover: true, serverMaxWindowBits: 9 },
    { clientMaxWindowBits: 10 },
    { clientMaxWindowBits: 15, serverMaxWindowBits: 15 },
  ].map((options) => codec.permessageDeflate({ compressor: pako, ...options }));
  servers.push(codec.permessageDeflate({ compressor: codec.zlibCompressor() }));
  return {
    name: 'extensions',
    isCheap: false,
    generate(draft, random) {
      draft.byte(random.next());
      draft.mark();
      draft.latin1(someExtensions(random));
    },
    run(input) {
      if (input.length < 1) return 'no input';
      const server = servers[input[0] % servers.length];
      const bytes = input.subarray(1);
      const value = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
      // What no field can hold is judged elsewhere.
      if (/[^\t\x20-\x7e]/.test(value)) return 'no field';
      const field = value.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
      const expected = readExtensions(field);
      const offers = offersOf(codec, field);
      check((expected === null) === (offers === null), 'verdict', 'well-formed or not');
      if (offers === null || expected === null) return 'malformed';
      check(isDeepStrictEqual(offers, expected), 'value', 'another list was read');
      const agreed = codec.negotiateExtensions(offers, [server]);
      checkAnswer(agreed, expected, server.name);
      for (const answer of agreed) checkPair(codec, answer, field);
      return agreed.length === 0 ? 'declined' : 'accepted';
    },
  };
}

/** What a server reads in a request with this field, or null when it refuses it. @type {(codec: Codec, field: string) => readonly Element[] | null} */
function offersOf(codec, field) {
  const result = codec.readHandshake({
    method: 'GET',
    target: '/',
    version: '1.1',
    headers: [
      ['Host', 'a'],
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', SAMPLE_KEY],
      ['Sec-WebSocket-Extensions', field],
    ],
  });
  if (result.status === 'complete') {
    return result.value.extensions.map(({ name, parameters }) => ({
      name,
      parameters: parameters.map(
        ([key, value]) => /** @type {[string, string | null]} */ ([key, value]),
      ),
    }));
  }
  if (result.error.code !== 'extensions-malformed') report('fault', result.error.code);
  return null;
}

/** The answer must keep to an offer that is valid (RFC 7692 §7.1). @type {(agreed: readonly Agreed[], offers: readonly Element[], name: string) => void} */
function checkAnswer(agreed, offers, name) {
  check(agreed.length <= 1, 'answer', 'an extension was accepted twice');
  const valid = offers.filter((offer) => offer.name === name && isValidOffer(offer));
  if (agreed.length === 0) return;
  const [answer] = agreed;
  check(
    valid.some((offer) => fits(answer, offer)),
    'answer',
    'the answer fits no valid offer',
  );
  check(
    isValidOffer({ name: answer.name, parameters: [...answer.parameters].map(([a, b]) => [a, b]) }),
    'answer',
    'the answer has wrong parameters',
  );
}

/** @type {(answer: Agreed, offer: Element) => boolean} */
function fits(answer, offer) {
  const asked = new Map(offer.parameters);
  const given = new Map(answer.parameters);
  const bits = (/** @type {string} */ key) => Number(given.get(key) ?? 15);
  // §7.1.1.1, §7.1.2.1: what the client asks of the server is a promise in the answer.
  if (asked.has('server_no_context_takeover') && !given.has('server_no_context_takeover'))
    return false;
  if (bits('server_max_window_bits') > Number(asked.get('server_max_window_bits') ?? 15))
    return false;
  // §7.1.2.2: only a client that has offered it is told how large its window may be.
  if (!given.has('client_max_window_bits')) return true;
  const most = asked.get('client_max_window_bits') ?? '15';
  return asked.has('client_max_window_bits') && bits('client_max_window_bits') <= Number(most);
}

/** A client that offers what the package offers takes every answer to it. @type {(codec: Codec, answer: Agreed, field: string) => void} */
function checkPair(codec, answer, field) {
  const text = [
    answer.name,
    ...answer.parameters.map(([key, value]) => (value === null ? key : `${key}=${value}`)),
  ].join('; ');
  const again = readExtensions(text);
  check(again !== null && again[0].name === NAME, 'answer', 'the answer cannot be written');
  const request = { key: SAMPLE_KEY, protocols: [], extensions: readExtensions(field) ?? [] };
  const bytes = codec.encodeHandshakeResponse(request, { extensions: [answer] });
  const result = codec.parseHandshakeResponse(bytes, {
    key: SAMPLE_KEY,
    extensions: request.extensions,
  });
  check(result.status === 'complete', 'answer', 'the answer is no acceptable one');
}
