/**
 * Inputs that are the same in every run: what differs between two runs is then the machine.
 */

/**
 * A source of 32-bit numbers (xorshift), a different row for every seed.
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function numbers(seed) {
  // Never zero, which would stay zero; multiplied, so that neighbours do not begin alike.
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/**
 * @param {number} length
 * @param {number} seed
 * @returns {Uint8Array}
 */
export function randomBytes(length, seed) {
  const next = numbers(seed);
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = next();
  // Cut to measure by a copy, not a view: the array is to begin and end with its buffer.
  return new Uint8Array(words.buffer).slice(0, length);
}

/**
 * A masking key without a zero byte.
 *
 * @param {number} seed
 * @returns {Uint8Array}
 */
export function randomKey(seed) {
  return randomBytes(4, seed ^ 0x5bd1e995).map((byte) => byte | 1);
}

const asciiLetters = 'etaoin shrdlu cmfwyp vbgkqjxz, ETAOIN. {"id":42,"ok":true}';
const mixedLetters = ['a', 'n', 'e', ' ', 'é', 'ß', 'д', 'я', '漢', '字', '—', '🦉'];

/**
 * Text that takes exactly `length` bytes in UTF-8: ASCII only, or characters of one to four bytes.
 *
 * @param {'ascii' | 'mixed'} kind
 * @param {number} length
 * @param {number} seed
 * @returns {string}
 */
export function randomText(kind, length, seed) {
  const next = numbers(seed);
  const alphabet = kind === 'ascii' ? [...asciiLetters] : mixedLetters;
  const parts = [];
  for (let left = length; left > 0; ) {
    const letter = /** @type {string} */ (alphabet[next() % alphabet.length]);
    const bytes = Buffer.byteLength(letter);
    if (bytes > left) continue;
    parts.push(letter);
    left -= bytes;
  }
  // Through bytes and back, so that the string is one flat piece and not a rope of its parts.
  return Buffer.from(parts.join('')).toString();
}

/**
 * How many inputs to rotate over: many when they are small, and never so many that it is the memory
 * behind the caches that is measured.
 *
 * @param {number} bytesEach
 * @returns {number}
 */
export function inputCountFor(bytesEach) {
  let count = 16;
  while (count > 2 && count * bytesEach > 1 << 18) count /= 2;
  return count;
}
