/**
 * permessage-deflate (RFC 7692), for either side.
 */

import type { Extension, ExtensionOffer, NegotiatedExtension } from '../handshake/extension.js';
import type { MessageTransform, TransformContext } from '../handshake/message-transform.js';
import { flagOption, requireInteger } from '../vocabulary/argument.js';
import { Rsv } from '../vocabulary/rsv.js';
import {
  type Compressor,
  type CompressorSettings,
  MAX_WINDOW_BITS,
  requireCompressor,
  requireWindowBits,
} from './compressor.js';
import { DeflateDecoder } from './deflate-decoder.js';
import { DeflateEncoder } from './deflate-encoder.js';
import {
  type DeflateParameters,
  PERMESSAGE_DEFLATE,
  readDeflateParameters,
  writeDeflateParameters,
} from './deflate-parameters.js';
import {
  answerDeflate,
  type DeflatePreferences,
  fitsOffer,
  offerDeflate,
} from './negotiate-deflate.js';

export interface PermessageDeflateOptions {
  /** Does the compressing: `pakoCompressor()`, `zlibCompressor()`, or one of your own. */
  readonly compressor: Compressor;
  /** The server forgets its window after each message. False by default: a peer may still ask for it. */
  readonly serverNoContextTakeover?: boolean;
  /** The client forgets its window after each message. False by default. */
  readonly clientNoContextTakeover?: boolean;
  /** Largest window of the server, 8 to 15; no restriction when left out. */
  readonly serverMaxWindowBits?: number;
  /**
   * Largest window of the client, 8 to 15; no restriction when left out. As a server, offers that do not
   * let it restrict the client's window below 15 are declined.
   */
  readonly clientMaxWindowBits?: number;
  /**
   * Whole messages below this go out uncompressed, in bytes. By default 64 where the window is kept and
   * 1024 where it is not: alone, short messages hardly shrink.
   */
  readonly thresholdBytes?: number;
}

/** permessage-deflate as something to offer, to accept, and to run. */
export interface PermessageDeflate extends Extension {
  readonly name: 'permessage-deflate';
  readonly offer: ExtensionOffer;
  accept(answer: ExtensionOffer): NegotiatedExtension | null;
}

/** Short messages that follow others like them shrink; below this the header of a frame weighs as much. */
const THRESHOLD_WITH_CONTEXT_BYTES = 64;
/** Below this a message that stands alone saves less than a packet, and costs as much as a long one. */
const THRESHOLD_ALONE_BYTES = 1024;

/** Plain bytes are made in blocks of this size. */
const BLOCK_BYTES = 65_536;
/** And of this size where messages are given in parts: each is an event. */
const PART_BYTES = 16_384;

/**
 * Makes the extension from a compressor and wishes. One object serves any number of connections, and both
 * roles: a client puts it into `extensions` of `encodeHandshakeRequest` and of `parseHandshakeResponse`, a
 * server gives it to `negotiateExtensions`. Several, in order of preference, are several offers.
 *
 * @throws TypeError or RangeError if an option is not what it must be, or the compressor cannot do it
 * @example
 * const deflate = permessageDeflate({ compressor: pakoCompressor() });
 * const extensions = negotiateExtensions(request.extensions, [deflate]);
 * const connection = new Connection({ role: 'server', extensions });
 * @see RFC 7692 §5, §7
 */
export function permessageDeflate(options: PermessageDeflateOptions): PermessageDeflate {
  const { compressor, thresholdBytes } = requireOptions(options);
  const wanted: DeflatePreferences = {
    serverNoContextTakeover: flagOption(
      options.serverNoContextTakeover,
      'serverNoContextTakeover',
      false,
    ),
    clientNoContextTakeover: flagOption(
      options.clientNoContextTakeover,
      'clientNoContextTakeover',
      false,
    ),
    serverMaxWindowBits: windowBitsOption(options.serverMaxWindowBits, 'serverMaxWindowBits'),
    clientMaxWindowBits: windowBitsOption(options.clientMaxWindowBits, 'clientMaxWindowBits'),
    minWindowBits: compressor.minWindowBits,
  };
  const offered = offerDeflate(wanted);

  const agree = (answer: ExtensionOffer, agreed: DeflateParameters): NegotiatedExtension => ({
    ...answer,
    rsv: Rsv.Rsv1,
    createTransform: (context) => createTransform(compressor, agreed, thresholdBytes, context),
  });
  return {
    name: PERMESSAGE_DEFLATE,
    offer: writeDeflateParameters(offered),
    negotiate(offer) {
      const parameters = readDeflateParameters(offer);
      const answer = parameters === null ? null : answerDeflate(parameters, wanted);
      return answer === null ? null : agree(writeDeflateParameters(answer), answer);
    },
    accept(answer) {
      const parameters = readDeflateParameters(answer);
      if (parameters === null || !fitsOffer(parameters, offered, wanted.minWindowBits)) return null;
      return agree(answer, ownRestrictions(parameters, offered));
    },
  };
}

/**
 * What a client has promised in its offer binds it, whether the answer repeats it or not
 * (RFC 7692 §7.1.1.2, §7.1.2.2).
 */
function ownRestrictions(answer: DeflateParameters, offered: DeflateParameters): DeflateParameters {
  return {
    ...answer,
    clientNoContextTakeover: answer.clientNoContextTakeover || offered.clientNoContextTakeover,
    clientMaxWindowBits: answer.clientMaxWindowBits ?? offered.clientMaxWindowBits,
  };
}

function createTransform(
  compressor: Compressor,
  agreed: DeflateParameters,
  thresholdBytes: number | undefined,
  { role, maxMessageBytes, streamMessages }: TransformContext,
): MessageTransform {
  const server: CompressorSettings = {
    windowBits: agreed.serverMaxWindowBits ?? MAX_WINDOW_BITS,
    keepsContext: !agreed.serverNoContextTakeover,
  };
  const { clientMaxWindowBits } = agreed;
  const client: CompressorSettings = {
    windowBits: typeof clientMaxWindowBits === 'number' ? clientMaxWindowBits : MAX_WINDOW_BITS,
    keepsContext: !agreed.clientNoContextTakeover,
  };
  const [own, peers] = role === 'server' ? [server, client] : [client, server];
  const byDefault = own.keepsContext ? THRESHOLD_WITH_CONTEXT_BYTES : THRESHOLD_ALONE_BYTES;
  const blockBytes = streamMessages ? PART_BYTES : BLOCK_BYTES;
  return {
    encoder: new DeflateEncoder(compressor, own, thresholdBytes ?? byDefault),
    decoder: new DeflateDecoder(compressor, peers, maxMessageBytes, blockBytes),
  };
}

function requireOptions(options: PermessageDeflateOptions): PermessageDeflateOptions {
  const { compressor, thresholdBytes } = options ?? {};
  requireCompressor(compressor, 'compressor');
  if (thresholdBytes !== undefined) requireInteger(thresholdBytes, 'thresholdBytes');
  return options;
}

function windowBitsOption(value: number | undefined, name: string): number | null {
  if (value === undefined) return null;
  requireWindowBits(value, name);
  return value;
}
