/**
 * Handing out a range of memory that nobody will write to again.
 */

/**
 * Up to this many bytes a copy costs no more than a view: V8 keeps such arrays on its heap, and a view
 * would move the memory off it (measured: bench/stream). A copy also pins nothing.
 */
const COPY_UP_TO_BYTES = 64;

/** The bytes from `start` to `end`: fresh when they are few, otherwise a view. */
export function pieceOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (end - start > COPY_UP_TO_BYTES) return viewOf(bytes, start, end);
  const piece = new Uint8Array(end - start);
  copyRange(bytes, start, end, piece, 0);
  return piece;
}

/** A plain view. Not a `subarray`: that is slower, and of a Buffer it is a Buffer. */
export function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

/** Copies a short range byte by byte, which is faster than to make a view of it first. */
export function copyRange(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  offset: number,
): void {
  for (; start < end; start++, offset++) target[offset] = source[start] as number;
}
