/**
 * What a peer sends until it breaks the protocol, and after.
 */

import fc from 'fast-check';
import { flagOption, limitOption, requireInteger } from '../../vocabulary/argument.js';
import { defaultLimits } from '../../vocabulary/limits.js';
import {
  type ProtocolError,
  protocolError,
  type ViolationCode,
} from '../../vocabulary/violation.js';
import type { Bounded } from './cuts.js';
import {
  badFrame,
  dataOpcode,
  type Fault,
  type FaultContext,
  harmless,
  type ReceiverLimits,
  type Violation,
} from './fault.js';
import { keyFor } from './frames.js';
import * as header from './header-violations.js';
import {
  closeCodeInvalid,
  closePayloadTooShort,
  closeReasonNotUtf8,
  textNotUtf8,
} from './payload-violations.js';
import { peerOf, type Role, requireFrom } from './role.js';
import { messageTooBig, payloadTooBig, tooManyFragments } from './size-violations.js';
import { type StreamOptions, streamSteps } from './valid-stream.js';
import { type Arrival, concat, type StreamEvent, writeSteps } from './wire.js';

/** Longest message in front of a fault, which is what matters. */
const MAX_BYTES_BEFORE = 300;

/** A stream with one violation in it. */
export interface BrokenStream extends Bounded {
  readonly from: Role;
  /** Who receives it: the `role` of a connection or a decoder that reads it. */
  readonly to: Role;
  readonly bytes: Uint8Array;
  readonly boundaries: readonly number[];
  /** The violation: its `code`, and the `closeCode` that must answer it. */
  readonly error: ProtocolError;
  /**
   * How many bytes show the violation: a receiver that judges each byte as it comes has failed by then.
   */
  readonly judgedAfter: number;
  /** What a connection gives before the error. */
  readonly events: readonly StreamEvent[];
  /** How many bytes must have come for each of these events. */
  readonly arrivals: readonly Arrival[];
  /** The limits that the receiver must have for it, as options of `Connection`. */
  readonly limits: ReceiverLimits;
}

export interface BrokenStreamOptions
  extends Pick<StreamOptions, 'from' | 'maxMessages'>,
    Partial<ReceiverLimits> {
  /**
   * The violations to draw from. Left out: all that the sender can commit, but for `too-many-fragments` when
   * `maxFragments` is above 4 096, and for `compressed-data-invalid` without `deflate`.
   */
  readonly violations?: readonly ViolationCode[];
  /** Whether permessage-deflate has been agreed on. False by default. */
  readonly deflate?: boolean;
  /**
   * Whether the message with the violation goes on to its end, for receivers that judge later; false: rubbish comes
   * at once behind the byte that shows it. True by default. What is above a limit never comes whole.
   */
  readonly whole?: boolean;
}

/**
 * Draws a stream that keeps to the protocol up to one violation, with rubbish behind it. The violation is the first
 * fault on the wire, so it is the one to report.
 *
 * @param options `maxPayloadBytes`, `maxMessageBytes` and `maxFragments` are the receiver's; those of a `Connection`
 *   unless given
 * @throws TypeError or RangeError if an option is not what it must be, or no violation is left to draw from
 */
export function brokenStream(options: BrokenStreamOptions = {}): fc.Arbitrary<BrokenStream> {
  const { maxMessages = 3, violations = null } = options;
  const deflate = flagOption(options.deflate, 'deflate', false);
  const whole = flagOption(options.whole, 'whole', true);
  const limits = resolveLimits(options);
  const senders: Role[] =
    options.from === undefined ? ['client', 'server'] : [requireFrom(options.from)];
  const possible = senders.flatMap((from) =>
    codesFor(from, limits, deflate, violations).map((code) => ({ from, code })),
  );
  if (possible.length === 0) {
    throw new RangeError(
      `a ${senders.join(' or a ')} cannot make any of these violations: ${violations?.join(', ')}`,
    );
  }
  const within = {
    maxMessages,
    maxMessageBytes: Math.min(MAX_BYTES_BEFORE, limits.maxPayloadBytes, limits.maxMessageBytes),
    maxFragments: Math.min(8, limits.maxFragments),
  };
  return fc.oneof(
    { withCrossShrink: true },
    ...possible.map(({ from, code }) =>
      fc
        .tuple(
          streamSteps(within),
          atFault(table[code], { from, limits, deflate }),
          fc.uint8Array({ maxLength: 40 }),
        )
        .map(([steps, fault, rubbish]) => {
          const before = writeSteps(steps.flatMap((build) => build(from, null)));
          const start = before.bytes.length;
          const shown = whole ? fault.bytes : fault.bytes.slice(0, fault.judgedAfter);
          return {
            from,
            to: peerOf(from),
            bytes: concat([before.bytes, shown, rubbish]),
            boundaries: [
              ...before.boundaries,
              ...fault.boundaries.map((at) => start + at),
              start + fault.judgedAfter,
            ],
            error: protocolError(code),
            judgedAfter: start + fault.judgedAfter,
            events: before.arrivals.map(({ event }) => event),
            arrivals: before.arrivals,
            limits,
          };
        }),
    ),
  );
}

/** One row for each code. */
const table: Readonly<Record<ViolationCode, Violation>> = /* @__PURE__ */ (() => ({
  'reserved-bit-set': header.reservedBit,
  'reserved-opcode': header.reservedOpcode,
  'control-frame-fragmented': header.controlFragmented,
  'control-frame-too-long': header.controlTooLong,
  'mask-missing': header.wrongMask,
  'mask-unexpected': header.wrongMask,
  'length-not-minimal': header.lengthNotMinimal,
  'length-sign-bit-set': header.lengthSignBit,
  'payload-too-big': payloadTooBig,
  'continuation-unexpected': header.continuationUnexpected,
  'message-interrupted': header.messageInterrupted,
  'too-many-fragments': tooManyFragments,
  'message-too-big': messageTooBig,
  'compressed-data-invalid': header.compressedDataInvalid,
  'text-not-utf8': textNotUtf8,
  'close-payload-too-short': closePayloadTooShort,
  'close-code-invalid': closeCodeInvalid,
  'close-reason-not-utf8': closeReasonNotUtf8,
}))();

/** The codes of the list that this sender can provoke; those that are asked for may be dear. */
function codesFor(
  from: Role,
  limits: ReceiverLimits,
  deflate: boolean,
  asked: readonly ViolationCode[] | null,
): ViolationCode[] {
  const otherMask = from === 'client' ? 'mask-unexpected' : 'mask-missing';
  const all = Object.keys(table) as ViolationCode[];
  for (const code of asked ?? []) {
    if (!all.includes(code))
      throw new RangeError(`there is no violation ${String(code)}; there are ${all.join(', ')}`);
  }
  return (asked ?? all).filter((code) => {
    if (code === otherMask || (code === 'compressed-data-invalid' && !deflate)) return false;
    if (code === 'too-many-fragments' && asked !== null) return true;
    return table[code].fits?.(limits) ?? true;
  });
}

/** The fault, in half of the cases where that is possible inside a message that has begun. */
function atFault(
  violation: Violation,
  context: Omit<FaultContext, 'isInside'>,
): fc.Arbitrary<Fault> {
  const outside = { ...context, isInside: false };
  const inside = { ...context, isInside: true };
  const opening = fc
    .tuple(dataOpcode(outside), harmless(outside), keyFor(context.from), violation.faults(inside))
    .map(([opcode, payload, key, fault]) => {
      const first = badFrame({ opcode, fin: false, payload }, key);
      return {
        bytes: concat([first, fault.bytes]),
        boundaries: [0, ...fault.boundaries.map((at) => first.length + at)],
        judgedAfter: first.length + fault.judgedAfter,
      };
    });
  if (violation.where === 'inside') return opening;
  // A second frame of a message would be one too many.
  if (violation.where === 'outside' || context.limits.maxFragments < 2)
    return violation.faults(outside);
  return fc.oneof({ withCrossShrink: true }, violation.faults(outside), opening);
}

function resolveLimits(options: Partial<ReceiverLimits>): ReceiverLimits {
  const { maxPayloadBytes, maxMessageBytes, maxFragments } = options;
  if (maxFragments !== undefined) requireInteger(maxFragments, 'maxFragments', 1);
  return {
    maxPayloadBytes: limitOption(maxPayloadBytes, 'maxPayloadBytes', defaultLimits.maxPayloadBytes),
    maxMessageBytes: limitOption(maxMessageBytes, 'maxMessageBytes', defaultLimits.maxMessageBytes),
    maxFragments: maxFragments ?? defaultLimits.maxFragments,
  };
}
