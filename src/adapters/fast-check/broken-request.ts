/**
 * Opening handshakes of clients with one rule broken, and what a server must answer (RFC 6455 §4.2.1, §4.4).
 */

import fc from 'fast-check';
import {
  type HandshakeViolationCode,
  handshakeViolation,
} from '../../vocabulary/handshake-violation.js';
import { requestParts, requestText } from './handshake-request.js';
import { latin1, type SpellingOptions } from './head-fields.js';
import { printed } from './printed.js';
import { requestViolations } from './request-violations.js';

/** A request that a server must refuse. */
export interface BrokenRequest {
  readonly bytes: Uint8Array;
  /** The same, one character a byte, to be read. */
  readonly text: string;
  /** The rule that it breaks. */
  readonly violation: HandshakeViolationCode;
  /** The HTTP status with which this package answers it. */
  readonly httpStatus: number;
  /**
   * All HTTP statuses with which a server may answer it, `httpStatus` among them. To hang up without an answer is to
   * refuse too. Where 101 is among them, the violation is one of this package, which is stricter than the RFCs, and a
   * server that lets it pass is not wrong:
   *
   * - `head-too-large`, `line-too-long` and `too-many-headers`: every server has limits of its own.
   * - `http-version-unsupported`: 2.0 and 3.1 are "HTTP/1.1 or higher" (RFC 6455 §4.2.1).
   * - `body-unexpected`, when what announces the body is well-formed (RFC 9110 §9.3.1).
   * - `origin-duplicate` and `protocol-duplicate`: these rules are for clients (RFC 6454 §7.3, RFC 6455 §4.1).
   * - `field-not-ascii` in a field that RFC 6455 does not know.
   * - `connection-upgrade-missing`, when the token is there, beside something that is no token.
   * - `header-malformed` by a control character or a line that is folded, which may be replaced by a blank (RFC 9110
   *   §5.5, RFC 9112 §5.2), and `start-line-malformed` by a blank at its end (RFC 9112 §3).
   */
  readonly httpStatuses: readonly number[];
}

export interface BrokenRequestOptions extends SpellingOptions {
  /**
   * The rules to draw from; all of them, when left out. `head-too-large`, `line-too-long` and `too-many-headers` go by
   * the default limits of the package: 16 384 bytes, 8192 bytes of a line, 128 headers.
   */
  readonly violations?: readonly HandshakeViolationCode[];
}

/**
 * Draws an opening handshake that breaks one rule, and is right in all others.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 * @see RFC 6455 §4.2.1
 */
export function brokenHandshakeRequest(
  options: BrokenRequestOptions = {},
): fc.Arbitrary<BrokenRequest> {
  const valid = requestParts(options);
  return fc.oneof(
    { withCrossShrink: true },
    ...chosen(requestViolations, options.violations).map((violation) =>
      fc.tuple(valid, requestViolations[violation]()).map(([parts, { spoil, httpStatuses }]) => {
        const text = requestText(spoil(parts));
        const { httpStatus } = handshakeViolation(violation);
        return printed({ bytes: latin1(text), text, violation, httpStatus, httpStatuses });
      }),
    ),
  );
}

/** The rows that are asked for, or all. */
export function chosen<Code extends string>(
  rows: Readonly<Record<Code, unknown>>,
  asked: readonly Code[] | undefined,
): Code[] {
  const all = Object.keys(rows) as Code[];
  for (const code of asked ?? []) {
    if (!all.includes(code))
      throw new RangeError(`there is no violation ${String(code)}; there are ${all.join(', ')}`);
  }
  if (asked?.length === 0) throw new RangeError('there must be a violation to draw from');
  return [...(asked ?? all)];
}
