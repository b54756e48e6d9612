/**
 * The frames of a connection, as they were on the wire.
 */

import { type Frame, FrameDecoder, Opcode, Rsv } from '../../../src/index.js';

/** A frame of a message, in short; control frames are not kept. */
export interface SeenFrame {
  /** RSV1: on the first frame of a compressed message, and on no other (RFC 7692 §6). */
  readonly rsv1: boolean;
  readonly fin: boolean;
  /** Bytes on the wire, behind header and key. */
  readonly payloadLength: number;
}

export type Direction = 'received' | 'sent';

export class WireTap {
  readonly #decoders = {
    received: new FrameDecoder({ allowedRsv: Rsv.Rsv1 }),
    sent: new FrameDecoder({ allowedRsv: Rsv.Rsv1 }),
  };

  readonly #seen: Record<Direction, SeenFrame[]> = { received: [], sent: [] };

  push(direction: Direction, bytes: Uint8Array): void {
    const decoder = this.#decoders[direction];
    decoder.push(bytes);
    for (let result = decoder.next(); result.status !== 'incomplete'; result = decoder.next()) {
      if (result.status === 'invalid') throw new Error(`${direction}: ${result.error.message}`);
      if (isOfMessage(result.value)) this.#seen[direction].push(inShort(result.value));
    }
  }

  /** The frames since the last call. */
  take(direction: Direction): readonly SeenFrame[] {
    return this.#seen[direction].splice(0);
  }
}

function isOfMessage({ opcode }: Frame): boolean {
  return opcode === Opcode.Text || opcode === Opcode.Binary || opcode === Opcode.Continuation;
}

function inShort({ rsv1, fin, payload }: Frame): SeenFrame {
  return { rsv1, fin, payloadLength: payload.length };
}
