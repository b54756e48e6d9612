/**
 * Everything that a peer's frames can do wrong, one row each: the close code to answer with, the place
 * in the RFC that forbids it, and a sentence for people.
 */

import { CloseCode } from './close-code.js';

interface Row {
  readonly closeCode: number;
  readonly section: string;
  readonly message: string;
}

// Built in a function, as all tables that refer to others: a bundler can then drop an unused one.
const rows = /* @__PURE__ */ (() =>
  ({
    'reserved-bit-set': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.2',
      message: 'a reserved bit is set and no extension gives it a meaning on this frame',
    },
    'reserved-opcode': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.2',
      message: 'the opcode is reserved',
    },
    'control-frame-fragmented': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.5',
      message: 'a control frame must not be fragmented',
    },
    'control-frame-too-long': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.5',
      message: 'a control frame carries at most 125 bytes',
    },
    'mask-missing': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.1',
      message: 'a client must mask every frame that it sends',
    },
    'mask-unexpected': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.1',
      message: 'a server must not mask the frames that it sends',
    },
    'length-not-minimal': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.2',
      message: 'the payload length must use the shortest form that holds it',
    },
    'length-sign-bit-set': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.2',
      message: 'the most significant bit of a 64-bit payload length must be 0',
    },
    'payload-too-big': {
      closeCode: CloseCode.MessageTooBig,
      section: 'RFC 6455 §10.4',
      message: 'the payload length is above the limit',
    },
    'continuation-unexpected': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.4',
      message: 'a continuation frame came and no message was open',
    },
    'message-interrupted': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.4',
      message: 'a new message began before the last one had ended',
    },
    'too-many-fragments': {
      closeCode: CloseCode.PolicyViolation,
      section: 'RFC 6455 §10.4',
      message: 'the message has more fragments than the limit',
    },
    'message-too-big': {
      closeCode: CloseCode.MessageTooBig,
      section: 'RFC 6455 §10.4',
      message: 'the message is longer than the limit',
    },
    'compressed-data-invalid': {
      closeCode: CloseCode.InvalidPayload,
      section: 'RFC 7692 §7.2.2',
      message: 'a compressed message cannot be decompressed',
    },
    'text-not-utf8': {
      closeCode: CloseCode.InvalidPayload,
      section: 'RFC 6455 §8.1',
      message: 'a text message is not valid UTF-8',
    },
    'close-payload-too-short': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §5.5.1',
      message: 'the body of a Close frame is empty or starts with a code of two bytes',
    },
    'close-code-invalid': {
      closeCode: CloseCode.ProtocolError,
      section: 'RFC 6455 §7.4',
      message: 'the close code must not stand on the wire',
    },
    'close-reason-not-utf8': {
      closeCode: CloseCode.InvalidPayload,
      section: 'RFC 6455 §5.5.1',
      message: 'the reason of a Close frame is not valid UTF-8',
    },
  }) as const satisfies Record<string, Row>)();

export type ViolationCode = keyof typeof rows;

/**
 * A peer's violation of the protocol as plain frozen data: no stack is captured and no prototype
 * matters, so two copies of the package understand each other's.
 */
export interface ProtocolError {
  /** Names the rule; stable across releases. */
  readonly code: ViolationCode;
  /** What to put into the Close frame that fails the connection (RFC 6455 §7.1.7). */
  readonly closeCode: number;
  readonly message: string;
  /** The place in the RFC that states the rule. */
  readonly section: string;
}

// Frozen once, handed out for ever: an error costs nothing when a peer provokes it.
const errors: ReadonlyMap<ViolationCode, ProtocolError> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ (Object.keys(rows) as ViolationCode[]).map((code) => [
    code,
    Object.freeze({ code, ...rows[code] }),
  ]),
);

/** The error value of a violation. */
export function protocolError(code: ViolationCode): ProtocolError {
  return errors.get(code) as ProtocolError;
}

/** All violations in the order of the table. */
export function allProtocolErrors(): ProtocolError[] {
  return [...errors.values()];
}
