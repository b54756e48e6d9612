/**
 * What the sender says of compression, and that the peer stays in step when sending fails.
 */

import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { agreedDeflate, compressors, deflating } from '../properties/deflating.js';
import { noise, repeat, toHex } from '../vectors/bits.js';
import {
  connect,
  drain,
  nothingPending,
  peerOf,
  pending,
  type Role,
  roles,
  seededRandom,
  takeBytes,
} from './drive.js';

/** Byte 0 of every frame that waits in the output, and what their payloads are together. */
function firstBytes(connection: Connection): number[] {
  const bytes: number[] = [];
  let wire = takeBytes(connection);
  while (wire.length > 0) {
    const [byte0 = 0, byte1 = 0, high = 0, low = 0] = wire;
    const length = byte1 & 0x7f;
    if (length === 127) throw new Error('too long for these tests');
    const header = (length === 126 ? 4 : 2) + (byte1 & 0x80 ? 4 : 0);
    bytes.push(byte0);
    wire = wire.subarray(header + (length === 126 ? high * 256 + low : length));
  }
  return bytes;
}

const MARKED = 0xc0;
const PLAIN = 0x80;

describe.each(roles.flatMap((role) => compressors.map(([name, it]) => [role, name, it] as const)))(
  'a %s on %s',
  (role, _name, compressor) => {
    const start = (options = {}) => deflating(role, compressor, options);
    /** A connection that understands this one. */
    const peer = () => deflating(peerOf(role), compressor);
    const long = 'a'.repeat(200);

    test.each<[string, boolean | undefined, number]>([
      ['long text by itself', undefined, MARKED],
      ['long text when it may', true, MARKED],
      ['long text not when it may not', false, PLAIN],
    ])('compresses %s', (_, compress, expected) => {
      const connection = start();
      const options = compress === undefined ? {} : { compress };
      connection.sendText(long, options);
      connection.sendBinary(repeat(0, 200), options);
      connection.sendFragment(long, { fin: true, ...options });
      expect(firstBytes(connection)).toStrictEqual([1, 2, 1].map((opcode) => expected | opcode));
    });

    test('compresses short text when it is asked to', () => {
      const connection = start();
      connection.sendText('short');
      connection.sendText('short', { compress: true });
      connection.sendText('', { compress: true });
      expect(firstBytes(connection)).toStrictEqual([0x81, 0xc1, 0xc1]);
    });

    test('goes by the first fragment, whatever the others say', () => {
      const connection = start();
      for (const compress of [true, false]) {
        connection.sendFragment('a', { fin: false, compress });
        connection.sendFragment(long, { fin: false, compress: !compress });
        connection.sendFragment('', { fin: true, compress: !compress });
      }
      expect(firstBytes(connection)).toStrictEqual([0x41, 0x00, 0x80, 0x01, 0x00, 0x80]);
    });

    test('cuts what is compressed, not what is to be', () => {
      const connection = start();
      connection.sendText(long, { fragmentBytes: 100 });
      expect(firstBytes(connection)).toStrictEqual([0xc1]);
      connection.sendBinary(noise(250), { fragmentBytes: 100 });
      expect(firstBytes(connection)).toStrictEqual([0x42, 0x00, 0x80]);
    });

    test('leaves bytes that are handed over as they are, when they are compressed', () => {
      const connection = start();
      const bytes = repeat(7, 10_000);
      connection.sendBinary(bytes, { takeOwnership: true });
      expect(bytes.every((byte) => byte === 7)).toBe(true);
    });

    test.each<[string, (it: Connection, compress: boolean) => unknown]>([
      ['text', (it, compress) => it.sendText('a', { compress })],
      ['binary', (it, compress) => it.sendBinary(noise(3), { compress })],
      ['a fragment', (it, compress) => it.sendFragment('a', { fin: true, compress })],
    ])('takes nothing but a boolean for %s', (_, send) => {
      for (const value of [1, 'yes', null, {}]) {
        const connection = start();
        expect(() => send(connection, value as unknown as boolean)).toThrow(TypeError);
        expect(() => send(connection, value as unknown as boolean)).toThrow('compress must be');
        expect(pending(connection)).toStrictEqual(nothingPending);
      }
    });

    test('takes the option, and does nothing with it, where nothing was negotiated', () => {
      const connection = connect(role);
      connection.sendText(long, { compress: true });
      connection.sendFragment(long, { fin: true, compress: true });
      expect(firstBytes(connection)).toStrictEqual([0x81, 0x81]);
    });

    test('says false once the peer has closed, and compresses nothing', () => {
      const connection = start();
      connection.receiveEnd();
      drain(connection);
      expect(connection.sendText(long, { compress: true })).toBe(false);
      expect(pending(connection)).toStrictEqual(nothingPending);
    });

    test('is understood by a peer, message by message', () => {
      const [sender, receiver] = [start(), peer()];
      const texts = [long, 'short', '', long, `${long}!`, 'é'.repeat(100), long];
      for (const [at, text] of texts.entries()) {
        sender.sendText(text, at % 3 === 0 ? { compress: true } : {});
        receiver.receive(takeBytes(sender));
        expect(drain(receiver)).toStrictEqual([{ type: 'text', data: text }]);
      }
    });
  },
);

describe.each(compressors)('a client on %s whose random source fails', (_, compressor) => {
  /** A source that can be switched off. */
  function start(agreement = {}) {
    const source = seededRandom();
    const state = { isBroken: false };
    const client = connect('client', {
      extensions: [agreedDeflate('client', compressor, agreement)],
      random(target) {
        if (state.isBroken) throw new Error('no entropy');
        return source(target);
      },
    });
    const server = connect('server', {
      extensions: [agreedDeflate('server', compressor, agreement)],
    });
    /** What comes of all that was sent. */
    const arrive = () => {
      server.receive(takeBytes(client));
      return drain(server).map((event) =>
        event.type === 'binary' ? toHex(event.data) : 'data' in event ? event.data : event,
      );
    };
    return { client, arrive, state };
  }

  test.each([
    ['kept', {}],
    ['forgotten', { clientForgets: true, serverForgets: true }],
  ])('stays in step with its peer, the window being %s', (_how, agreement) => {
    const { client, arrive, state } = start(agreement);
    const first = noise(300);
    const second = noise(300, 2);
    client.sendBinary(first, { compress: true });
    expect(arrive()).toStrictEqual([toHex(first)]);
    state.isBroken = true;
    // So many fragments that the keys at hand do not suffice: it fails when all is compressed.
    expect(() => client.sendBinary(second, { compress: true, fragmentBytes: 1 })).toThrow(
      'no entropy',
    );
    expect(client.pendingOutputBytes).toBe(0);
    state.isBroken = false;
    // What the peer never got must not be referred to.
    client.sendBinary(second, { compress: true });
    client.sendBinary(first, { compress: true });
    expect(arrive()).toStrictEqual([toHex(second), toHex(first)]);
  });

  test('stays in step inside a message of fragments', () => {
    const { client, arrive, state } = start();
    client.sendFragment(noise(300), { fin: false, compress: true });
    state.isBroken = true;
    for (let sent = 0; ; sent++) {
      try {
        client.ping();
      } catch {
        break;
      }
      if (sent > 100) throw new Error('the source is never asked');
    }
    expect(() => client.sendFragment(noise(300), { fin: false })).toThrow('no entropy');
    state.isBroken = false;
    client.sendFragment(noise(300), { fin: true });
    const events = arrive();
    expect(events.at(-1)).toBe(toHex(noise(300)).repeat(2));
  });
});

test('a compressor that throws sends nothing, and the peer stays in step', () => {
  for (const [, inner] of compressors) {
    let isBroken = false;
    const compressor = {
      ...inner,
      createDeflater(settings: Parameters<typeof inner.createDeflater>[0]) {
        const deflater = inner.createDeflater(settings);
        return {
          deflate(bytes: Uint8Array, last: boolean) {
            const data = deflater.deflate(bytes, last);
            if (isBroken) throw new Error('out of memory');
            return data;
          },
          release: () => deflater.release(),
        };
      },
    };
    const role: Role = 'server';
    const sender = deflating(role, compressor);
    const receiver = deflating(peerOf(role), inner);
    const send = (seed: number) => sender.sendBinary(noise(300, seed), { compress: true });
    send(1);
    isBroken = true;
    expect(() => send(2)).toThrow('out of memory');
    expect(() => sender.sendFragment(noise(300, 2), { fin: false, compress: true })).toThrow(
      'out of memory',
    );
    isBroken = false;
    send(2);
    send(1);
    receiver.receive(takeBytes(sender));
    expect(
      drain(receiver).map((event) => event.type === 'binary' && toHex(event.data)),
    ).toStrictEqual([1, 2, 1].map((seed) => toHex(noise(300, seed))));
    expect(sender.sendText('a', { compress: true })).toBe(true);
  }
});

test('opcodes and bits of a message do not touch each other', () => {
  for (const [, compressor] of compressors) {
    const connection = deflating('server', compressor);
    connection.sendFragment('a', { fin: false, opcode: Opcode.Binary, compress: true });
    connection.sendFragment('b', { fin: true });
    expect(firstBytes(connection)).toStrictEqual([0x42, 0x80]);
  }
});
