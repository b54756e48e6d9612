/**
 * Doing with a connection what was drawn.
 */

import type { Connection } from '../../connection/connection.js';
import { FrameDecoder } from '../../frame/frame-decoder.js';
import { requireRole } from '../../vocabulary/argument.js';
import type { Operation, Outcome, OutputFrame, Played } from './operation.js';
import { peerOf, type Role } from './role.js';
import { concat } from './wire.js';

/** What operations are done with: a `Connection`, or anything with its methods. */
export type Playable = Pick<
  Connection,
  | 'sendText'
  | 'sendBinary'
  | 'sendFragment'
  | 'ping'
  | 'pong'
  | 'close'
  | 'receive'
  | 'receiveEnd'
  | 'takeOutput'
  | 'nextEvent'
>;

export interface PlayOptions {
  /** Which side the connection is: a client must mask what it sends, a server must not. Left out, either passes. */
  readonly role?: Role;
  /** Whether an exception is the answer to a mistake of the caller's; a TypeError or a RangeError is, unless given. */
  readonly isMistake?: (error: unknown) => boolean;
}

/**
 * Does operations one after the other, takes the output once more at the end, and reads it.
 *
 * @returns what came of them, in the form of `Scenario.expected`
 * @throws Error if what went out is no row of whole frames, or masked wrongly; and what the connection throws where
 *   the caller has made no mistake: receiving, pulling and taking output never throw
 */
export function play(
  connection: Playable,
  operations: readonly Operation[],
  options: PlayOptions = {},
): Played {
  const { role, isMistake = isArgumentError } = options;
  if (role !== undefined) requireRole(options);
  const output: Uint8Array[] = [];
  const outcomes = operations.map((operation) => {
    try {
      return apply(connection, operation, output);
    } catch (error) {
      if (NEVER_THROWING.has(operation.do) || !isMistake(error)) throw error;
      return 'throws';
    }
  });
  output.push(...connection.takeOutput());
  return { outcomes, frames: framesOf(concat(output), role) };
}

const NEVER_THROWING: ReadonlySet<Operation['do']> = /* @__PURE__ */ new Set([
  'receive',
  'receiveEnd',
  'takeOutput',
  'nextEvent',
] as const);

/** By its name, for the connection may come from another realm. */
function isArgumentError(error: unknown): boolean {
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return name === 'TypeError' || name === 'RangeError';
}

function apply(connection: Playable, operation: Operation, output: Uint8Array[]): Outcome {
  switch (operation.do) {
    case 'sendText':
      return connection.sendText(operation.text, sizeOf(operation));
    case 'sendBinary':
      return connection.sendBinary(operation.bytes, sizeOf(operation));
    case 'sendFragment':
      return connection.sendFragment(operation.data, { fin: operation.fin });
    case 'ping':
      return connection.ping(operation.payload);
    case 'pong':
      return connection.pong(operation.payload);
    case 'close':
      connection.close(operation.code, operation.reason);
      return undefined;
    case 'receive':
      connection.receive(operation.chunk);
      return undefined;
    case 'receiveEnd':
      connection.receiveEnd();
      return undefined;
    case 'takeOutput':
      output.push(...connection.takeOutput());
      return undefined;
    case 'nextEvent':
      return connection.nextEvent();
  }
}

function sizeOf({ fragmentBytes }: { fragmentBytes?: number }): { fragmentBytes?: number } {
  return fragmentBytes === undefined ? {} : { fragmentBytes };
}

function framesOf(bytes: Uint8Array, role: Role | undefined): OutputFrame[] {
  // It is read as its peer would.
  const decoder = new FrameDecoder(role === undefined ? {} : { role: peerOf(role) });
  decoder.push(bytes);
  const frames: OutputFrame[] = [];
  let readBytes = 0;
  for (let next = decoder.next(); next.status !== 'incomplete'; next = decoder.next()) {
    if (next.status === 'invalid') throw new Error(`what went out is wrong: ${next.error.message}`);
    const { opcode, fin, payload } = next.value;
    frames.push({ opcode, fin, payload });
    readBytes += next.bytesRead;
  }
  if (readBytes < bytes.length) throw new Error('what went out ends inside a frame');
  return frames;
}
