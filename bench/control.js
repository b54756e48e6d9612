/**
 * The same function three times under three names. Whatever differs here is not the code, so no smaller
 * difference in another table says anything.
 */

import { unmask } from 'websocket-codec';
import { maskedPlainly, requireSameBytes } from './check.js';
import { compare } from './harness.js';
import { inputCountFor, randomBytes, randomKey } from './inputs.js';
import { formatBytes, gigabytesPerSecond, printHeading } from './table.js';

/** @typedef {{ payload: Uint8Array, key: Uint8Array }} Input */

printHeading('One function beside itself', gigabytesPerSecond, 'first');
for (const bytes of [16, 125, 1024, 65_536]) {
  compare({
    label: formatBytes(bytes),
    units: bytes,
    rate: gigabytesPerSecond,
    inputCount: inputCountFor(bytes),
    makeInput: (index) => ({ payload: randomBytes(bytes, index), key: randomKey(index) }),
    check: (returned, _, { payload, key }) =>
      requireSameBytes(returned, maskedPlainly(payload, key)),
    contenders: ['first', 'second', 'third'].map((name) => ({
      name,
      /** @param {Input} input */
      run: ({ payload, key }) => unmask(payload, key),
    })),
  });
}
