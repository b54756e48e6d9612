/**
 * What connections share and what they do not: one receiver serves many, and none may notice.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import {
  type ConnectionOptions,
  resolveConnectionOptions,
} from '../../src/connection/connection-options.js';
import type { Lifecycle } from '../../src/connection/lifecycle.js';
import { keepReceiver, profileOf } from '../../src/connection/profile.js';
import type { UnmaskInPlace } from '../../src/frame/unmask-in-place.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { usedBytes } from '../measure.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise, toHex } from '../vectors/bits.js';
import {
  abnormal,
  closeToReceive,
  connect,
  drain,
  failure,
  type Role,
  roles,
  seededRandom,
  takeBytes,
  takeFrames,
  toReceive,
} from './drive.js';
import { shifting } from './toy-extensions.js';

const { Text, Binary, Continuation, Ping, Pong } = Opcode;
const text = (data: string) => ({ type: 'text', data });
const unmask: UnmaskInPlace = (payload, key) => payload.set(naiveMask(payload, key));

/** Nobody else has these options, so nobody else's receiver is used. */
let uniquePongs = 1_000_000;
const alone = (role: Role, options: Omit<ConnectionOptions, 'role'> = {}) =>
  connect(role, { ...options, maxPendingPongs: uniquePongs++ });

describe('options are shared', () => {
  const given: ConnectionOptions = {
    role: 'server',
    simd: false,
    takeOwnership: false,
    streamMessages: false,
    autoPong: true,
    fragmentBytes: 1000,
    maxPayloadBytes: 1001,
    maxMessageBytes: 1002,
    maxFragments: 1003,
    maxPendingPongs: 1004,
  };

  test('by those who give the same, or leave out what is a default', () => {
    expect(profileOf({ ...given })).toBe(profileOf(given));
    const { takeOwnership, streamMessages, autoPong, ...rest } = given;
    expect(profileOf(rest)).toBe(profileOf({ ...given, random: seededRandom() }));
  });

  const differences: Partial<ConnectionOptions> = {
    role: 'client',
    simd: true,
    takeOwnership: true,
    streamMessages: true,
    autoPong: false,
    fragmentBytes: 1,
    maxPayloadBytes: 1,
    maxMessageBytes: 1,
    maxFragments: 1,
    maxPendingPongs: 1,
    unmaskInPlace: unmask,
  };
  test.each(Object.entries(differences))('but not by those who differ in %s', (name, value) => {
    const other = { ...given, [name]: value };
    expect(profileOf(other)).not.toBe(profileOf(given));
    expect(profileOf(other)).toMatchObject(resolveConnectionOptions(other));
    expect(profileOf(given)).toMatchObject(resolveConnectionOptions(given));
  });

  test('and are not the object that was given, which may change later', () => {
    const mine = { ...given };
    const profile = profileOf(mine);
    expect(profile).not.toBe(mine);
    Object.assign(mine, { maxPayloadBytes: 5 });
    expect(profile.maxPayloadBytes).toBe(1001);
  });

  test('however many different ones there are', () => {
    const all = Array.from({ length: 20 }, (_, maxPayloadBytes) =>
      connect('server', { maxPayloadBytes }),
    );
    for (const [limit, connection] of all.entries()) {
      connection.receive(toReceive('server', Binary, noise(limit)));
      connection.receive(toReceive('server', Binary, noise(limit + 1)));
      expect(drain(connection)).toStrictEqual([
        { type: 'binary', data: noise(limit) },
        ...failure('payload-too-big'),
      ]);
    }
  });

  test('as long as no four others have come since', () => {
    const mine = { ...given, maxPayloadBytes: 2000 };
    const others = (count: number) => {
      for (let at = 1; at <= count; at++) profileOf({ ...given, maxPayloadBytes: 2000 + at });
    };
    const profile = profileOf(mine);
    others(3);
    expect(profileOf(mine)).toBe(profile);
    others(4);
    expect(profileOf(mine)).not.toBe(profile);
    // Those of a function are remembered on their own.
    const of = (maxPayloadBytes: number) =>
      profileOf({ ...given, maxPayloadBytes, unmaskInPlace: unmask });
    const withFunction = of(2000);
    others(4);
    expect(of(2000)).toBe(withFunction);
  });

  test('without keeping a function of the caller’s alive', async () => {
    const make = () => {
      const unmaskInPlace: UnmaskInPlace = (payload, key) => unmask(payload, key);
      const connection = connect('server', { unmaskInPlace });
      connection.receive(toReceive('server', Text, 'a'));
      expect(drain(connection)).toStrictEqual([text('a')]);
      return [new WeakRef(unmaskInPlace), new WeakRef(connection)];
    };
    const refs = make();
    await new Promise((resolve) => setTimeout(resolve, 0));
    usedBytes();
    expect(refs.map((ref) => ref.deref())).toStrictEqual([undefined, undefined]);
  });
});

describe.each(roles)('a receiver that serves many a %s', (role) => {
  /** Whole messages, fragments, control frames, and now and then what must not come. */
  const frames = fc
    .array(
      fc.oneof(
        {
          weight: 9,
          arbitrary: fc.string({ maxLength: 90 }).map((data) => [toReceive(role, Text, data)]),
        },
        {
          weight: 9,
          arbitrary: fc.nat(300).map((length) => [toReceive(role, Binary, noise(length))]),
        },
        {
          weight: 6,
          arbitrary: fc
            .tuple(fc.nat(80), fc.nat(80))
            .map(([first, second]) => [
              toReceive(role, Binary, noise(first), false),
              toReceive(role, Ping, 'between'),
              toReceive(role, Continuation, noise(second)),
            ]),
        },
        {
          weight: 4,
          arbitrary: fc.constantFrom(Ping, Pong).map((opcode) => [toReceive(role, opcode, 'p')]),
        },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom(
              toReceive(role, 0x3),
              toReceive(role, Text, hex('ff')),
              toReceive(role, Continuation, 'a'),
              toReceive(role, Binary, noise(2000)),
              closeToReceive(role, 1000),
            )
            .map((frame) => [frame]),
        },
      ),
      { maxLength: 6 },
    )
    .map((lists) => join(...lists.flat()));
  const streams = fc.array(frames, { minLength: 2, maxLength: 5 });
  /** Whose turn it is, how many bytes it gets, and whether it is drained then. */
  const turns = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 200 }), fc.boolean()), {
    maxLength: 60,
  });

  test.each<[string, Omit<ConnectionOptions, 'role'>]>([
    ['by default', {}],
    ['with messages in parts', { streamMessages: true }],
    ['with chunks that are handed over', { takeOwnership: true }],
    ['with an unmask of the caller', { unmaskInPlace: unmask }],
  ])('gives each what it would get alone, %s', (_, options) => {
    const limits = { maxPayloadBytes: 1000, ...options };
    fc.assert(
      fc.property(streams, turns, fc.boolean(), (wires, order, ends) => {
        const talks = wires.map((wire, index) => ({
          wire,
          at: 0,
          shared: connect(role, { ...limits, random: seededRandom(index) }),
          own: alone(role, { ...limits, random: seededRandom(index) }),
        }));
        type Talk = (typeof talks)[number];
        const compare = (talk: Talk) => {
          const { shared, own } = talk;
          expect(drain(shared)).toStrictEqual(drain(own));
          expect(toHex(takeBytes(shared))).toBe(toHex(takeBytes(own)));
          expect(shared.pendingInputBytes).toBe(own.pendingInputBytes);
          expect([shared.state, shared.transport]).toStrictEqual([own.state, own.transport]);
        };
        const step = (talk: Talk, length: number) => {
          const chunk = talk.wire.slice(talk.at, talk.at + length);
          talk.at += chunk.length;
          talk.shared.receive(chunk.slice());
          talk.own.receive(chunk);
        };
        for (const [who, length, isDrained] of order) {
          const talk = talks[who % talks.length] as Talk;
          step(talk, length);
          if (isDrained) compare(talk);
        }
        for (const talk of talks) {
          step(talk, talk.wire.length);
          if (ends) for (const connection of [talk.shared, talk.own]) connection.receiveEnd();
          compare(talk);
        }
      }),
    );
  });

  test('is not there for another in the middle of a frame or a message', () => {
    const message = [
      toReceive(role, Text, 'Hel', false),
      toReceive(role, Ping),
      toReceive(role, Continuation, 'lo'),
    ];
    const whole = join(...message);
    for (let cut = 1; cut < whole.length; cut++) {
      const two = [connect(role), connect(role)];
      const heard = [whole.subarray(0, cut), whole.subarray(cut)].map((chunk) =>
        two.map((connection) => {
          connection.receive(chunk);
          return drain(connection);
        }),
      );
      const [before, after] = heard as [ConnectionEvent[][], ConnectionEvent[][]];
      for (const index of [0, 1]) {
        expect([...(before[index] ?? []), ...(after[index] ?? [])]).toStrictEqual([
          { type: 'ping', payload: hex('') },
          text('Hello'),
        ]);
      }
    }
  });

  test('gives each memory of its own', () => {
    const payloads = [1, 2].map((seed) => {
      const connection = connect(role);
      connection.receive(toReceive(role, Binary, noise(300, seed)));
      const [event] = drain(connection);
      if (event?.type !== 'binary') throw new Error('no message');
      return event.data;
    });
    const [first, second] = payloads as [Uint8Array, Uint8Array];
    expect(first.buffer).not.toBe(second.buffer);
    second.fill(0);
    expect(first).toStrictEqual(noise(300, 1));
  });

  test('is not there for another while an event is being made', () => {
    const other = connect(role);
    const heard: (ConnectionEvent | null)[] = [];
    let hasActed = false;
    let isThere = false;
    const connection = connect(role, {
      random(target) {
        target.fill(1);
        if (hasActed) return;
        hasActed = true;
        // The ping was all there was, so nothing is left in the receiver; but it is still at work.
        heard.push(connection.nextEvent());
        isThere = profileOf({ role }).spare !== null;
        other.receive(toReceive(role, Text, 'for the other'));
        connection.receive(toReceive(role, Text, 'for the one'));
      },
    });
    // A server masks nothing: there the source is never called.
    if (role === 'server') other.receive(toReceive(role, Text, 'for the other'));
    connection.receive(toReceive(role, Ping, 'p'));
    expect(connection.nextEvent()).toMatchObject({ type: 'ping' });
    expect(drain(other)).toStrictEqual([text('for the other')]);
    expect(drain(connection)).toStrictEqual(role === 'client' ? [text('for the one')] : []);
    expect(isThere).toBe(false);
    expect(heard).toStrictEqual(role === 'client' ? [null] : []);
  });

  test('admits the reserved bits of the connection that it serves, and no others', () => {
    const marked = join(hex('c1'), toReceive(role, Text, 'b').subarray(1));
    for (const extensions of [
      [shifting(Rsv.Rsv1)],
      [],
      [shifting(Rsv.Rsv2)],
      [shifting(Rsv.Rsv1)],
    ]) {
      const connection = connect(role, { extensions });
      connection.receive(toReceive(role, Text, 'plain'));
      expect(drain(connection)).toStrictEqual([text('plain')]);
      connection.receive(marked);
      const admitted = extensions[0]?.rsv === Rsv.Rsv1;
      expect(drain(connection)).toStrictEqual(admitted ? [text('a')] : failure('reserved-bit-set'));
    }
  });

  test('takes nothing of a connection with it that has failed or ended', () => {
    for (const [last, events] of [
      [toReceive(role, Text, hex('61 ff')), failure('text-not-utf8')],
      [join(toReceive(role, Text, 'a', false), toReceive(role, 0x3)), failure('reserved-opcode')],
      [toReceive(role, Text, 'a', false), [abnormal]],
      [toReceive(role, Binary, noise(300)).subarray(0, 200), [abnormal]],
    ] as const) {
      const lost = connect(role);
      lost.receive(last);
      lost.receiveEnd();
      expect(drain(lost)).toStrictEqual(events);
      const next = connect(role);
      next.receive(toReceive(role, Text, 'next'));
      expect(drain(next)).toStrictEqual([text('next')]);
    }
  });
});

describe('an unmask of the caller that throws', () => {
  test('breaks the connection that it threw in, and no other', () => {
    let throwsNow = true;
    const unmaskInPlace: UnmaskInPlace = (payload, key) => {
      if (throwsNow) throw new Error('native code failed');
      unmask(payload, key);
    };
    const [broken, whole] = [0, 1].map(() => new Connection({ role: 'server', unmaskInPlace })) as [
      Connection,
      Connection,
    ];
    broken.receive(toReceive('server', Text, 'a'));
    expect(() => broken.nextEvent()).toThrow('native code failed');
    throwsNow = false;
    whole.receive(toReceive('server', Text, 'b'));
    expect(drain(whole)).toStrictEqual([text('b')]);
    expect(() => broken.nextEvent()).toThrow(TypeError);
    broken.receiveEnd();
    expect(drain(broken)).toStrictEqual([abnormal]);
    whole.receive(toReceive('server', Text, 'c'));
    expect(drain(whole)).toStrictEqual([text('c')]);
  });
});

describe('a random source that throws', () => {
  test('loses the pong, and what comes behind the ping is heard', () => {
    let throwsNow = true;
    const random = (target: Uint8Array) => {
      if (throwsNow) throw new Error('no entropy');
      target.fill(1);
    };
    const connection = connect('client', { random });
    connection.receive(toReceive('client', Ping, 'p'));
    expect(() => connection.nextEvent()).toThrow('no entropy');
    expect(connection.nextEvent()).toBe(null);
    throwsNow = false;
    connection.receive(join(toReceive('client', Text, 'a'), toReceive('client', Ping, 'q')));
    expect(drain(connection)).toStrictEqual([text('a'), { type: 'ping', payload: hex('71') }]);
    expect(takeFrames(connection, 'client').length).toBe(1);
  });
});

test('a connection that has no receiver keeps none, and leaves none to others', () => {
  const profile = profileOf({ role: 'server', maxPendingPongs: uniquePongs++ });
  for (const isReading of [true, false]) {
    expect(keepReceiver(profile, null, { isReading } as Lifecycle)).toBeNull();
    expect(profile.spare).toBeNull();
  }
});
