/**
 * What pako's functions answer.
 */

import * as pako from 'pako';

/** Throws unless all went well. */
export function requireOk(status: number): void {
  if (status !== pako.Z_OK) throw new Error(`pako failed with status ${status}`);
}
