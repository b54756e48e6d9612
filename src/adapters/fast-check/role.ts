/**
 * Who sends.
 */

import fc from 'fast-check';
import { describe } from '../../vocabulary/argument.js';

/** One side of a connection. */
export type Role = 'client' | 'server';

export interface SenderOptions {
  /** Who sends it: what a client sends is masked, what a server sends is not. Either, when left out. */
  readonly from?: Role;
}

/** The other side. */
export function peerOf(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}

/** The side that the options name, or either. */
export function sender({ from }: SenderOptions): fc.Arbitrary<Role> {
  if (from === undefined) return fc.constantFrom<Role[]>('client', 'server');
  return fc.constant(requireFrom(from));
}

/** Throws a TypeError unless the value is a role. */
export function requireFrom(from: Role): Role {
  if (from === 'client' || from === 'server') return from;
  throw new TypeError(`from is ${describe(from)}; it must be 'client', 'server' or left out`);
}
