import type { ProtocolError } from './violation.js';

/**
 * What every decoder returns: a value with the number of bytes that it took, a lower bound of bytes that
 * are still missing, or the fault as data. A peer's bytes never make a decoder throw.
 */
export type DecodeResult<T, E = ProtocolError> = Complete<T> | Incomplete | Invalid<E>;

export interface Complete<T> {
  readonly status: 'complete';
  readonly value: T;
  /** How many bytes of the input the value took; the rest belongs to what follows. */
  readonly bytesRead: number;
}

export interface Incomplete {
  readonly status: 'incomplete';
  /** At least this many more bytes are missing. A lower bound, never a size to allocate. */
  readonly bytesNeeded: number;
}

export interface Invalid<E = ProtocolError> {
  readonly status: 'invalid';
  readonly error: E;
}

export function complete<T>(value: T, bytesRead: number): Complete<T> {
  return { status: 'complete', value, bytesRead };
}

export function incomplete(bytesNeeded: number): Incomplete {
  return { status: 'incomplete', bytesNeeded };
}

export function invalid<E>(error: E): Invalid<E> {
  return { status: 'invalid', error };
}
