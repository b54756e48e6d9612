/**
 * Compressor states that nobody uses at the moment. To make one costs several times what it costs to
 * compress a short message with it (measured: bench/deflate-alone), so one of each kind is kept.
 */

/** A state of a compressor with a window of its own. */
export interface Engine {
  /** Forgets the window. */
  reset(): void;
  /** Gives the memory back; the engine is not used again. */
  close(): void;
}

export class EnginePool<T extends Engine> {
  readonly #create: (windowBits: number) => T;
  readonly #spares: Map<number, T> = new Map();

  constructor(create: (windowBits: number) => T) {
    this.#create = create;
  }

  /** An engine without history. */
  take(windowBits: number): T {
    const spare = this.#spares.get(windowBits);
    if (spare === undefined) return this.#create(windowBits);
    this.#spares.delete(windowBits);
    return spare;
  }

  /** Takes an engine back; `isSound` is false for one that has met an error. */
  give(windowBits: number, engine: T, isSound: boolean): void {
    if (!isSound || this.#spares.has(windowBits)) {
      engine.close();
    } else {
      engine.reset();
      this.#spares.set(windowBits, engine);
    }
  }
}
