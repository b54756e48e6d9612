/**
 * Offer, answer, and the check of the answer (RFC 7692 §5, §7.1).
 */

import { MAX_WINDOW_BITS } from './compressor.js';
import type { DeflateParameters } from './deflate-parameters.js';

/** What one side wants; null window bits: the side does not care. */
export interface DeflatePreferences {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number | null;
  readonly clientMaxWindowBits: number | null;
  /** The smallest window of this side's own deflater. */
  readonly minWindowBits: number;
}

/** What a client says: its wishes, and that it obeys when the server restricts its window. */
export function offerDeflate(wanted: DeflatePreferences): DeflateParameters {
  const { clientMaxWindowBits, minWindowBits } = wanted;
  // It is a promise about the client's own window, so no smaller than its deflater can be.
  const promised =
    clientMaxWindowBits === null ? true : Math.max(clientMaxWindowBits, minWindowBits);
  return { ...wanted, clientMaxWindowBits: promised };
}

/** What a server answers, or null when it cannot do what is asked, or may not ask what it needs. */
export function answerDeflate(
  offer: DeflateParameters,
  wanted: DeflatePreferences,
): DeflateParameters | null {
  const serverMaxWindowBits = smaller(offer.serverMaxWindowBits, wanted.serverMaxWindowBits);
  if (serverMaxWindowBits !== null && serverMaxWindowBits < wanted.minWindowBits) return null;
  const offeredBits = offer.clientMaxWindowBits === true ? null : offer.clientMaxWindowBits;
  if (wanted.clientMaxWindowBits !== null && offer.clientMaxWindowBits === null) {
    // RFC 7692 §7.1.2.2: a window is restricted only for a client that has said that it knows how.
    if (wanted.clientMaxWindowBits < MAX_WINDOW_BITS) return null;
  }
  return {
    serverNoContextTakeover: offer.serverNoContextTakeover || wanted.serverNoContextTakeover,
    clientNoContextTakeover: offer.clientNoContextTakeover || wanted.clientNoContextTakeover,
    serverMaxWindowBits,
    clientMaxWindowBits:
      offer.clientMaxWindowBits === null ? null : smaller(offeredBits, wanted.clientMaxWindowBits),
  };
}

/** Whether a server's answer keeps to what the client has offered, and asks nothing that it cannot do. */
export function fitsOffer(
  answer: DeflateParameters,
  offer: DeflateParameters,
  minWindowBits: number,
): boolean {
  const { clientMaxWindowBits } = answer;
  // In an answer the parameter has a value (RFC 7692 §7.1.2.2).
  if (clientMaxWindowBits === true) return false;
  if (clientMaxWindowBits !== null) {
    if (offer.clientMaxWindowBits === null || clientMaxWindowBits < minWindowBits) return false;
    if (offer.clientMaxWindowBits !== true && clientMaxWindowBits > offer.clientMaxWindowBits) {
      return false;
    }
  }
  // What the client asked of the server must be granted (RFC 7692 §7.1.1.1, §7.1.2.1).
  if (offer.serverNoContextTakeover && !answer.serverNoContextTakeover) return false;
  if (offer.serverMaxWindowBits === null) return true;
  return (
    answer.serverMaxWindowBits !== null && answer.serverMaxWindowBits <= offer.serverMaxWindowBits
  );
}

function smaller(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
