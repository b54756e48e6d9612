/**
 * The server's choice of a subprotocol (RFC 6455 §4.2.2).
 *
 * @param offered the client's subprotocols in its order of preference: `request.protocols`
 * @param supported what this server speaks; names are compared exactly
 * @returns the first offered one that is supported, or null for none, which is no fault
 * @see RFC 6455 §1.9
 */
export function selectProtocol(
  offered: readonly string[],
  supported: readonly string[],
): string | null {
  return offered.find((protocol) => supported.includes(protocol)) ?? null;
}
