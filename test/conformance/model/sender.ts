/**
 * The sending half of the fuzzer: turns steps into octets, and octets into writes with a turn of the event
 * loop between them. Order is kept: what is sent later waits for the chops of what was sent before.
 */

import type { FrameSpec, Step } from '../cases/notation.js';
import { materialize } from '../cases/payload.js';
import type { Clock } from './clock.js';
import { cutIntoFragments, type WrittenFrame, writeFrame } from './frame-writer.js';

const RSV1 = 4;

export interface SenderHooks {
  write(bytes: Uint8Array): void;
  /** A fresh masking key, or null for a side that does not mask. */
  key(): Uint8Array | null;
  /** A message as permessage-deflate makes it. */
  compress(message: Uint8Array): Uint8Array;
  /** A wait with a tag has passed. */
  onTimeout(tag: string): void;
  /** A frame that begins the fuzzer's closing handshake goes out. */
  onCloseSent(): void;
  /** The last step has gone out. */
  onStepsDone(): void;
}

export class Sender {
  readonly #clock: Clock;
  readonly #hooks: SenderHooks;
  #steps: Step[] = [];
  #queue: (Uint8Array | (() => void))[] = [];
  #pumping = false;
  #cancelWait: (() => void) | null = null;
  /** What is left of a frame whose header has gone out. */
  #unsent: Uint8Array = new Uint8Array(0);

  constructor(clock: Clock, hooks: SenderHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** Whether steps are left to do. */
  get busy(): boolean {
    return this.#steps.length > 0 || this.#cancelWait !== null;
  }

  start(steps: readonly Step[]): void {
    this.#steps = [...steps];
    this.#advance();
  }

  /** Sends one frame outside the steps: an answer, or the fuzzer's Close. */
  sendFrame(frame: FrameSpec): void {
    this.#enqueue([this.#encode(frame)]);
  }

  /** Drops the steps that are left; what has been handed over still goes out. */
  stopSteps(): void {
    this.#steps = [];
    this.#cancelWait?.();
    this.#cancelWait = null;
  }

  /** Drops everything: there is no connection any more. */
  stop(): void {
    this.stopSteps();
    this.#queue = [];
  }

  /** Runs the action behind everything that has been handed over. */
  whenFlushed(action: () => void): void {
    this.#queue.push(action);
    if (!this.#pumping) this.#pump();
  }

  #advance(): void {
    for (let step = this.#steps.shift(); step !== undefined; step = this.#steps.shift()) {
      if (step.kind === 'wait') {
        this.#wait(step.seconds, step.tag);
        return;
      }
      this.#enqueue(this.#writesOf(step));
      if (step.kind === 'frames' && step.frames.some(({ closes }) => closes)) {
        this.#hooks.onCloseSent();
      }
    }
    this.#hooks.onStepsDone();
  }

  #wait(seconds: number, tag: string | null): void {
    this.#cancelWait = this.#clock.after(seconds, () => {
      this.#cancelWait = null;
      if (tag !== null) this.#hooks.onTimeout(tag);
      this.#advance();
    });
  }

  #writesOf(step: Exclude<Step, { kind: 'wait' }>): Uint8Array[] {
    switch (step.kind) {
      case 'fragmented': {
        const frames = cutIntoFragments(step.opcode, materialize(step.payload), step.size);
        return [join(frames.map((frame) => writeFrame(frame, this.#hooks.key())))];
      }
      case 'compressed': {
        const frames = this.#compress(step.opcode, materialize(step.payload), step.size);
        return [join(frames.map((frame) => writeFrame(frame, this.#hooks.key())))];
      }
      case 'begin': {
        const frame = this.#encode(step.frame);
        const headBytes = frame.length - step.frame.payload.length;
        this.#unsent = frame;
        return [this.#takeUnsent(headBytes + step.octets)];
      }
      case 'rest':
        return [this.#takeUnsent(step.octets)];
      case 'frames': {
        const frames = step.frames.map((frame) => this.#encode(frame));
        if (step.chop === 'one') return [join(frames)];
        if (step.chop === 'sync') return frames;
        const { chop } = step;
        return frames.flatMap((frame) => pieces(frame, chop));
      }
    }
  }

  /** RSV1 stands on the first frame alone (RFC 7692 §6.1). */
  #compress(opcode: number, message: Uint8Array, size: number): WrittenFrame[] {
    const payload = this.#hooks.compress(message);
    const frames =
      size > 0 && payload.length > size
        ? cutIntoFragments(opcode, payload, size)
        : [{ opcode, payload, fin: true, rsv: 0 }];
    return frames.map((frame, index) => (index === 0 ? { ...frame, rsv: RSV1 } : frame));
  }

  #takeUnsent(count: number): Uint8Array {
    const taken = this.#unsent.slice(0, count);
    this.#unsent = this.#unsent.subarray(count);
    return taken;
  }

  #encode(frame: FrameSpec): Uint8Array {
    const written: WrittenFrame = { ...frame, payload: materialize(frame.payload) };
    return writeFrame(written, this.#hooks.key());
  }

  #enqueue(writes: readonly Uint8Array[]): void {
    for (const write of writes) this.#queue.push(write);
    if (!this.#pumping) this.#pump();
  }

  #pump(): void {
    const next = this.#queue.shift();
    this.#pumping = next !== undefined;
    if (next === undefined) return;
    if (typeof next === 'function') next();
    else this.#hooks.write(next);
    this.#clock.soon(() => this.#pump());
  }
}

function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? (parts[0] as Uint8Array) : new Uint8Array(Buffer.concat(parts));
}
