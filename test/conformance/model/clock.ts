/**
 * Time as an argument: the same fuzzer waits for real on a socket, and not at all in memory.
 */

export interface Clock {
  /** Runs the action after so many seconds; the result takes it back. */
  after(seconds: number, action: () => void): () => void;
  /** Runs the action in the next turn of the event loop. */
  soon(action: () => void): void;
}

export const realClock: Clock = {
  after(seconds, action) {
    const timer = setTimeout(action, seconds * 1000);
    return () => clearTimeout(timer);
  },
  soon: setImmediate,
};

interface Alarm {
  readonly at: number;
  readonly action: () => void;
}

/** Turns take no time; when none is left, time jumps to the next alarm. */
export class VirtualClock implements Clock {
  #now = 0;
  #turns: (() => void)[] = [];
  #alarms: Alarm[] = [];

  get now(): number {
    return this.#now;
  }

  after(seconds: number, action: () => void): () => void {
    const alarm = { at: this.#now + seconds, action };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  soon(action: () => void): void {
    this.#turns.push(action);
  }

  /** Runs until nothing is left to do. */
  run(): void {
    for (;;) {
      while (this.#turns.length > 0) {
        const turns = this.#turns;
        this.#turns = [];
        for (const turn of turns) turn();
      }
      // The earliest; of two at the same time the one that was set first.
      let next: Alarm | undefined;
      for (const alarm of this.#alarms) if (next === undefined || alarm.at < next.at) next = alarm;
      if (next === undefined) return;
      this.#alarms = this.#alarms.filter((other) => other !== next);
      this.#now = next.at;
      next.action();
    }
  }
}
