/**
 * Frames that were read, written by a `FrameEncoder` and read again.
 */

import { check } from '../engine/finding.js';
import { sameBytes, sameRange } from '../references/bytes.js';
import { readUtf8 } from '../references/utf8.js';

/** @typedef {import('../codec.js').Codec} Codec */

/** Longer ones are not written as text, too: the reference reads them character by character. */
const MAX_TEXT_BYTES = 5000;
const UNTOUCHED = 0xa5;

/**
 * @param {Codec} codec
 * @param {readonly { first: number, payload: Uint8Array }[]} frames that are legal
 * @param {boolean} isClient who writes
 */
export function encodeAgain(codec, frames, isClient) {
  let draws = 0;
  const encoder = new codec.FrameEncoder({
    role: isClient ? 'client' : 'server',
    random: (target) => {
      for (let at = 0; at < target.length; at++) target[at] = ++draws * 41;
    },
  });
  const written = [];
  for (const { first, payload } of frames) {
    const text = payload.length > MAX_TEXT_BYTES ? null : readUtf8(payload, 0, payload.length);
    const frame = {
      fin: first > 127,
      rsv1: (first & 64) !== 0,
      rsv2: (first & 32) !== 0,
      rsv3: (first & 16) !== 0,
      opcode: /** @type {import('websocket-codec').Opcode} */ (first & 15),
      payload: text !== null && (first & 15) === 1 ? text : payload,
    };
    const kept = payload.slice();
    const bytes = encoder.encode(frame);
    judge(codec, bytes, first, payload, isClient);
    written.push({ bytes, copy: bytes.slice() });
    const target = new Uint8Array(bytes.length + 4).fill(UNTOUCHED);
    const end = encoder.encodeInto(frame, target, 2);
    check(end === bytes.length + 2, 'encode-into', 'ends elsewhere');
    judge(codec, target.subarray(2, end), first, payload, isClient);
    const isKept = target[1] === UNTOUCHED && target[end] === UNTOUCHED;
    check(isKept, 'encode-into', 'wrote beside the frame');
    check(sameBytes(payload, kept), 'input-changed', 'the payload was changed');
  }
  for (const { bytes, copy } of written) {
    check(sameBytes(bytes, copy), 'encode', 'a frame was changed after it was given');
  }
}

/** @type {(codec: Codec, bytes: Uint8Array, first: number, payload: Uint8Array, isClient: boolean) => void} */
function judge(codec, bytes, first, payload, isClient) {
  const result = codec.decodeFrame(bytes, { role: isClient ? 'server' : 'client', allowedRsv: 7 });
  check(
    result.status === 'complete' && result.bytesRead === bytes.length,
    'encode',
    'no whole frame',
  );
  if (result.status !== 'complete') return;
  check(bytes[0] === first, 'encode', 'another first byte');
  const back = result.value.payload;
  const isSame = back.length === payload.length && sameRange(back, 0, payload, 0, back.length);
  check(isSame, 'encode', 'another payload');
}
