/**
 * A connection and what must be true of it, as a list of frames and a few flags; and the operations that
 * two of them, wired to each other, go through.
 */

import fc from 'fast-check';
import { expect } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { closeBody, connect, type Role, type SentFrame } from '../connection/drive.js';
import { join } from '../vectors/bits.js';
import { soundText } from './stream-arbitraries.js';

const { Text, Binary, Continuation, Close, Ping, Pong } = Opcode;

export type Data = { readonly text: string } | { readonly bytes: Uint8Array };
export type Operation = { readonly on: Role } & (
  | { readonly do: 'send'; readonly data: Data; readonly fragmentBytes: number | undefined }
  | { readonly do: 'fragment'; readonly data: Data; readonly fin: boolean }
  | { readonly do: 'ping' | 'pong'; readonly payload: Uint8Array }
  | { readonly do: 'close'; readonly code: number | undefined; readonly reason: string }
  | { readonly do: 'take' }
  | { readonly do: 'deliver'; readonly bytes: number }
  | { readonly do: 'pull'; readonly events: number }
  | { readonly do: 'end' }
);

const encode = (data: Data) => ('text' in data ? new TextEncoder().encode(data.text) : data.bytes);
const kindOf = (data: Data) => ('text' in data ? Text : Binary);

/** One connection, and what must be true of it. */
export class Side {
  readonly role: Role;
  readonly connection: Connection;
  /** On its way to this side. */
  pipe: Uint8Array = new Uint8Array(0);
  readonly written: Uint8Array[] = [];
  readonly events: ConnectionEvent[] = [];
  // The model.
  readonly frames: SentFrame[] = [];
  /** Whole messages that were sent, as they must arrive. */
  readonly sent: ConnectionEvent[] = [];
  open: { kind: Opcode; pieces: Uint8Array[] } | null = null;
  hasCalledClose = false;
  isOver = false;
  hasEnded = false;

  constructor(role: Role, options: Parameters<typeof connect>[1]) {
    this.role = role;
    this.connection = connect(role, options);
  }

  /** What a send does now, as it is documented. */
  expectSend(send: () => boolean, isWhole: boolean, isMistake: boolean): boolean {
    const before = this.connection.pendingOutputBytes;
    if (this.hasCalledClose || (!this.isOver && (isMistake || (isWhole && this.open !== null)))) {
      expect(send).toThrow(TypeError);
      expect(this.connection.pendingOutputBytes).toBe(before);
      return false;
    }
    expect(send()).toBe(!this.isOver);
    expect(this.connection.pendingOutputBytes > before).toBe(!this.isOver);
    return !this.isOver;
  }

  complete(kind: Opcode, bytes: Uint8Array): void {
    this.sent.push(
      kind === Text
        ? { type: 'text', data: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) }
        : { type: 'binary', data: bytes },
    );
  }

  pull(): boolean {
    const event = this.connection.nextEvent();
    if (event === null) return false;
    expect(this.isOver).toBe(false);
    this.events.push(event);
    if (event.type === 'ping')
      this.frames.push({ opcode: Pong, fin: true, payload: event.payload });
    if (event.type === 'close') {
      this.isOver = true;
      if (event.wasClean && !this.hasCalledClose) {
        const payload = event.code === 1005 ? new Uint8Array(0) : closeBody(event.code);
        this.frames.push({ opcode: Close, fin: true, payload });
      }
    }
    return true;
  }
}

export function apply(operation: Operation, side: Side, peer: Side): void {
  const { connection } = side;
  switch (operation.do) {
    case 'send': {
      const { data, fragmentBytes = Infinity } = operation;
      const options = fragmentBytes === Infinity ? {} : { fragmentBytes };
      const send = () =>
        'text' in data
          ? connection.sendText(data.text, options)
          : connection.sendBinary(data.bytes.slice(), { ...options, takeOwnership: true });
      if (!side.expectSend(send, true, false)) return;
      const payload = encode(data);
      let at = 0;
      do {
        const opcode = at === 0 ? kindOf(data) : Continuation;
        const end = Math.min(at + fragmentBytes, payload.length);
        side.frames.push({ opcode, fin: end === payload.length, payload: payload.slice(at, end) });
        at = end;
      } while (at < payload.length);
      side.complete(kindOf(data), payload);
      return;
    }
    case 'fragment': {
      const { data, fin } = operation;
      const kind = kindOf(data);
      const content = 'text' in data ? data.text : data.bytes;
      const isMistake = side.open !== null && side.open.kind !== kind;
      if (
        !side.expectSend(
          () => connection.sendFragment(content, { opcode: kind, fin }),
          false,
          isMistake,
        )
      ) {
        return;
      }
      side.frames.push({
        opcode: side.open === null ? kind : Continuation,
        fin,
        payload: encode(data),
      });
      side.open ??= { kind, pieces: [] };
      side.open.pieces.push(encode(data));
      if (!fin) return;
      side.complete(kind, join(...side.open.pieces));
      side.open = null;
      return;
    }
    case 'ping':
    case 'pong': {
      const { payload } = operation;
      if (!side.expectSend(() => connection[operation.do](payload), false, false)) return;
      side.frames.push({ opcode: operation.do === 'ping' ? Ping : Pong, fin: true, payload });
      return;
    }
    case 'close': {
      const { code, reason } = operation;
      if (code === undefined) connection.close();
      else connection.close(code, reason);
      if (side.hasCalledClose || side.isOver) return;
      side.hasCalledClose = true;
      const payload = code === undefined ? new Uint8Array(0) : closeBody(code, reason);
      side.frames.push({ opcode: Close, fin: true, payload });
      return;
    }
    case 'take': {
      const output = connection.takeOutput();
      expect(connection.pendingOutputBytes).toBe(0);
      side.written.push(...output.map((bytes) => bytes.slice()));
      peer.pipe = join(peer.pipe, ...output);
      return;
    }
    case 'deliver':
      connection.receive(side.pipe.slice(0, operation.bytes));
      side.pipe = side.pipe.slice(operation.bytes);
      return;
    case 'pull':
      for (let left = operation.events; left > 0 && side.pull(); left--);
      return;
    case 'end':
      connection.receiveEnd();
      side.hasEnded = true;
  }
}

/** Lets everything that is under way arrive, on both sides. */
export function settle(sides: readonly [Side, Side]): void {
  for (let turn = 0; turn < 6; turn++) {
    for (const [at, side] of sides.entries()) {
      const peer = sides[1 - at] as Side;
      apply({ on: side.role, do: 'take' }, side, peer);
      apply({ on: peer.role, do: 'deliver', bytes: peer.pipe.length }, peer, side);
      apply({ on: peer.role, do: 'pull', events: Infinity }, peer, side);
    }
  }
}

/** Whole messages among the events, parts put together. */
export function received(events: readonly ConnectionEvent[]): ConnectionEvent[] {
  const whole: ConnectionEvent[] = [];
  let text = '';
  let bytes: Uint8Array[] = [];
  for (const event of events) {
    if (event.type === 'text' || event.type === 'binary') whole.push(event);
    else if (event.type === 'text-part') {
      text += event.data;
      if (event.last) whole.push({ type: 'text', data: text });
      if (event.last) text = '';
    } else if (event.type === 'binary-part') {
      bytes.push(event.data);
      if (event.last) whole.push({ type: 'binary', data: join(...bytes) });
      if (event.last) bytes = [];
    }
  }
  return whole;
}

const data: fc.Arbitrary<Data> = fc.oneof(
  soundText.map((text) => ({ text })),
  fc.uint8Array({ maxLength: 150 }).map((bytes) => ({ bytes })),
);
const on = fc.constantFrom<Role>('client', 'server');
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      on,
      do: fc.constant('send'),
      data,
      fragmentBytes: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ on, do: fc.constant('fragment'), data, fin: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      on,
      do: fc.constantFrom('ping', 'pong'),
      payload: fc.uint8Array({ maxLength: 125 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      on,
      do: fc.constant('close'),
      code: fc.constantFrom(undefined, 1000, 1001, 3999),
      reason: fc.string({ maxLength: 20 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ on, do: fc.constant('take') }) },
  {
    weight: 8,
    arbitrary: fc.record({
      on,
      do: fc.constant('deliver'),
      bytes: fc.oneof(fc.nat(12), fc.nat(400)),
    }),
  },
  { weight: 6, arbitrary: fc.record({ on, do: fc.constant('pull'), events: fc.nat(4) }) },
);
export const ending: fc.Arbitrary<Operation> = fc.record({ on, do: fc.constant('end') });
