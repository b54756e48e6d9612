/**
 * The register of attacks, and the titles by which tests say which row of it they are for.
 *
 * `npm run docs:attacks` makes `docs/attacks.md` from the register and from the titles of the tests in this folder.
 */

import type { AttackClass, AttackRow } from './register/attack-row.js';
import { compression } from './register/compression.js';
import { handshake } from './register/handshake.js';
import { interoperation } from './register/interoperation.js';
import { lengths } from './register/lengths.js';
import { memoryChanceEncoder } from './register/memory-chance-encoder.js';
import { quantity } from './register/quantity.js';
import { sharedState } from './register/shared-state.js';

const classes = [
  lengths,
  quantity,
  compression,
  handshake,
  memoryChanceEncoder,
  interoperation,
  sharedState,
] as const satisfies readonly AttackClass[];

export type AttackId = (typeof classes)[number]['rows'][number]['id'];

export const attackClasses: readonly AttackClass[] = classes;

const byId: ReadonlyMap<string, AttackRow> = new Map(
  attackClasses.flatMap(({ rows }) => rows.map((row) => [row.id, row] as const)),
);

/** The title of a test or of a group of tests for a row; the innermost counts. */
export function attack(id: AttackId): string {
  const row = byId.get(id);
  if (row === undefined) throw new RangeError(`no row of the register is called ${id}`);
  return titleOf(row);
}

/** As it stands in the names of tests: the id in brackets, then the advisories. */
export function titleOf({ id, advisories }: AttackRow): string {
  return [`[${id}]`, ...(advisories.length > 0 ? [advisories.join(', ')] : [])].join(' ');
}
