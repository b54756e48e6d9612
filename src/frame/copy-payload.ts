/**
 * A payload in fresh bytes of its own, unmasked (RFC 6455 §5.3). Apart from the other loops and much smaller:
 * fresh memory begins at a whole word, and a bundle of `decodeFrame` should hold no more than it needs.
 */

// Synchronous and overwritten on every use: nobody outside can see them. The key is read as a word in the
// machine's own order of bytes, as the words of the payload are.
const keyWord = /* @__PURE__ */ new Int32Array(1);
const keyBytes = /* @__PURE__ */ (() => new Uint8Array(keyWord.buffer))();

const NO_KEY = /* @__PURE__ */ new Uint8Array(4);

/** The bytes of `source` from `start` to `end`, unmasked unless the key is null. */
export function copyPayload(
  source: Uint8Array,
  start: number,
  end: number,
  maskingKey: Uint8Array | null,
): Uint8Array {
  const length = end - start;
  const payload = new Uint8Array(length);
  let at = 0;
  // From so many bytes on a view of words pays for its allocation (measured: bench/mask).
  if (length >= 96) {
    payload.set(new Uint8Array(source.buffer, source.byteOffset + start, length));
    if (maskingKey === null) return payload;
    keyBytes.set(maskingKey);
    const key = keyWord[0] as number;
    const words = new Int32Array(payload.buffer, 0, Math.floor(length / 4));
    for (; at < words.length - 3; at += 4) {
      (words[at] as number) ^= key;
      (words[at + 1] as number) ^= key;
      (words[at + 2] as number) ^= key;
      (words[at + 3] as number) ^= key;
    }
    for (; at < words.length; at++) (words[at] as number) ^= key;
    at *= 4;
  }
  const key = maskingKey ?? NO_KEY;
  const key0 = key[0] as number;
  const key1 = key[1] as number;
  const key2 = key[2] as number;
  const key3 = key[3] as number;
  for (; at < length - 3; at += 4) {
    payload[at] = (source[start + at] as number) ^ key0;
    payload[at + 1] = (source[start + at + 1] as number) ^ key1;
    payload[at + 2] = (source[start + at + 2] as number) ^ key2;
    payload[at + 3] = (source[start + at + 3] as number) ^ key3;
  }
  for (; at < length; at++) payload[at] = (source[start + at] as number) ^ (key[at & 3] as number);
  return payload;
}
