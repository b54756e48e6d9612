/** Wakes all that wait for something to change; each looks for itself whether it was that. */
export class Signal {
  #wake: (() => void) | null = null;
  #waiting: Promise<void> | null = null;

  /** Until the next `notify`. */
  wait(): Promise<void> {
    this.#waiting ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#waiting;
  }

  notify(): void {
    const wake = this.#wake;
    this.#waiting = null;
    this.#wake = null;
    wake?.();
  }
}
