/**
 * The last bytes of a stream: as many as a window holds.
 */

export class History {
  /** How many there are. */
  length = 0;
  readonly #ring: Uint8Array;
  #next = 0;

  constructor(byteLength: number) {
    this.#ring = new Uint8Array(byteLength);
  }

  /** Adds the bytes from `start` to `end`. */
  append(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    const ring = this.#ring;
    const from = Math.max(start, end - ring.length);
    const added = end - from;
    const first = Math.min(added, ring.length - this.#next);
    ring.set(bytes.subarray(from, from + first), this.#next);
    if (first < added) ring.set(bytes.subarray(from + first, end), 0);
    this.#next = (this.#next + added) % ring.length;
    this.length = Math.min(this.length + added, ring.length);
  }

  /** Writes all of them, the oldest first. */
  copyTo(target: Uint8Array, offset: number): void {
    const ring = this.#ring;
    const isFull = this.length === ring.length;
    const oldest = isFull ? ring.subarray(this.#next) : ring.subarray(0, this.length);
    target.set(oldest, offset);
    if (isFull) target.set(ring.subarray(0, this.#next), offset + oldest.length);
  }

  clear(): void {
    this.length = 0;
    this.#next = 0;
  }
}
