/**
 * Bytes as they are drawn: bit by bit as in the figure of RFC 6455 §5.2, or in hexadecimal. Blanks are free.
 */

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * `bits('1 000 0001  1 0000101')` is the start of a masked Text frame of five bytes:
 * FIN, the reserved bits and the opcode, then the mask bit and the length.
 */
export function bits(drawing: string): Uint8Array {
  const digits = drawing.replace(/\s+/g, '');
  if (!/^[01]*$/.test(digits) || digits.length % 8 !== 0) {
    throw new RangeError(`not whole bytes of bits: ${drawing}`);
  }
  return parse(digits, 8, 2);
}

/** `hex('81 05 48656c6c6f')` is an unmasked Text frame with "Hello". */
export function hex(drawing: string): Uint8Array {
  const digits = drawing.replace(/\s+/g, '');
  if (!/^[0-9a-f]*$/i.test(digits) || digits.length % 2 !== 0) {
    throw new RangeError(`not whole bytes of hexadecimal digits: ${drawing}`);
  }
  return parse(digits, 2, 16);
}

/** The bytes in hexadecimal, for messages that can be read and comparisons that are quick. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexOfByte[byte];
  return text;
}

/**
 * A value with all the bytes in it as text, at any depth: a deep comparison of long arrays takes seconds, and
 * its message cannot be read. Plain arrays are told from Buffers and the like.
 */
export function legible(value: unknown): unknown {
  if (value instanceof Uint8Array) return `${value.constructor.name} ${toHex(value)}`;
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, legible(part)]));
}

/** All parts behind each other. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** So many bytes of one value. */
export function repeat(byte: number, length: number): Uint8Array {
  return new Uint8Array(length).fill(byte);
}

/** Bytes without a pattern that a wrong stride could hide in; the same for the same length and seed. */
export function noise(length: number, seed: number = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0 || 1;
  for (let at = 0; at < length; at++) {
    // xorshift32: never 0 again once it is not 0.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state >>> 11;
  }
  return bytes;
}

/** Whether two arrays hold the same bytes; far quicker than a deep comparison. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

function parse(digits: string, digitsPerByte: number, radix: number): Uint8Array {
  return Uint8Array.from({ length: digits.length / digitsPerByte }, (_, at) =>
    Number.parseInt(digits.slice(at * digitsPerByte, (at + 1) * digitsPerByte), radix),
  );
}
