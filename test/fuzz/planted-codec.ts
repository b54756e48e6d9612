/**
 * The codec with faults in its sources, as the targets of the fuzzer take it.
 */

import type { Codec } from '../../fuzz/codec.js';
import type { Edit } from '../../scripts/faults/fault.js';
import { loadWith } from '../../scripts/faults/plant.js';

const entries = ['index', 'deflate', 'adapters/pako', 'adapters/node-zlib', 'extended-connect'];

const made = new Map<readonly Edit[], Promise<Codec>>();

/** The same copy for the same list of edits. */
export function plantedCodec(edits: readonly Edit[]): Promise<Codec> {
  const copy = made.get(edits) ?? (loadWith(entries, edits) as Promise<Codec>);
  made.set(edits, copy);
  return copy;
}
