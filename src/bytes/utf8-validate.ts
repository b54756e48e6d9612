/**
 * A resumable UTF-8 validator (RFC 3629) that names the exact byte at which the text stops being valid:
 * an overlong form, a surrogate and a code point above U+10FFFF are refused at the first byte that
 * makes them certain, not at the end of the sequence.
 *
 * The state is one number, so that a connection which waits in the middle of a character holds nothing
 * else: how many continuation bytes are missing, and between which bounds the next one must lie, packed
 * as `missing << 16 | lower << 8 | upper`. A negative result is `~index` of the offending byte.
 */

/** The state between two characters, where a text may begin and end. */
export const UTF8_BOUNDARY = 0;

const ANY_CONTINUATION = 0x80bf;

/**
 * Reads `bytes` from `start` to `end` and goes on from `state`.
 *
 * @returns the next state, or `~index` of the first byte that no valid text could have there
 */
export function validateUtf8(
  state: number,
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): number {
  let at = start;
  while (at < end) {
    if (state === UTF8_BOUNDARY) {
      at = skipAscii(bytes, at, end);
      if (at === end) break;
      state = stateAfterLead(bytes[at] as number);
      if (state === UTF8_BOUNDARY) return ~at;
    } else {
      const byte = bytes[at] as number;
      if (byte < ((state >>> 8) & 0xff) || byte > (state & 0xff)) return ~at;
      const missing = (state >>> 16) - 1;
      state = missing === 0 ? UTF8_BOUNDARY : (missing << 16) | ANY_CONTINUATION;
    }
    at++;
  }
  return state;
}

/** Whether the bytes are one whole valid text. */
export function isValidUtf8(bytes: Uint8Array): boolean {
  return validateUtf8(UTF8_BOUNDARY, bytes) === UTF8_BOUNDARY;
}

/** The index of the first byte at or after `at` that is not ASCII, or `end`. */
export function skipAscii(bytes: Uint8Array, at: number, end: number): number {
  // Eight at a time: one comparison for all of them.
  for (const last = end - 8; at <= last; at += 8) {
    const any =
      (bytes[at] as number) |
      (bytes[at + 1] as number) |
      (bytes[at + 2] as number) |
      (bytes[at + 3] as number) |
      (bytes[at + 4] as number) |
      (bytes[at + 5] as number) |
      (bytes[at + 6] as number) |
      (bytes[at + 7] as number);
    if (any >= 0x80) break;
  }
  while (at < end && (bytes[at] as number) < 0x80) at++;
  return at;
}

/** The state behind a byte above ASCII that starts a character; the boundary when none can start so. */
function stateAfterLead(byte: number): number {
  if (byte < 0xc2 || byte > 0xf4) return UTF8_BOUNDARY; // continuation, C0 and C1 overlong, F5… too large
  if (byte < 0xe0) return (1 << 16) | ANY_CONTINUATION;
  if (byte === 0xe0) return (2 << 16) | 0xa0bf; // below A0 overlong
  if (byte === 0xed) return (2 << 16) | 0x809f; // above 9F a surrogate
  if (byte < 0xf0) return (2 << 16) | ANY_CONTINUATION;
  if (byte === 0xf0) return (3 << 16) | 0x90bf; // below 90 overlong
  if (byte === 0xf4) return (3 << 16) | 0x808f; // above 8F beyond U+10FFFF
  return (3 << 16) | ANY_CONTINUATION;
}
