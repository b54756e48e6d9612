/**
 * What a connection has written, read as its peer would: the pongs, the Close and the keys that its life demands.
 */

import { check } from '../engine/finding.js';
import { readClose } from '../references/close-payload.js';
import { readWritten } from '../references/written-frames.js';
import { OWN_PONG } from './operate.js';

/**
 * @param {import('./connection-program.js').Program} program
 * @param {{ transcript: import('../references/transcript.js').Transcript, keys: import('../references/key-source.js').KeySource, output: Uint8Array }} outcome
 */
export function checkOutput({ options, deflate }, { transcript, keys, output }) {
  const written = readWritten(output, options.role, keys, deflate === null ? 0 : 4);
  const pongs = written.pongs.filter((payload) => payload !== OWN_PONG);
  for (const [index, payload] of transcript.pongs.entries()) {
    check(pongs[index] === payload, 'pong', 'a ping is not answered, or not in its turn');
  }
  check(pongs.length === transcript.pongs.length, 'pong', 'a pong that nobody asked for');
  const { sentClose } = transcript;
  const [payload] = written.closes;
  if (sentClose === null) {
    check(payload === undefined, 'close-answer', 'a Close that nothing asked for');
    return;
  }
  check(payload !== undefined, 'close-answer', 'no Close is sent');
  const { code, reason } = readClose(payload);
  check(code === sentClose.code, 'close-answer', 'a Close with another code');
  const isReason = sentClose.reason === null || reason === sentClose.reason;
  check(isReason, 'close-answer', 'a Close with another reason');
}
