/**
 * The parameters of permessage-deflate (RFC 7692 §7.1).
 */

import type { ExtensionOffer } from '../handshake/extension.js';

export const PERMESSAGE_DEFLATE = 'permessage-deflate';

/** The four parameters; absent ones are false or null. */
export interface DeflateParameters {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number | null;
  /** True for the parameter without a value, which only an offer may have. */
  readonly clientMaxWindowBits: number | true | null;
}

/** From 8 to 15 in decimal, without a sign or zeros in front (RFC 7692 §7.1.2). */
const WINDOW_BITS = /^(?:[89]|1[0-5])$/;

/**
 * Reads the parameters of an offer or of an answer, or returns null: a name is unknown or stands there
 * twice, a value is missing, wrong, or where none may be.
 */
export function readDeflateParameters({
  parameters,
}: Pick<ExtensionOffer, 'parameters'>): DeflateParameters | null {
  let serverNoContextTakeover = false;
  let clientNoContextTakeover = false;
  let serverMaxWindowBits: number | null = null;
  let clientMaxWindowBits: number | true | null = null;
  for (const [name, value] of parameters) {
    const bits = value !== null && WINDOW_BITS.test(value) ? Number(value) : null;
    switch (name) {
      case 'server_no_context_takeover':
        if (serverNoContextTakeover || value !== null) return null;
        serverNoContextTakeover = true;
        break;
      case 'client_no_context_takeover':
        if (clientNoContextTakeover || value !== null) return null;
        clientNoContextTakeover = true;
        break;
      case 'server_max_window_bits':
        if (serverMaxWindowBits !== null || bits === null) return null;
        serverMaxWindowBits = bits;
        break;
      case 'client_max_window_bits':
        if (clientMaxWindowBits !== null || (value !== null && bits === null)) return null;
        clientMaxWindowBits = bits ?? true;
        break;
      default:
        return null;
    }
  }
  return {
    serverNoContextTakeover,
    clientNoContextTakeover,
    serverMaxWindowBits,
    clientMaxWindowBits,
  };
}

/** Writes the parameters as pairs, for a header field. */
export function writeDeflateParameters(parameters: DeflateParameters): ExtensionOffer {
  const pairs: [string, string | null][] = [];
  if (parameters.serverNoContextTakeover) pairs.push(['server_no_context_takeover', null]);
  if (parameters.clientNoContextTakeover) pairs.push(['client_no_context_takeover', null]);
  if (parameters.serverMaxWindowBits !== null) {
    pairs.push(['server_max_window_bits', String(parameters.serverMaxWindowBits)]);
  }
  const { clientMaxWindowBits } = parameters;
  if (clientMaxWindowBits !== null) {
    pairs.push([
      'client_max_window_bits',
      clientMaxWindowBits === true ? null : String(clientMaxWindowBits),
    ]);
  }
  return { name: PERMESSAGE_DEFLATE, parameters: pairs };
}
