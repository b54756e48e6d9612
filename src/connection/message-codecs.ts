/**
 * What the negotiated extensions do to the messages of a connection (RFC 6455 §9).
 */

import type { NegotiatedExtension } from '../handshake/extension.js';
import type { TransformContext } from '../handshake/message-transform.js';
import { requireInteger } from '../vocabulary/argument.js';
import { DecoderChain } from './decoder-chain.js';
import { EncoderChain } from './encoder-chain.js';
import type { Codec } from './message-codec.js';

/** What a connection transforms its messages with. */
export function codecsOf(
  extensions: readonly NegotiatedExtension[],
  context: TransformContext,
): MessageCodecs {
  return extensions.length === 0 ? NO_CODECS : new MessageCodecs(createCodecs(extensions, context));
}

/** Both directions of a connection. */
export class MessageCodecs {
  readonly encoders: EncoderChain;
  readonly decoders: DecoderChain;

  constructor(codecs: readonly Codec[]) {
    this.encoders = new EncoderChain(codecs);
    this.decoders = new DecoderChain(codecs);
  }

  /** Nothing will be sent or received any more. */
  release(): void {
    this.encoders.release();
    this.decoders.release();
  }
}

/**
 * Makes the transforms of a connection.
 *
 * @throws TypeError if an extension uses reserved bits and has no transform, has a transform and not
 *   exactly one bit, or wants a bit that another has
 */
function createCodecs(
  extensions: readonly NegotiatedExtension[],
  context: TransformContext,
): readonly Codec[] {
  const { role, maxMessageBytes, streamMessages } = context;
  let taken = 0;
  const codecs: Codec[] = [];
  for (const extension of extensions) {
    const { name, rsv = 0 } = extension;
    requireInteger(rsv, `rsv of ${name}`, 0, 7);
    if ((rsv & taken) !== 0) throw new TypeError(`the extension ${name} uses a bit of another`);
    taken |= rsv;
    if (extension.createTransform === undefined) {
      // What a peer has said about an extension looks the same as one that does nothing to messages.
      if (rsv !== 0 || name === 'permessage-deflate') {
        throw new TypeError(
          `the extension ${name} has no message transform; pass what negotiateExtensions or parseHandshakeResponse gave`,
        );
      }
      continue;
    }
    if (rsv === 0 || (rsv & (rsv - 1)) !== 0) {
      throw new TypeError(`the extension ${name} transforms messages and needs one reserved bit`);
    }
    const { encoder, decoder } = extension.createTransform({
      role,
      maxMessageBytes,
      streamMessages,
    });
    codecs.push({ bit: rsv << 4, encoder, decoder });
  }
  return codecs;
}

/** Serves all connections that have no codec: nothing in it ever changes. */
const NO_CODECS = /* @__PURE__ */ new MessageCodecs([]);
