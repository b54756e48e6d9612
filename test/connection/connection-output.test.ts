/**
 * The output of a connection against what encodeFrame gives for the same frames and keys.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import { encodeFrame, type FrameInit } from '../../src/frame/encode-frame.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { anyText } from '../properties/arbitraries.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';
import { closeBody, connect, drain, type Role, roles, toReceive } from './drive.js';

const { Text, Binary, Continuation, Ping, Pong, Close } = Opcode;

/** Keys that count. */
function countingConnection(role: Role, maxPendingPongs: number): Connection {
  let key = 0;
  const random = (target: Uint8Array) => {
    const words = new Uint32Array(target.buffer, target.byteOffset, target.length / 4);
    for (let at = 0; at < words.length; at++) words[at] = ++key;
  };
  return connect(role, { random, maxPendingPongs });
}

/** What should wait in the output, frame by frame. */
class ExpectedOutput {
  readonly #role: Role;
  #key = 0;
  #keysLeft = 0;
  frames: Uint8Array[] = [];
  #pongs: number[] = [];

  constructor(role: Role) {
    this.#role = role;
  }

  get bytes(): Uint8Array {
    return join(...this.frames);
  }

  add(frame: FrameInit): void {
    this.frames.push(this.#encode(frame));
  }

  addPong(payload: Uint8Array, maxPending: number): void {
    if (maxPending === 0) return;
    const frame = this.#encode({ opcode: Pong, payload });
    if (this.#pongs.length < maxPending) this.#pongs.push(this.frames.push(frame) - 1);
    else this.frames[this.#pongs.at(-1) ?? 0] = frame;
  }

  take(): void {
    this.frames = [];
    this.#pongs = [];
  }

  /** Keys are drawn sixteen at a time, or as many as a message needs; what is left of the last draw is dropped. */
  reserve(count: number): void {
    if (this.#keysLeft >= count) return;
    this.#key += this.#keysLeft;
    this.#keysLeft = Math.max(16, count);
  }

  #encode(frame: FrameInit): Uint8Array {
    this.reserve(1);
    this.#keysLeft--;
    this.#key++;
    const maskingKey =
      this.#role === 'client' ? new Uint8Array(Uint32Array.of(this.#key).buffer) : null;
    return encodeFrame({ ...frame, maskingKey });
  }
}

const size = fc.oneof(
  { weight: 6, arbitrary: fc.nat(300) },
  { weight: 2, arbitrary: fc.integer({ min: 4080, max: 4110 }) },
  { weight: 1, arbitrary: fc.integer({ min: 16_360, max: 70_000 }) },
);

type Action =
  | { type: 'text'; text: string }
  | { type: 'binary'; length: number; takeOwnership: boolean; fragmentBytes: number }
  | { type: 'ping'; length: number }
  | { type: 'answer'; length: number }
  | { type: 'fragments'; text: string }
  | { type: 'take' };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('text' as const), text: anyText }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('text' as const),
      text: size.map((n) => 'é'.repeat(n)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('binary' as const),
      length: size,
      takeOwnership: fc.boolean(),
      fragmentBytes: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 5000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('ping' as const), length: fc.nat(125) }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('answer' as const), length: fc.nat(125) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('fragments' as const), text: anyText }) },
  { weight: 1, arbitrary: fc.constant({ type: 'take' as const }) },
);

describe.each(roles)('a %s', (role) => {
  test('puts out what encodeFrame gives, in order, whatever is sent, answered and taken', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), fc.nat(4), (actions, maxPendingPongs) => {
        const connection = countingConnection(role, maxPendingPongs);
        const expected = new ExpectedOutput(role);
        const taken: [Uint8Array[], Uint8Array][] = [];
        for (const [at, it] of actions.entries()) {
          if (it.type === 'text') {
            connection.sendText(it.text);
            expected.add({ opcode: Text, payload: it.text });
          } else if (it.type === 'binary') {
            const { length, takeOwnership, fragmentBytes } = it;
            connection.sendBinary(noise(length, at), { takeOwnership, fragmentBytes });
            const pieces = Math.max(1, Math.ceil(length / fragmentBytes));
            expected.reserve(pieces);
            for (let piece = 0; piece < pieces; piece++) {
              const from = piece === 0 ? 0 : piece * fragmentBytes;
              expected.add({
                opcode: piece === 0 ? Binary : Continuation,
                fin: piece === pieces - 1,
                payload: noise(length, at).slice(from, from + fragmentBytes),
              });
            }
          } else if (it.type === 'ping') {
            connection.ping(noise(it.length, at));
            expected.add({ opcode: Ping, payload: noise(it.length, at) });
          } else if (it.type === 'answer') {
            connection.receive(toReceive(role, Ping, noise(it.length, at)));
            drain(connection);
            expected.addPong(noise(it.length, at), maxPendingPongs);
          } else if (it.type === 'fragments') {
            connection.sendFragment(it.text, { opcode: Text, fin: false });
            connection.sendFragment('', { fin: true });
            const isHeld = /[\ud800-\udbff]$/.test(it.text);
            const first = isHeld ? it.text.slice(0, -1) : it.text;
            expected.add({ opcode: Text, fin: false, payload: first });
            expected.add({ opcode: Continuation, payload: isHeld ? '\ufffd' : '' });
          } else {
            taken.push([connection.takeOutput(), expected.bytes]);
            expected.take();
          }
          expect(connection.pendingOutputBytes).toBe(expected.bytes.length);
        }
        connection.close(1000);
        expected.add({ opcode: Close, payload: closeBody(1000) });
        taken.push([connection.takeOutput(), expected.bytes]);
        // Compared at the end: what was taken is never written to again.
        for (const [pieces, bytes] of taken) expect(sameBytes(join(...pieces), bytes)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('puts many short frames out in few arrays', () => {
    const connection = connect(role);
    for (let count = 0; count < 1000; count++) connection.sendText(`message ${count}`);
    expect(connection.takeOutput().length).toBeLessThan(8);
    expect(connection.takeOutput()).toStrictEqual([]);
  });

  test('copies a payload that is not handed over, however long it is', () => {
    for (const length of [10, 5000, 100_000]) {
      const connection = connect(role);
      const payload = noise(length);
      connection.sendBinary(payload);
      const expected = join(...connection.takeOutput().map((bytes) => bytes.slice()));
      connection.sendBinary(payload);
      payload.fill(0);
      const [first = hex('')] = connection.takeOutput();
      expect(first.length).toBe(expected.length);
      if (role === 'server') expect(sameBytes(first, expected)).toBe(true);
    }
  });
});
