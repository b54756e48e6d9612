/**
 * Questions about bytes, answered one by one.
 */

/**
 * Whether `count` bytes of both are the same.
 *
 * @type {(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, count: number) => boolean}
 */
export function sameRange(a, aStart, b, bStart, count) {
  if (aStart + count > a.length || bStart + count > b.length) return false;
  for (let at = 0; at < count; at++) {
    if (a[aStart + at] !== b[bStart + at]) return false;
  }
  return true;
}

/** @type {(a: Uint8Array, b: Uint8Array) => boolean} */
export function sameBytes(a, b) {
  return a.length === b.length && sameRange(a, 0, b, 0, a.length);
}

/**
 * Whether `plain` is what `masked` becomes: octet i XOR octet i modulo 4 of the key (RFC 6455 §5.3).
 *
 * @type {(plain: Uint8Array, masked: Uint8Array, start: number, count: number, key: Uint8Array | null, keyAt: number, phase: number) => boolean}
 */
export function isUnmasked(plain, masked, start, count, key, keyAt, phase) {
  for (let at = 0; at < count; at++) {
    const byte = key === null ? 0 : key[keyAt + ((at + phase) % 4)];
    if (plain[at] !== (masked[start + at] ^ byte)) return false;
  }
  return true;
}

/** @param {readonly Uint8Array[]} pieces */
export function join(pieces) {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
