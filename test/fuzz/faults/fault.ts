/**
 * The codec with one thing wrong, so that an oracle must notice.
 */

import type { Codec } from '../../../fuzz/codec.js';

export interface Fault {
  readonly target: string;
  /** The oracle that must notice. */
  readonly oracle: string;
  readonly name: string;
  readonly codec: Partial<Codec>;
}

/** Changes the last byte. */
export function spoil(bytes: Uint8Array): void {
  const last = bytes.length - 1;
  if (last >= 0) bytes[last] = (bytes[last] as number) ^ 1;
}
