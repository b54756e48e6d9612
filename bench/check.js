/**
 * Assertions about what contenders return.
 */

/**
 * Throws unless both are the same bytes, whatever kind of Uint8Array holds them.
 *
 * @param {unknown} actual
 * @param {Uint8Array} expected
 */
export function requireSameBytes(actual, expected) {
  if (!(actual instanceof Uint8Array)) throw new TypeError('the result is not a Uint8Array');
  const { buffer, byteOffset, byteLength } = actual;
  const difference = Buffer.compare(Buffer.from(buffer, byteOffset, byteLength), expected);
  if (difference !== 0) {
    throw new Error(
      `the result (${byteLength} bytes) is not the ${expected.length} bytes expected`,
    );
  }
}

/**
 * The bytes XORed with the key, in the simplest way: RFC 6455 §5.3 as it stands there.
 *
 * @param {Uint8Array} payload unchanged
 * @param {Uint8Array} key
 * @returns {Uint8Array}
 */
export function maskedPlainly(payload, key) {
  const result = new Uint8Array(payload.length);
  for (let i = 0; i < payload.length; i++) {
    result[i] = /** @type {number} */ (payload[i]) ^ /** @type {number} */ (key[i % 4]);
  }
  return result;
}
