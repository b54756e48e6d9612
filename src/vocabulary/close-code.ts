// By themselves too: a bundle that needs one of them should not hold the whole list.
export const PROTOCOL_ERROR = 1002;
export const INVALID_PAYLOAD = 1007;
export const POLICY_VIOLATION = 1008;
export const MESSAGE_TOO_BIG = 1009;

/**
 * The close codes with a meaning of their own: RFC 6455 §7.4.1 and the IANA registry that it opened.
 *
 * `NoStatusReceived`, `AbnormalClosure` and `TlsHandshake` are for reporting only and never stand on
 * the wire; 1004 is reserved without a meaning and has no name.
 *
 * @see RFC 6455 §7.4.1, §11.7
 */
export const CloseCode = /* @__PURE__ */ Object.freeze({
  NormalClosure: 1000,
  GoingAway: 1001,
  ProtocolError: PROTOCOL_ERROR,
  UnsupportedData: 1003,
  NoStatusReceived: 1005,
  AbnormalClosure: 1006,
  InvalidPayload: INVALID_PAYLOAD,
  PolicyViolation: POLICY_VIOLATION,
  MessageTooBig: MESSAGE_TOO_BIG,
  MandatoryExtension: 1010,
  InternalError: 1011,
  ServiceRestart: 1012,
  TryAgainLater: 1013,
  BadGateway: 1014,
  TlsHandshake: 1015,
} as const);

/** A close code that has a name here; the wire may carry others, such as 3000 to 4999. */
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/**
 * Whether a Close frame may carry this code: 1000–1003, 1007–1014 (the last three registered with IANA
 * after the RFC), 3000–3999 (libraries and frameworks) and 4000–4999 (private use).
 *
 * @param code any number; fractions and NaN are no close code
 * @see RFC 6455 §7.4
 */
export function isValidCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  if (code >= 3000) return code <= 4999;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}
