/**
 * What a client may have asked for: as the codec takes it, and as the second reading has it, from the text of the
 * request and not from the codec.
 */

import { readExtensions } from '../references/extensions.js';
import { SAMPLE_KEY } from './head-values.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec').HandshakeExpectation} Expectation */
/** @typedef {import('../references/answer-faults.js').Asked} Asked */
/** @typedef {import('../references/answer-faults.js').Offered} Offered */

const RSV1 = 4;
const RSV3 = 1;

/** An offer of permessage-deflate as it stands in a request. @type {(text: string) => Offered} */
function judged(text) {
  const [offer] = readExtensions(text) ?? [];
  return { offer, rsv: RSV1, takesAny: false };
}

/** The offer that we make where nothing else is said. */
const asDeflate = judged('permessage-deflate; client_max_window_bits');

/** An offer without anything to judge the answer. @type {(name: string, rsv?: number) => Offered} */
const bare = (name, rsv = 0) => ({ offer: { name, parameters: [] }, rsv, takesAny: true });

/**
 * Each by a byte of an input, modulo their number.
 *
 * @param {Codec} codec
 * @returns {readonly { expectation: Expectation, asked: Asked }[]}
 */
export function expectationsOf(codec) {
  const compressor = codec.pakoCompressor();
  const deflate = codec.permessageDeflate({ compressor });
  const narrow = codec.permessageDeflate({
    compressor,
    clientMaxWindowBits: 10,
    serverNoContextTakeover: true,
  });
  const small = codec.permessageDeflate({ compressor, serverMaxWindowBits: 11 });
  /** @type {(name: string, rsv: number) => import('websocket-codec').Extension} */
  const plain = (name, rsv) => ({
    name,
    offer: { name, parameters: [] },
    negotiate: () => null,
    accept: (answer) => ({ ...answer, rsv }),
  });
  const asNarrow = judged(
    'permessage-deflate; server_no_context_takeover; client_max_window_bits=10',
  );
  const asSmall = judged('permessage-deflate; server_max_window_bits=11; client_max_window_bits');
  const offer = (/** @type {string} */ name) => ({ name, parameters: [] });
  return [
    wish(),
    wish({ protocols: ['chat', 'superchat'] }),
    wish({ extensions: [deflate] }, [asDeflate]),
    wish({ protocols: ['chat'], extensions: [narrow, deflate] }, [asNarrow, asDeflate]),
    wish({ extensions: [offer('permessage-deflate'), offer('a')] }, [
      bare('permessage-deflate'),
      bare('a'),
    ]),
    wish({ protocols: ['superchat'], extensions: [small] }, [asSmall]),
    wish({ extensions: [narrow, plain('a', RSV1), plain('b', RSV3)] }, [
      asNarrow,
      bare('a', RSV1),
      bare('b', RSV3),
    ]),
  ];
}

/**
 * What clients may ask for that all know, in the same words.
 *
 * @type {(codec: Codec, protocols: readonly string[], offersDeflate: boolean) => { expectation: Expectation, asked: Asked }}
 */
export function commonExpectation(codec, protocols, offersDeflate) {
  if (!offersDeflate) return wish({ protocols });
  const deflate = codec.permessageDeflate({ compressor: codec.pakoCompressor() });
  return wish({ protocols, extensions: [deflate] }, [asDeflate]);
}

/** @type {(terms?: Omit<Expectation, 'key'>, extensions?: readonly Offered[]) => { expectation: Expectation, asked: Asked }} */
function wish(terms = {}, extensions = []) {
  const { protocols = [] } = terms;
  return {
    expectation: { key: SAMPLE_KEY, ...terms },
    asked: { key: SAMPLE_KEY, protocols, extensions },
  };
}
