/**
 * Doing with a connection what was drawn.
 */

import type { Connection } from '../../connection/connection.js';
import { FrameDecoder } from '../../frame/frame-decoder.js';
import type { Operation, Outcome, OutputFrame, Played } from './operation.js';
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

/**
 * Does operations one after the other, takes the output once more at the end, and reads it.
 *
 * @returns what came of them, in the form of `Scenario.expected`
 * @throws Error if what went out is no row of whole frames
 */
export function play(connection: Playable, operations: readonly Operation[]): Played {
  const output: Uint8Array[] = [];
  const outcomes = operations.map((operation) => {
    try {
      return apply(connection, operation, output);
    } catch {
      return 'throws';
    }
  });
  output.push(...connection.takeOutput());
  return { outcomes, frames: framesOf(concat(output)) };
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

function framesOf(bytes: Uint8Array): OutputFrame[] {
  const decoder = new FrameDecoder();
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
