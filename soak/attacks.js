/**
 * What the hostile clients do, each with the outcomes that are right.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { deflateRawSync } from 'node:zlib';
import { encodeFrame, encodeFrameHeader, Opcode } from 'websocket-codec';
import { limits } from './terms.js';

/**
 * @import { HostileClient } from './hostile-client.js'
 * @import { SoakRandom } from './random.js'
 */

/**
 * @typedef {object} Attack
 * @property {string} name
 * @property {readonly string[]} outcomes how it may end, or what that begins with
 * @property {(client: HostileClient, random: SoakRandom) => Promise<'leaves' | void>} play until the server is to end it
 */

const latin1 = (/** @type {string} */ text) => Buffer.from(text, 'latin1');
const KEY = Uint8Array.of(0x12, 0x34, 0x56, 0x78);

/** @param {number} opcode @param {string | Uint8Array} payload @param {object} [bits] */
const frame = (opcode, payload, bits = {}) =>
  encodeFrame({ opcode: /** @type {Opcode} */ (opcode), payload, maskingKey: KEY, ...bits });

/** A frame that no encoder makes. @param {object} header @param {object} [form] @param {Uint8Array} [payload] */
const wrong = (header, form = {}, payload = new Uint8Array(0)) =>
  Buffer.concat([
    encodeFrameHeader(
      /** @type {any} */ ({
        fin: true,
        rsv1: false,
        rsv2: false,
        rsv3: false,
        opcode: Opcode.Text,
        maskingKey: KEY,
        payloadLength: payload.length,
        ...header,
      }),
      { unchecked: true, ...form },
    ),
    payload,
  ]);

/** @param {string} name @param {string} outcome @param {string} head */
const request = (name, outcome, head) => ({
  name,
  outcomes: [outcome],
  play: async (/** @type {HostileClient} */ client) => void (await client.write(latin1(head))),
});

/** @param {string} name @param {string} outcome @param {() => Uint8Array} make */
const frames = (name, outcome, make) => ({
  name,
  outcomes: [outcome],
  play: async (/** @type {HostileClient} */ client) => {
    await client.upgrade();
    await client.write(make());
  },
});

const good =
  'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Version: 13\r\n';

/** A message that says nothing in a megabyte and more. */
const bomb = deflateRawSync(new Uint8Array(4 * limits.maxMessageBytes));

/** @type {readonly Attack[]} */
export const attacks = [
  request('no HTTP at all', '400', 'hello\r\n\r\n'),
  request('a page in place of a handshake', '426', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  request('a handshake without a key', '400', `${good}\r\n`),
  request('a handshake of an old version', '426', `${good.replace('13', '7')}\r\n`),
  request('a head that is too long', '431', `${good}X: ${'x'.repeat(20_000)}\r\n\r\n`),
  request('a line feed alone', '400', `${good}X: a\nb\r\n\r\n`),
  request('a body on its way', '400', `${good}Content-Length: 5\r\n\r\n`),
  {
    name: 'silence in place of a handshake',
    outcomes: ['408'],
    play: async () => {},
  },
  {
    name: 'a head that drips and never ends',
    outcomes: ['408'],
    play: async (client) => {
      for (const byte of latin1(good)) {
        if (client.status !== null || !(await client.write(Uint8Array.of(byte)))) break;
        await sleep(100);
      }
    },
  },
  {
    name: 'half a head and the end',
    outcomes: ['ended'],
    play: async (client) => {
      await client.write(latin1(good));
      client.socket.end();
    },
  },
  {
    name: 'random bytes in place of a handshake',
    outcomes: ['400', '408', '431'],
    play: async (client, random) => {
      await client.write(random.bytes(random.magnitude(30_000)));
    },
  },
  frames('no mask', 'Close 1002', () => wrong({ maskingKey: null })),
  frames('a reserved bit', 'Close 1002', () => wrong({ rsv2: true })),
  frames('a compressed message, not negotiated', 'Close 1002', () => wrong({ rsv1: true })),
  frames('a reserved opcode', 'Close 1002', () => wrong({ opcode: 3 })),
  frames('a ping in fragments', 'Close 1002', () => wrong({ opcode: 9, fin: false })),
  frames('a ping of 126 bytes', 'Close 1002', () => wrong({ opcode: 9, payloadLength: 126 })),
  frames('a length in too long a form', 'Close 1002', () =>
    wrong({ payloadLength: 5 }, { lengthForm: 64 }),
  ),
  frames('a length beyond 2^53', 'Close 1009', () =>
    Uint8Array.of(0x82, 0xff, 0x00, 0x80, 0, 0, 0, 0, 0, 1),
  ),
  frames('a declared gigabyte', 'Close 1009', () => wrong({ payloadLength: 2 ** 30 })),
  frames('a continuation of nothing', 'Close 1002', () => frame(Opcode.Continuation, 'x')),
  frames('a message inside a message', 'Close 1002', () =>
    Buffer.concat([frame(Opcode.Text, 'a', { fin: false }), frame(Opcode.Text, 'b')]),
  ),
  frames('text that is no UTF-8', 'Close 1007', () =>
    frame(Opcode.Text, Uint8Array.of(0x61, 0xff)),
  ),
  frames('a close code that may not be sent', 'Close 1002', () =>
    frame(Opcode.Close, Uint8Array.of(0x03, 0xed)),
  ),
  frames('a message that grows fragment by fragment', 'Close 1009', () => {
    const more = frame(Opcode.Continuation, new Uint8Array(limits.maxMessageBytes / 8), {
      fin: false,
    });
    return Buffer.concat([frame(Opcode.Binary, 'x', { fin: false }), ...Array(8).fill(more)]);
  }),
  frames('empty fragments without end', 'Close 1008', () => {
    const more = frame(Opcode.Continuation, '', { fin: false });
    return Buffer.concat([
      frame(Opcode.Text, '', { fin: false }),
      ...Array(limits.maxFragments).fill(more),
    ]);
  }),
  {
    name: 'a bomb',
    outcomes: ['Close 1009'],
    play: async (client) => {
      await client.upgrade(true);
      await client.write(frame(Opcode.Binary, bomb, { rsv1: true }));
    },
  },
  {
    name: 'compressed data that are none',
    outcomes: ['Close 1007'],
    play: async (client, random) => {
      await client.upgrade(true);
      // A block of the reserved type, whatever follows.
      const payload = Uint8Array.of(0x07, ...random.bytes(random.magnitude(1000)));
      await client.write(frame(Opcode.Text, payload, { rsv1: true }));
    },
  },
  {
    name: 'a fault, and nothing more',
    outcomes: ['Close 1002'],
    play: async (client) => {
      await client.upgrade();
      await client.write(wrong({ opcode: 0xf }));
      // Neither side ends now, unless the server's deadline does it.
    },
  },
  {
    name: 'silence behind the handshake',
    outcomes: ['ended'],
    play: async (client) => client.upgrade(),
  },
  {
    name: 'the end in the middle of a frame',
    outcomes: ['ended'],
    play: async (client) => {
      await client.upgrade();
      await client.write(frame(Opcode.Binary, new Uint8Array(1000)).subarray(0, 500));
      client.socket.end();
    },
  },
  {
    name: 'a reset in the middle of a frame',
    outcomes: ['left'],
    play: async (client) => {
      await client.upgrade();
      await client.write(frame(Opcode.Binary, new Uint8Array(1000)).subarray(0, 500));
      client.socket.resetAndDestroy();
      return 'leaves';
    },
  },
  {
    name: 'pings whose pongs nobody reads',
    outcomes: ['left', 'ended'],
    play: async (client, random) => {
      await client.upgrade();
      client.socket.pause();
      const ping = frame(Opcode.Ping, new Uint8Array(125));
      await client.write(Buffer.concat(Array(1000).fill(ping)));
      await sleep(random.below(10_000));
      return 'leaves';
    },
  },
  {
    name: 'messages whose echo nobody reads',
    outcomes: ['left', 'ended'],
    play: async (client, random) => {
      await client.upgrade();
      client.socket.pause();
      const deadline = Date.now() + random.below(10_000);
      const message = frame(Opcode.Binary, new Uint8Array(100_000));
      for (let count = 0; count < 200 && Date.now() < deadline; count++) {
        client.socket.write(message);
        if (client.socket.writableLength > 1_000_000) await sleep(100);
      }
      return 'leaves';
    },
  },
  {
    name: 'a message that drips, and a reset',
    outcomes: ['left'],
    play: async (client) => {
      await client.upgrade();
      for (const byte of frame(Opcode.Text, 'a message that drips')) {
        await client.write(Uint8Array.of(byte));
        await sleep(20);
      }
      client.socket.resetAndDestroy();
      return 'leaves';
    },
  },
  {
    name: 'messages behind a Close',
    outcomes: ['Close 1000'],
    play: async (client) => {
      await client.upgrade();
      const late = frame(Opcode.Text, 'too late');
      const close = frame(Opcode.Close, Uint8Array.of(0x03, 0xe8));
      await client.write(Buffer.concat([close, ...Array(100).fill(late)]));
    },
  },
  {
    name: 'frames with bits turned over',
    // Whatever came out of it, a Close of the client's own with another code among it.
    outcomes: ['Close', 'ended', 'left'],
    play: async (client, random) => {
      await client.upgrade(random.happens(0.5));
      const wire = Buffer.concat([
        frame(Opcode.Text, 'one', { fin: false }),
        frame(Opcode.Ping, 'two'),
        frame(Opcode.Continuation, random.bytes(random.magnitude(5000))),
        frame(Opcode.Close, Uint8Array.of(0x03, 0xe8)),
      ]);
      for (let turns = random.between(1, 20); turns > 0; turns--) {
        const at = random.below(wire.length);
        wire[at] = (wire[at] ?? 0) ^ (1 << random.below(8));
      }
      await client.write(wire);
      await sleep(random.below(2000));
      if (random.happens(0.5)) return 'leaves';
      client.socket.end();
      return undefined;
    },
  },
];
