/**
 * Extensions: what the handshake says of them, and what they do (RFC 6455 §9).
 */

import type { MessageTransform, TransformContext } from './message-transform.js';

/**
 * One element of `Sec-WebSocket-Extensions`: a name and its parameters as pairs, so that duplicates stay
 * visible. A parameter without a value has null; a quoted value is unquoted.
 *
 * @see RFC 6455 §9.1
 */
export interface ExtensionOffer {
  /** A token, compared exactly. */
  readonly name: string;
  /** In order, duplicates kept. */
  readonly parameters: readonly (readonly [name: string, value: string | null])[];
}

/** An extension that both sides have agreed to. */
export interface NegotiatedExtension {
  readonly name: string;
  /** The parameters of the server's answer. */
  readonly parameters: ExtensionOffer['parameters'];
  /** The reserved bits that it uses, as a number from 0 to 7 made of `Rsv` bits; 0 when left out. */
  readonly rsv?: number;
  /**
   * Makes what transforms the messages of one connection. An extension with a transform uses exactly one
   * reserved bit, which marks the first frame of every message that it has transformed.
   */
  createTransform?(context: TransformContext): MessageTransform;
}

/** An extension that this side supports. */
export interface Extension {
  /** A token, compared exactly. */
  readonly name: string;
  /** What a client says in its request; left out by an extension for servers only. */
  readonly offer?: ExtensionOffer;
  /** As a server: answers one offer, or declines it with null. */
  negotiate(offer: ExtensionOffer): NegotiatedExtension | null;
  /**
   * As a client: takes the server's answer, or refuses it with null because it does not answer `offer`.
   * Left out: any answer will do, and nothing is transformed.
   */
  accept?(answer: ExtensionOffer): NegotiatedExtension | null;
}

/** What a client offers an extension by: the bare offer, or the extension itself. */
export type Offered = ExtensionOffer | Extension;

/** The offer in it. */
export function offerOf(offered: Offered): ExtensionOffer {
  if ('parameters' in offered) return offered;
  if (offered.offer === undefined) {
    throw new TypeError(`the extension ${String(offered.name)} has nothing to offer`);
  }
  return offered.offer;
}
