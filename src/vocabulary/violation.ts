/**
 * Everything that a peer's frames can do wrong, one row each: the close code to answer with, the place
 * in the RFC that forbids it, and a sentence for people. The rows stand in two files, by what can find them.
 */

import { frameViolations } from './frame-violation.js';
import { messageViolations } from './message-violation.js';

// Built in a function, as all tables that refer to others: a bundler can then drop an unused one.
const rows = /* @__PURE__ */ (() => ({ ...frameViolations, ...messageViolations }))();

/** Names a rule that a peer's frames or messages can break; stable across releases. */
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

/** The error value of a violation. */
export function protocolError(code: ViolationCode): ProtocolError {
  return Object.freeze({ code, ...rows[code] });
}

/** All violations in the order of the table. */
export function allProtocolErrors(): ProtocolError[] {
  return (Object.keys(rows) as ViolationCode[]).map(protocolError);
}
