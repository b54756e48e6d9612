/**
 * Collecting pieces into one array: each byte is copied once into a block and once out of it, and what is
 * held stays within twice what was put in, whether the pieces are a byte or a megabyte.
 */

const MIN_BLOCK_BYTES = 64;
const MAX_BLOCK_BYTES = 65_536;

/** A piece of at least this size is kept as it is, when it makes up most of its own memory. */
const KEEP_FROM_BYTES = 4096;

export class ByteAccumulator {
  /** Bytes collected so far. */
  length = 0;
  readonly #pieces: Uint8Array[] = [];
  #block: Uint8Array = new Uint8Array(0);
  #used = 0;

  /** Adds a piece that nobody will change any more. */
  append(piece: Uint8Array): void {
    this.length += piece.length;
    const fillsItsMemory = piece.length * 2 >= piece.buffer.byteLength;
    if (piece.length >= KEEP_FROM_BYTES && fillsItsMemory) {
      this.#closeBlock();
      this.#pieces.push(piece);
      return;
    }
    const room = Math.min(this.#block.length - this.#used, piece.length);
    this.#block.set(piece.subarray(0, room), this.#used);
    this.#used += room;
    if (room < piece.length) this.#openBlock(piece.subarray(room));
  }

  /** All bytes in one fresh array. */
  concat(): Uint8Array {
    this.#closeBlock();
    const result = new Uint8Array(this.length);
    let offset = 0;
    for (const piece of this.#pieces) {
      result.set(piece, offset);
      offset += piece.length;
    }
    return result;
  }

  #closeBlock(): void {
    if (this.#used > 0) this.#pieces.push(this.#block.subarray(0, this.#used));
    this.#block = new Uint8Array(0);
    this.#used = 0;
  }

  /** Starts a block about as large as all before it together. */
  #openBlock(first: Uint8Array): void {
    this.#closeBlock();
    const size = Math.min(Math.max(this.length, MIN_BLOCK_BYTES), MAX_BLOCK_BYTES);
    this.#block = new Uint8Array(Math.max(size, first.length));
    this.#block.set(first);
    this.#used = first.length;
  }
}
