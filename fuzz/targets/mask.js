/**
 * Masking: `unmask` and `maskInPlace`, at every alignment, in one piece and in two.
 *
 * An input: a key, four bytes for offset, alignment and cut, the payload.
 */

import { check } from '../engine/finding.js';
import { isUnmasked, sameRange } from '../references/bytes.js';

const KEY_BYTES = 4;
const PAYLOAD_AT = 8;
/** An offset near the largest that is exact in a number. */
const FAR = 2 ** 53 - 2 ** 20;

/**
 * @param {import('../codec.js').Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function maskTarget(codec) {
  let memory = new Uint8Array(1 << 17);
  return {
    name: 'mask',
    isCheap: true,
    generate(draft, random) {
      draft.noise(random, PAYLOAD_AT);
      draft.noise(random, random.oneIn(2000) ? random.between(16_000, 50_000) : random.size());
    },
    run(input) {
      if (input.length < PAYLOAD_AT) return 'no input';
      const key = input.subarray(0, KEY_BYTES);
      const offset = input[4] === 255 ? FAR + input[5] : input[4];
      const phase = offset % 4;
      const payload = input.subarray(PAYLOAD_AT);
      const { length } = payload;
      if (memory.length < length + 32) memory = new Uint8Array(2 * length + 32);
      const start = input[5] % 17;
      const region = memory.subarray(start, start + length);
      region.set(payload);
      memory[start + length] = 0x5a;

      const fresh = codec.unmask(payload, key, offset);
      check(
        fresh.length === length && fresh.buffer !== input.buffer,
        'aliasing',
        'not fresh bytes',
      );
      check(isUnmasked(fresh, payload, 0, length, key, 0, phase), 'unmask', 'other bytes');
      check(sameRange(payload, 0, region, 0, length), 'input-changed', 'the payload was changed');

      const cut = (input[6] * 256 + input[7]) % (length + 1);
      codec.maskInPlace(region.subarray(0, cut), key, offset);
      codec.maskInPlace(region.subarray(cut), key, offset + cut);
      check(sameRange(region, 0, fresh, 0, length), 'cut', 'two pieces give other bytes than one');
      check(memory[start + length] === 0x5a, 'beside', 'a byte behind the payload was changed');
      return length < 64 ? 'short' : length < 4096 ? 'middling' : 'long';
    },
  };
}
