/**
 * Extensions that are easy to undo by hand. Their order shows in the bytes, and each writes down what it is
 * asked to do.
 */

import type { NegotiatedExtension } from '../../src/handshake/extension.js';
import type {
  MessageDecoder,
  MessageEncodeOptions,
  MessageEncoder,
} from '../../src/handshake/message-transform.js';
import type { ViolationCode } from '../../src/vocabulary/violation.js';
import { join } from '../vectors/bits.js';

export type Log = string[];

/** How a toy turns bytes into others; `end` says whether the message ends with them. */
interface Toy {
  readonly name: string;
  encode(bytes: Uint8Array, options: MessageEncodeOptions): Uint8Array | null;
  /** Pieces that have become clear, or what is wrong. */
  decode(bytes: Uint8Array, end: boolean): readonly Uint8Array[] | ViolationCode;
  begin(): void;
}

class ToyEncoder implements MessageEncoder {
  readonly #toy: Toy;
  readonly #log: Log;

  constructor(toy: Toy, log: Log) {
    this.#toy = toy;
    this.#log = log;
  }

  encode(bytes: Uint8Array, options: MessageEncodeOptions): Uint8Array | null {
    this.#log.push(`${this.#toy.name} encodes ${bytes.length}`);
    return this.#toy.encode(bytes, options);
  }

  release(): void {
    this.#log.push(`${this.#toy.name} encoder released`);
  }
}

class ToyDecoder implements MessageDecoder {
  fault: ViolationCode | null = null;
  isDone = false;
  readonly #toy: Toy;
  readonly #log: Log;
  #input: Uint8Array | null = null;
  #isLast = false;
  #pieces: Uint8Array[] = [];

  constructor(toy: Toy, log: Log) {
    this.#toy = toy;
    this.#log = log;
  }

  get pendingBytes(): number {
    return (this.#input?.length ?? 0) + this.#pieces.reduce((sum, { length }) => sum + length, 0);
  }

  begin(): void {
    this.#log.push(`${this.#toy.name} begins`);
    this.isDone = false;
    this.#isLast = false;
    this.#toy.begin();
  }

  push(bytes: Uint8Array, last: boolean): void {
    if (this.#input !== null || this.#isLast) throw new Error('pushed out of turn');
    this.#log.push(`${this.#toy.name} decodes ${bytes.length}${last ? ', the last' : ''}`);
    this.#input = bytes;
    this.#isLast = last;
  }

  pull(): Uint8Array | null {
    if (this.#input !== null) {
      const decoded = this.#toy.decode(this.#input, this.#isLast);
      this.#input = null;
      if (typeof decoded === 'string') this.fault = decoded;
      else this.#pieces = decoded.filter(({ length }) => length > 0);
    }
    const piece = this.#pieces.shift() ?? null;
    // The end may come with the last piece or behind it; here it comes behind.
    if (piece === null && this.#isLast && this.fault === null) this.isDone = true;
    return piece;
  }

  release(): void {
    this.#log.push(`${this.#toy.name} decoder released`);
  }
}

function extension(rsv: number, make: () => Toy, log: Log): NegotiatedExtension {
  return {
    name: make().name,
    parameters: [],
    rsv,
    createTransform: () => ({
      encoder: new ToyEncoder(make(), log),
      decoder: new ToyDecoder(make(), log),
    }),
  };
}

/** Adds to each byte its place in the message. */
export function shifting(rsv: number, log: Log = []): NegotiatedExtension {
  return extension(
    rsv,
    () => {
      let place = 0;
      return {
        name: 'x-shift',
        begin() {
          place = 0;
        },
        encode(bytes, { first }) {
          if (first) place = 0;
          return bytes.map((byte) => byte + ++place);
        },
        decode: (bytes) => [bytes.map((byte) => byte - ++place)],
      };
    },
    log,
  );
}

/** Writes each byte twice, and gives what it undoes in pieces of three bytes. */
export function doubling(rsv: number, log: Log = []): NegotiatedExtension {
  return extension(
    rsv,
    () => {
      let half: Uint8Array = new Uint8Array(0);
      return {
        name: 'x-double',
        begin() {
          half = new Uint8Array(0);
        },
        encode: (bytes) =>
          Uint8Array.from({ length: bytes.length * 2 }, (_, at) => byteAt(bytes, at >> 1)),
        decode(bytes, end) {
          const all = join(half, bytes);
          const whole = all.length - (all.length % 2);
          if (end && whole < all.length) return 'compressed-data-invalid';
          half = all.slice(whole);
          const plain = Uint8Array.from({ length: whole / 2 }, (_, at) => byteAt(all, at * 2));
          if (plain.some((byte, at) => byte !== byteAt(all, at * 2 + 1))) {
            return 'compressed-data-invalid';
          }
          return cutEvery(3, plain);
        },
      };
    },
    log,
  );
}

/** Turns a message round, which needs all of it; leaves one alone that the sender wants plain. */
export function reversing(rsv: number, log: Log = []): NegotiatedExtension {
  return extension(
    rsv,
    () => {
      let held: Uint8Array = new Uint8Array(0);
      const hold = (bytes: Uint8Array, isLast: boolean): Uint8Array => {
        held = join(held, bytes);
        const all = isLast ? held.reverse() : new Uint8Array(0);
        if (isLast) held = new Uint8Array(0);
        return all;
      };
      return {
        name: 'x-reverse',
        begin() {
          held = new Uint8Array(0);
        },
        encode: (bytes, { first, last, compress }) =>
          first && compress === false ? null : hold(bytes, last),
        decode: (bytes, end) => [hold(bytes, end)],
      };
    },
    log,
  );
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function cutEvery(size: number, bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.slice(at * size, (at + 1) * size),
  );
}
