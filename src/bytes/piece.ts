/**
 * Handing out a range of memory that nobody will write to again.
 */

/**
 * V8 keeps arrays of up to so many bytes on its heap, and a view moves their memory off it, which costs more
 * than to copy all of them (measured: bench/stream).
 */
const ON_HEAP_BYTES = 64;

/** Of larger memory, a copy of up to so many bytes costs no more than a view, and pins nothing. */
const COPY_UP_TO_BYTES = 24;

/** The bytes from `start` to `end`: fresh when they are few, otherwise a view. */
export function pieceOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copyUpTo = bytes.length > ON_HEAP_BYTES ? COPY_UP_TO_BYTES : ON_HEAP_BYTES;
  if (end - start > copyUpTo) return viewOf(bytes, start, end);
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
