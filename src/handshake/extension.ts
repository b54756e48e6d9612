/**
 * Extensions as the handshake sees them (RFC 6455 §9).
 */

import type { ParameterizedToken } from '../http/parameters.js';

/**
 * One element of `Sec-WebSocket-Extensions`: a name and its parameters as pairs, so that duplicates stay
 * visible. A parameter without a value has null; a quoted value is unquoted.
 *
 * @see RFC 6455 §9.1
 */
export interface ExtensionOffer extends ParameterizedToken {}

/** An extension that a server has agreed to; this is what it answers. */
export interface NegotiatedExtension {
  readonly name: string;
  /** The parameters of the answer. */
  readonly parameters: ExtensionOffer['parameters'];
  /** The reserved bits that it uses, as a number from 0 to 7 made of `Rsv` bits; 0 when left out. */
  readonly rsv?: number;
}

/** An extension that a server supports. */
export interface Extension {
  /** A token, compared exactly. */
  readonly name: string;
  /** Answers one offer, or declines it with null. */
  negotiate(offer: ExtensionOffer): NegotiatedExtension | null;
}
