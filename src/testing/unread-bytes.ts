/**
 * Bytes that have come and are not read yet, in one piece.
 */

const FIRST_CAPACITY = 1024;

export class UnreadBytes {
  #buffer: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** All of them, as they lie until the next are appended. */
  get view(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  append(chunk: Uint8Array): void {
    const { length } = this;
    if (this.#end + chunk.length > this.#buffer.length) {
      const capacity = Math.max(2 * (length + chunk.length), FIRST_CAPACITY);
      const next = capacity > this.#buffer.length ? new Uint8Array(capacity) : this.#buffer;
      next.set(this.view);
      this.#buffer = next;
      this.#start = 0;
      this.#end = length;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** The next bytes, so many, in memory of their own; they count as read. */
  take(count: number): Uint8Array {
    const from = this.#start;
    this.#start += count;
    return this.#buffer.slice(from, this.#start);
  }
}
