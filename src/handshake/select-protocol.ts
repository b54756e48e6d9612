/**
 * The server's choice of a subprotocol (RFC 6455 §4.2.2).
 */

import { requireList } from '../vocabulary/argument.js';

/**
 * Chooses among the subprotocols that a client offers.
 *
 * @param offered the client's subprotocols in its order of preference: `request.protocols`
 * @param supported what this server speaks; names are compared exactly
 * @returns the first offered one that is supported, or null for none, which is no fault
 * @throws TypeError if an argument is not an array
 * @see RFC 6455 §1.9
 */
export function selectProtocol(
  offered: readonly string[],
  supported: readonly string[],
): string | null {
  requireList(offered, 'offered');
  requireList(supported, 'supported');
  return offered.find((protocol) => supported.includes(protocol)) ?? null;
}
