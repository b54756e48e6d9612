/**
 * What the tests of a connection share: frames as its peer sends them, what comes out of it as frames, and
 * events pulled until there are none.
 */

import { expect } from 'vitest';
import type { RandomSource } from '../../src/bytes/random.js';
import { Connection } from '../../src/connection/connection.js';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import type { ConnectionOptions } from '../../src/connection/connection-options.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError, type ViolationCode } from '../../src/vocabulary/violation.js';
import { writeFrame } from '../properties/naive-frame.js';
import { hex, join, noise, toHex } from '../vectors/bits.js';

export type Role = ConnectionOptions['role'];

export const roles = ['client', 'server'] as const;

export const peerOf = (role: Role): Role => (role === 'client' ? 'server' : 'client');

export const KEY = hex('37 fa 21 3d');

/** The same keys on every run, and never the same twice within one. */
export function seededRandom(seed: number = 1): RandomSource {
  let call = seed;
  return (target) => target.set(noise(target.length, Math.imul(call++, 0x9e3779b1)));
}

export function connect(role: Role, options: Omit<ConnectionOptions, 'role'> = {}): Connection {
  return new Connection({ random: seededRandom(), ...options, role });
}

const bytesOf = (payload: Uint8Array | string) =>
  typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;

/** A frame on its way to a connection of this role: masked if that is a server. */
export function toReceive(
  role: Role,
  opcode: number,
  payload: Uint8Array | string = '',
  fin: boolean = true,
): Uint8Array {
  const bytes = bytesOf(payload);
  const maskingKey = role === 'server' ? KEY : null;
  return writeFrame({ fin, opcode, maskingKey, payloadLength: bytes.length }, undefined, bytes);
}

/** The payload of a Close. */
export function closeBody(code: number, reason: string = ''): Uint8Array {
  return join(Uint8Array.of(code >> 8, code & 0xff), bytesOf(reason));
}

/** A Close on its way to a connection of this role; without a code its payload is empty. */
export function closeToReceive(role: Role, code?: number, reason?: string): Uint8Array {
  return toReceive(role, Opcode.Close, code === undefined ? '' : closeBody(code, reason));
}

/** All events that are ready. */
export function drain(connection: Connection): ConnectionEvent[] {
  const events: ConnectionEvent[] = [];
  for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
    events.push(event);
  }
  return events;
}

/** Receives and drains; the code of the violation, if there was one. */
export function feed(connection: Connection, chunk: Uint8Array): ViolationCode | null {
  connection.receive(chunk);
  for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
    if (event.type === 'error') return event.error.code;
  }
  return null;
}

/** Everything that waits in the output, behind each other. */
export function takeBytes(connection: Connection): Uint8Array {
  return join(...connection.takeOutput());
}

/** What waits in a connection. */
export function pending(connection: Connection): { input: number; output: number; pongs: number } {
  const { pendingInputBytes, pendingOutputBytes, pendingPongs } = connection;
  return { input: pendingInputBytes, output: pendingOutputBytes, pongs: pendingPongs };
}

export const nothingPending = { input: 0, output: 0, pongs: 0 };

export interface SentFrame {
  readonly opcode: Opcode;
  readonly fin: boolean;
  readonly payload: Uint8Array;
}

/** The frames of an output, read under the strict rules of the role that receives it. */
export function framesFor(receiver: Role, bytes: Uint8Array): SentFrame[] {
  const frames: SentFrame[] = [];
  let at = 0;
  while (at < bytes.length) {
    const result = decodeFrame(bytes.subarray(at), { role: receiver });
    if (result.status !== 'complete') {
      throw new Error(`no frame at byte ${at} of the output ${toHex(bytes).slice(0, 200)}`);
    }
    const { opcode, fin, payload } = result.value;
    frames.push({ opcode, fin, payload });
    at += result.bytesRead;
  }
  return frames;
}

/** The frames that wait in the output of a connection of this role; the output is empty afterwards. */
export function takeFrames(connection: Connection, role: Role): SentFrame[] {
  return framesFor(peerOf(role), takeBytes(connection));
}

/** A frame as `takeFrames` gives it; a text stands for its UTF-8. */
export const frame = (opcode: Opcode, payload: Uint8Array | string, fin = true): SentFrame => ({
  opcode,
  fin,
  payload: typeof payload === 'string' ? new TextEncoder().encode(payload) : payload,
});

/** What a connection that fails tells its peer. */
export function faultClose(code: ViolationCode): SentFrame {
  const { closeCode, message } = protocolError(code);
  return { opcode: Opcode.Close, fin: true, payload: closeBody(closeCode, message) };
}

export const abnormal = { type: 'close', code: 1006, reason: '', wasClean: false } as const;

/** The events of a violation. */
export function failure(code: ViolationCode): ConnectionEvent[] {
  return [{ type: 'error', error: protocolError(code) }, abnormal];
}

/**
 * Feeds a connection byte by byte; how many bytes there were when the violation was found, and which. The peer
 * must have been told.
 */
export function judge(
  role: Role,
  wire: Uint8Array,
  options: Omit<ConnectionOptions, 'role'> = {},
): { code: ViolationCode | null; at: number } {
  const connection = connect(role, options);
  for (const [at, byte] of wire.entries()) {
    connection.receive(Uint8Array.of(byte));
    const error = drain(connection).find((event) => event.type === 'error');
    if (error?.type !== 'error') continue;
    expect(takeFrames(connection, role).at(-1)).toStrictEqual(faultClose(error.error.code));
    expect(connection.transport).toBe('end-after-output');
    return { code: error.error.code, at: at + 1 };
  }
  return { code: null, at: wire.length };
}
