/**
 * The same for the arbitraries, which bring fast-check along.
 */

import * as fc from 'fast-check';
import * as codec from 'websocket-codec';
import * as arbitraries from 'websocket-codec/testing/fast-check';

let bytesRead = 0;
fc.assert(
  fc.property(arbitraries.frame({ maxPayloadBytes: 100 }), (frame) => {
    const result = codec.decodeFrame(codec.encodeFrame(frame));
    if (result.status !== 'complete') return false;
    bytesRead += result.bytesRead;
    return true;
  }),
  { numRuns: 10, seed: 6455 },
);

Object.assign(globalThis, { entries: [arbitraries], outcome: `${bytesRead >= 20}` });
