/**
 * What another process says arrives when it will: a check of it is made again until it holds.
 */

import { vi } from 'vitest';

/** Resolves once the check passes; rejects with its last fault when it has not after ten seconds. */
export const eventually = (check: () => void): Promise<void> =>
  vi.waitFor(check, { timeout: 10_000, interval: 20 });
