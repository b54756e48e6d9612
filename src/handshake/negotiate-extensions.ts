/**
 * The server's choice of extensions (RFC 6455 §9.1).
 */

import { requireFunction, requireInteger, requireList } from '../vocabulary/argument.js';
import type { Extension, ExtensionOffer, NegotiatedExtension } from './extension.js';

/**
 * Chooses among a client's offers in the client's order of preference. Each extension is accepted once
 * at most, by the first of its offers that it agrees to, and none may claim a reserved bit that an
 * earlier one has taken.
 *
 * @param offers what the client sent: `request.extensions`
 * @param supported what this server has; when several have one name, the first is asked first
 * @returns what to answer, in order; empty when nothing fits, which is no fault on either side
 * @throws TypeError if an argument is no list of such, or an extension answers under another name; RangeError if it negotiates reserved bits
 *   outside 0 to 7
 * @see RFC 6455 §9.1
 */
export function negotiateExtensions(
  offers: readonly ExtensionOffer[],
  supported: readonly Extension[],
): readonly NegotiatedExtension[] {
  requireList(offers, 'offers');
  requireList(supported, 'supported');
  for (const extension of supported as readonly Extension[]) {
    requireFunction(extension?.negotiate, 'negotiate of a supported extension');
  }
  const accepted = new Map<string, NegotiatedExtension>();
  let takenRsv = 0;
  for (const offer of offers) {
    for (const extension of supported) {
      if (extension.name !== offer.name || accepted.has(offer.name)) continue;
      const negotiated = extension.negotiate(offer);
      if (negotiated === null) continue;
      if (negotiated.name !== offer.name) {
        throw new TypeError(`the extension ${offer.name} answered as ${String(negotiated.name)}`);
      }
      const { rsv = 0 } = negotiated;
      requireInteger(rsv, 'rsv', 0, 7);
      if ((rsv & takenRsv) !== 0) continue;
      takenRsv |= rsv;
      accepted.set(offer.name, negotiated);
    }
  }
  return [...accepted.values()];
}
