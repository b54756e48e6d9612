/** The thread goes on to the next mutant, whose modules are to be evaluated without this one. */

import { afterAll } from 'vitest';

afterAll(() => {
  const { __stryker__ } = globalThis as { __stryker__?: { activeMutant?: string | undefined } };
  if (__stryker__ !== undefined) __stryker__.activeMutant = undefined;
});
