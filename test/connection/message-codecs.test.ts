/**
 * Extensions on whole connections: what may be combined, messages there and back, and when memory is given
 * back.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { codecsOf } from '../../src/connection/message-codecs.js';
import type { NegotiatedExtension } from '../../src/handshake/extension.js';
import type { TransformContext } from '../../src/handshake/message-transform.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { cutAt, cuts } from '../properties/arbitraries.js';
import { agreedDeflate, compressors } from '../properties/deflating.js';
import { writeFrame } from '../properties/naive-frame.js';
import { hex, join, noise, toHex } from '../vectors/bits.js';
import {
  closeToReceive,
  connect,
  drain,
  KEY,
  peerOf,
  type Role,
  roles,
  takeBytes,
  toReceive,
} from './drive.js';
import { doubling, type Log, reversing, shifting } from './toy-extensions.js';

const context: TransformContext = { role: 'client', maxMessageBytes: 9, streamMessages: true };

describe('what cannot be combined is a TypeError:', () => {
  const noTransform = (rsv: number): NegotiatedExtension => ({ name: 'x', parameters: [], rsv });
  const twoBits = shifting(Rsv.Rsv1 | Rsv.Rsv2);
  test.each<[string, NegotiatedExtension[], string]>([
    ['a bit claimed twice', [shifting(4), doubling(4)], 'x-double uses a bit of another'],
    ['the same extension twice', [shifting(2), shifting(2)], 'x-shift uses a bit of another'],
    ['a bit without a transform', [noTransform(4)], 'x has no message transform'],
    [
      'permessage-deflate as a peer has said it',
      [{ name: 'permessage-deflate', parameters: [] }],
      'permessage-deflate has no message transform',
    ],
    ['a bit without a transform, taken', [shifting(4), noTransform(4)], 'bit of another'],
    ['a transform without a bit', [shifting(0)], 'x-shift transforms messages and needs one'],
    ['a transform with two bits', [twoBits], 'x-shift transforms messages and needs one'],
    ['a transform with three bits', [shifting(7)], 'x-shift transforms messages and needs one'],
  ])('%s', (_, extensions, message) => {
    expect(() => codecsOf(extensions, context)).toThrow(TypeError);
    expect(() => codecsOf(extensions, context)).toThrow(message);
    for (const role of roles) expect(() => connect(role, { extensions })).toThrow(message);
  });

  test('a transform that leaves its bits out', () => {
    const { createTransform } = shifting(4);
    if (createTransform === undefined) throw new Error('the toy has no transform');
    const extension = { name: 'x', parameters: [], createTransform };
    expect(() => codecsOf([extension], context)).toThrow('needs one reserved bit');
  });

  test.each([8, -1, 0.5, Number.NaN])('and bits that are %d are a RangeError', (rsv) => {
    expect(() => codecsOf([shifting(rsv)], context)).toThrow(RangeError);
    expect(() => codecsOf([shifting(rsv)], context)).toThrow('rsv of x-shift');
  });
});

test('an extension without bits and transform, such as a client gets, does nothing', () => {
  const codecs = codecsOf([{ name: 'x', parameters: [['y', null]] }], context);
  expect(codecs.decoders.allowedBits).toBe(0);
  expect(codecs.encoders.encode(hex('01'), { first: true, last: true, compress: true })).toEqual(
    hex('01'),
  );
});

test('a transform is told what the connection was made with, and no more', () => {
  const told: TransformContext[] = [];
  const { createTransform, ...rest } = shifting(2);
  const curious: NegotiatedExtension = {
    ...rest,
    createTransform(given) {
      told.push(given);
      if (createTransform === undefined) throw new Error('the toy has no transform');
      return createTransform(given);
    },
  };
  connect('client', { extensions: [curious], maxMessageBytes: 5 });
  connect('server', { extensions: [curious], streamMessages: true, maxMessageBytes: Infinity });
  expect(told).toStrictEqual([
    { role: 'client', maxMessageBytes: 5, streamMessages: false },
    { role: 'server', maxMessageBytes: Infinity, streamMessages: true },
  ]);
});

test('a transform may be an object whose members are on its prototype', () => {
  const { createTransform, ...rest } = shifting(2);
  const transform = createTransform?.(context);
  class Indirect {
    get encoder() {
      return transform?.encoder;
    }
    get decoder() {
      return transform?.decoder;
    }
  }
  const extension = { ...rest, createTransform: () => new Indirect() } as NegotiatedExtension;
  expect(codecsOf([extension], context).decoders.allowedBits).toBe(0x20);
  expect(() => codecsOf([extension], context).release()).not.toThrow();
});

describe.each(roles)('a %s', (role) => {
  const marked = (bits: number, opcode: number, payload: Uint8Array, fin = true) =>
    writeFrame(
      {
        fin,
        rsv1: (bits & 4) !== 0,
        rsv2: (bits & 2) !== 0,
        rsv3: (bits & 1) !== 0,
        opcode,
        maskingKey: role === 'server' ? KEY : null,
        payloadLength: payload.length,
      },
      undefined,
      payload,
    );
  const said = (events: ConnectionEvent[]) =>
    events.map((event) => {
      if (event.type === 'error') return event.error.code;
      if (event.type === 'binary' || event.type === 'binary-part') return toHex(event.data);
      return 'data' in event ? event.data : event.type;
    });

  test('takes messages with some of the bits, all, and none, and control frames among them', () => {
    const extensions = [shifting(Rsv.Rsv2), doubling(Rsv.Rsv3)];
    const connection = connect(role, { extensions });
    connection.receive(
      join(
        marked(3, Opcode.Binary, hex('1111 1212')),
        marked(2, Opcode.Binary, hex('11 12'), false),
        toReceive(role, Opcode.Ping, 'p'),
        marked(0, Opcode.Continuation, hex('13')),
        marked(1, Opcode.Text, hex('4141')),
        marked(0, Opcode.Binary, hex('11 11')),
        marked(3, Opcode.Binary, hex('')),
      ),
    );
    expect(said(drain(connection))).toStrictEqual(['1010', 'ping', '101010', 'A', '1111', '']);
    expect(connection.pendingInputBytes).toBe(0);
  });

  test.each([
    ['on a continuation', [marked(2, 1, hex('41'), false), marked(2, 0, hex('42'))]],
    ['on a ping', [marked(2, 9, hex(''))]],
    ['of nobody', [marked(4, 1, hex(''))]],
    ['of nobody, with one that is somebody’s', [marked(6, 1, hex(''))]],
  ])('refuses a bit %s', (_, frames) => {
    const connection = connect(role, { extensions: [shifting(Rsv.Rsv2), doubling(Rsv.Rsv3)] });
    connection.receive(join(...frames));
    expect(said(drain(connection))).toStrictEqual(['reserved-bit-set', 'close']);
  });

  test('fails with the fault of an extension, what came before it having been given', () => {
    const connection = connect(role, { extensions: [doubling(Rsv.Rsv3)], streamMessages: true });
    connection.receive(marked(1, Opcode.Binary, hex('0101 0202'), false));
    connection.receive(marked(0, Opcode.Continuation, hex('0303 04')));
    expect(said(drain(connection))).toStrictEqual(['0102', 'compressed-data-invalid', 'close']);
    expect(connection.pendingInputBytes).toBe(0);
  });

  test('counts what waits in the extensions as pending', () => {
    const connection = connect(role, { extensions: [doubling(Rsv.Rsv3)], streamMessages: true });
    connection.receive(marked(1, Opcode.Binary, hex('0101 0202 0303 0404 0505')));
    expect(said([connection.nextEvent() as ConnectionEvent])).toStrictEqual(['010203']);
    expect(connection.pendingInputBytes).toBe(2);
    expect(said(drain(connection))).toStrictEqual(['0405', '']);
    expect(connection.pendingInputBytes).toBe(0);
  });

  describe('has its extensions released', () => {
    const start = () => {
      const log: Log = [];
      const extensions = [shifting(Rsv.Rsv2, log), doubling(Rsv.Rsv3, log)];
      const connection = connect(role, { extensions });
      connection.sendText('a');
      connection.receive(marked(3, Opcode.Text, hex('4242'), false));
      drain(connection);
      log.length = 0;
      return { connection, log };
    };
    const encoders = ['x-shift encoder released', 'x-double encoder released'];
    const decoders = ['x-shift decoder released', 'x-double decoder released'];

    test('by its own close, for sending; by the answer, for receiving', () => {
      const { connection, log } = start();
      connection.close(1000);
      expect(log).toStrictEqual(encoders);
      // What the peer had on its way is still undone.
      connection.receive(marked(0, Opcode.Continuation, hex('4444')));
      expect(said(drain(connection))).toStrictEqual(['AB']);
      log.length = 0;
      connection.receive(closeToReceive(role, 1000));
      drain(connection);
      expect(log).toStrictEqual([...encoders, ...decoders]);
    });

    test.each<[string, (connection: ReturnType<typeof connect>) => void]>([
      ['the peer’s Close', (it) => it.receive(closeToReceive(role, 1001))],
      ['a failure', (it) => it.receive(toReceive(role, 0x3))],
      ['a fault of an extension', (it) => it.receive(marked(0, 0, hex('01 02')))],
      ['the end', (it) => it.receiveEnd()],
    ])('by %s', (_, finish) => {
      const { connection, log } = start();
      finish(connection);
      drain(connection);
      const released = log.filter((line) => line.endsWith('released'));
      expect(released).toStrictEqual([...encoders, ...decoders]);
      log.length = 0;
      expect(connection.sendText('a')).toBe(false);
      connection.receive(marked(3, Opcode.Text, hex('4242')));
      expect(drain(connection)).toStrictEqual([]);
      connection.close();
      connection.receiveEnd();
      drain(connection);
      expect(log.filter((line) => !line.endsWith('released'))).toStrictEqual([]);
    });
  });
});

interface Sent {
  readonly fragments: readonly Uint8Array[];
  readonly compress: boolean | undefined;
}

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc.tuple(fc.nat(3000), fc.nat(255)).map(([length, byte]) => new Uint8Array(length).fill(byte)),
  fc.tuple(fc.nat(600), fc.nat()).map(([length, seed]) => noise(length, seed)),
);
const sent: fc.Arbitrary<Sent> = fc.record({
  fragments: fc.array(piece, { minLength: 1, maxLength: 4 }),
  compress: fc.constantFrom(undefined, true, false),
});

describe.each(compressors)('with permessage-deflate on %s among them', (_, compressor) => {
  const chains = (role: Role) => {
    const deflate = agreedDeflate(role, compressor);
    return [
      [deflate],
      [deflate, shifting(Rsv.Rsv2)],
      [shifting(Rsv.Rsv2), deflate],
      [deflate, doubling(Rsv.Rsv3)],
      [doubling(Rsv.Rsv3), deflate],
      [reversing(Rsv.Rsv2), deflate, doubling(Rsv.Rsv3)],
      [doubling(Rsv.Rsv3), deflate, reversing(Rsv.Rsv2)],
    ];
  };

  test.each(Array.from({ length: chains('server').length }, (_, at) => at))(
    'messages arrive as they were sent: chain %i',
    (chain) => {
      fc.assert(
        fc.property(
          fc.constantFrom(...roles),
          fc.array(sent, { minLength: 1, maxLength: 5 }),
          fc.option(fc.integer({ min: 1, max: 400 }), { nil: Number.POSITIVE_INFINITY }),
          cuts,
          (role, messages, fragmentBytes, places) => {
            const sender = connect(role, { extensions: chains(role)[chain] ?? [] });
            const peer = peerOf(role);
            const receiver = connect(peer, { extensions: chains(peer)[chain] ?? [] });
            for (const { fragments, compress } of messages) {
              const options = compress === undefined ? {} : { compress };
              if (fragments.length === 1) {
                sender.sendBinary(fragments[0] as Uint8Array, { fragmentBytes, ...options });
                continue;
              }
              for (const [at, fragment] of fragments.entries()) {
                sender.sendFragment(fragment, { fin: at === fragments.length - 1, ...options });
              }
            }
            const got: string[] = [];
            for (const chunk of cutAt(takeBytes(sender), places)) {
              receiver.receive(chunk);
              for (const event of drain(receiver)) {
                got.push(event.type === 'binary' ? toHex(event.data) : JSON.stringify(event));
              }
            }
            expect(got).toStrictEqual(messages.map(({ fragments }) => toHex(join(...fragments))));
            expect(receiver.pendingInputBytes).toBe(0);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  test('a message may be undone by all, by some, and by none, in turn', () => {
    const [server, client] = (['server', 'client'] as const).map((role) =>
      connect(role, {
        extensions: [agreedDeflate(role, compressor), reversing(Rsv.Rsv2), doubling(Rsv.Rsv3)],
      }),
    ) as [ReturnType<typeof connect>, ReturnType<typeof connect>];
    const texts = ['Hello', 'a'.repeat(500), '', 'Hello', 'x'];
    for (const [at, text] of texts.entries()) server.sendText(text, { compress: at % 2 === 0 });
    client.receive(takeBytes(server));
    expect(drain(client).map((event) => 'data' in event && event.data)).toStrictEqual(texts);
  });
});

test('connections without extensions share one that does nothing', () => {
  const none = codecsOf([], context);
  expect(codecsOf([], { ...context, role: 'server' })).toBe(none);
  expect(none.encoders.isEmpty).toBe(true);
  expect(none.decoders.isActive).toBe(false);
  expect(codecsOf([shifting(Rsv.Rsv1)], context)).not.toBe(none);
});
