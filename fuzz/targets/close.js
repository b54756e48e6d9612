/**
 * The payload of Close frames, and with it the reading of UTF-8: `decodeClosePayload` and `encodeClosePayload`.
 *
 * An input is such a payload.
 */

import { check } from '../engine/finding.js';
import { sameBytes, sameRange } from '../references/bytes.js';
import { closeFault } from '../references/close-payload.js';
import { closeCodes } from '../references/header.js';
import { readUtf8 } from '../references/utf8.js';
import { someText } from './write-frames.js';

const MAX_CONTROL_BYTES = 125;

/**
 * @param {import('../codec.js').Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function closeTarget(codec) {
  let saved = new Uint8Array(1 << 12);
  return {
    name: 'close',
    isCheap: true,
    generate(draft, random) {
      const code = random.oneIn(4) ? random.next() : random.between(999, 1016);
      draft.byte(code >>> 8);
      draft.byte(code);
      draft.append(someText(random, random.oneIn(64) ? random.below(2000) : random.below(40)));
    },
    run(input) {
      const { length } = input;
      if (saved.length < length) saved = new Uint8Array(2 * length);
      saved.set(input);
      const expected = closeFault(input);
      const result = codec.decodeClosePayload(input);
      check(sameRange(input, 0, saved, 0, length), 'input-changed', 'the payload was changed');
      if (expected !== '') {
        check(result.status === 'invalid', 'verdict', 'a fault was not seen');
        if (result.status !== 'invalid') return '';
        check(result.error.code === expected, 'fault', 'another fault was named');
        check(result.error.closeCode === closeCodes[expected], 'close-code', 'a wrong close code');
        return expected;
      }
      check(result.status === 'complete', 'verdict', 'a payload without a fault was refused');
      if (result.status !== 'complete') return '';
      const { code, reason } = result.value;
      check(result.bytesRead === length, 'bytes-read', 'not all bytes were read');
      if (length === 0) {
        check(code === 1005 && reason === '', 'value', 'no code is not 1005');
        return 'empty';
      }
      check(code === input[0] * 256 + input[1], 'value', 'another code');
      check(reason === readUtf8(input, 2, length), 'value', 'another reason');
      if (length > MAX_CONTROL_BYTES) return 'long';
      check(sameBytes(codec.encodeClosePayload(code, reason), input), 'encode', 'other bytes');
      return length === 2 ? 'code' : 'reason';
    },
  };
}
