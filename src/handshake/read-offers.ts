/**
 * What a client offers: subprotocols and extensions (RFC 6455 §4.1), whatever version of HTTP carries them.
 */

import { parseParameterizedList } from '../http/parameters.js';
import { parseTokenList } from '../http/token-list.js';
import type { offerViolations } from '../vocabulary/offer-violation.js';
import type { ExtensionOffer } from './extension.js';
import { Field, type HandshakeFields } from './handshake-fields.js';

/** The offers of a client, each in its order of preference. */
export interface Offers {
  readonly protocols: readonly string[];
  readonly extensions: readonly ExtensionOffer[];
}

/** Reads the offers, or names what is wrong with them. */
export function readOffers(fields: HandshakeFields): Offers | keyof typeof offerViolations {
  const protocolValues = fields.values(Field.Protocol);
  const protocols = protocolValues.length === 0 ? [] : parseTokenList(protocolValues);
  if (protocols === null) return 'protocol-malformed';
  if (hasDuplicates(protocols)) return 'protocol-duplicate';

  const extensionValues = fields.values(Field.Extensions);
  const extensions = extensionValues.length === 0 ? [] : parseParameterizedList(extensionValues);
  if (extensions === null) return 'extensions-malformed';
  return { protocols, extensions };
}

/** A set costs more than a few comparisons; of many names it keeps the cost linear. */
function hasDuplicates(names: readonly string[]): boolean {
  if (names.length > 4) return new Set(names).size < names.length;
  for (let at = 1; at < names.length; at++) {
    if (names.indexOf(names[at] as string) < at) return true;
  }
  return false;
}
