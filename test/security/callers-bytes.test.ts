/**
 * The caller's bytes stay as they are, and nothing that came of them changes when they do afterwards.
 */

import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import type { ConnectionOptions } from '../../src/connection/connection-options.js';
import { decodeClosePayload } from '../../src/frame/close-payload.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { decodeFrameHeader } from '../../src/frame/decode-frame-header.js';
import { encodeFrame, encodeFrameInto } from '../../src/frame/encode-frame.js';
import { encodeFrameHeader } from '../../src/frame/encode-frame-header.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { FrameEncoder } from '../../src/frame/frame-encoder.js';
import { unmask } from '../../src/frame/mask.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { HeadBuffer } from '../../src/http/head-buffer.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import {
  connect,
  drain,
  KEY,
  peerOf,
  type Role,
  roles,
  takeBytes,
  toReceive,
} from '../connection/drive.js';
import { KEY as HANDSHAKE_KEY, requestWith, responseWith } from '../handshake/heads.js';
import { agreedDeflate, deflating, pako } from '../properties/deflating.js';
import { join, legible, noise, repeat } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Binary, Continuation, Ping, Text } = Opcode;

interface Case {
  readonly title: string;
  readonly input: () => Uint8Array;
  /** What comes of the bytes, as a value that may go on sharing memory with them if the codec is wrong. */
  readonly use: (bytes: Uint8Array) => unknown;
}

const lengths = [0, 5, 100, 125, 126, 3000, 70_000];

/** Frames of all lengths, and a fragmented text. */
const streamOf = (role: Role): Uint8Array =>
  join(
    ...lengths.map((length) => toReceive(role, Binary, noise(length))),
    toReceive(role, Ping, noise(9)),
    toReceive(role, Text, repeat(0x61, 50), false),
    toReceive(role, Continuation, repeat(0x61, 3000)),
  );

const compressedStream = (role: Role): Uint8Array => {
  const sender = deflating(peerOf(role), pako);
  for (const length of lengths) sender.sendBinary(noise(length), { compress: true });
  return takeBytes(sender);
};

const receiving = (role: Role, options: Omit<ConnectionOptions, 'role'>) => (bytes: Uint8Array) => {
  const connection = connect(role, options);
  connection.receive(bytes);
  return [drain(connection), connection.takeOutput()];
};

const sending = (role: Role, send: (connection: Connection, bytes: Uint8Array) => unknown) => {
  return (bytes: Uint8Array) => {
    const connection = connect(role, { extensions: [agreedDeflate(role, pako)] });
    send(connection, bytes);
    return connection.takeOutput();
  };
};

const frame = (length: number) => () => toReceive('server', Binary, noise(length));

const cases: Case[] = [
  ...lengths.flatMap((length): Case[] => [
    { title: `decodeFrame, ${length} bytes`, input: frame(length), use: (it) => decodeFrame(it) },
    {
      title: `unmask, ${length} bytes`,
      input: () => noise(length),
      use: (bytes) => unmask(bytes, KEY),
    },
    {
      title: `encodeFrame, ${length} bytes`,
      input: () => noise(length),
      use: (payload) => encodeFrame({ opcode: Binary, payload, maskingKey: KEY }),
    },
    {
      title: `encodeFrameInto, ${length} bytes`,
      input: () => noise(length),
      use: (payload) => {
        const target = new Uint8Array(length + 20);
        encodeFrameInto({ opcode: Binary, payload, maskingKey: KEY }, target);
        return target;
      },
    },
    ...roles.flatMap((role): Case[] => [
      {
        title: `the encoder of a ${role}, ${length} bytes`,
        input: () => noise(length),
        use: (payload) =>
          new FrameEncoder({ role, random: (key) => key.fill(7) }).encode({
            opcode: Binary,
            payload,
          }),
      },
      {
        title: `sendBinary of a ${role}, ${length} bytes`,
        input: () => noise(length),
        use: sending(role, (it, bytes) => it.sendBinary(bytes, { compress: false })),
      },
      {
        title: `sendBinary of a ${role}, ${length} bytes, compressed`,
        input: () => noise(length),
        use: sending(role, (it, bytes) => it.sendBinary(bytes, { compress: true })),
      },
    ]),
  ]),
  { title: 'decodeFrameHeader', input: frame(5), use: (bytes) => decodeFrameHeader(bytes) },
  {
    title: 'encodeFrameHeader, the key',
    input: () => KEY.slice(),
    use: (maskingKey) => encodeFrameHeader({ opcode: Binary, payloadLength: 5, maskingKey }),
  },
  {
    title: 'decodeClosePayload',
    input: () => join(Uint8Array.of(3, 232), repeat(0x61, 50)),
    use: (bytes) => decodeClosePayload(bytes),
  },
  { title: 'parseHandshake', input: requestWith, use: (bytes) => parseHandshake(bytes) },
  {
    title: 'parseHandshakeResponse',
    input: responseWith,
    use: (bytes) => parseHandshakeResponse(bytes, { key: HANDSHAKE_KEY }),
  },
  { title: 'HeadBuffer', input: requestWith, use: (bytes) => new HeadBuffer().push(bytes) },
  ...roles.flatMap((role): Case[] => [
    {
      title: `the decoder of a ${role}, frame by frame`,
      input: () => streamOf(role),
      use: (bytes) => {
        const decoder = new FrameDecoder({ role });
        decoder.push(bytes);
        return pullAll(() => decoder.next());
      },
    },
    {
      title: `the decoder of a ${role}, part by part`,
      input: () => streamOf(role),
      use: (bytes) => {
        const decoder = new FrameDecoder({ role });
        decoder.push(bytes);
        return pullAll(() => decoder.nextPart());
      },
    },
    {
      title: `receive of a ${role}`,
      input: () => streamOf(role),
      use: receiving(role, {}),
    },
    {
      title: `receive of a ${role}, in parts`,
      input: () => streamOf(role),
      use: receiving(role, { streamMessages: true }),
    },
    {
      title: `receive of a ${role}, compressed`,
      input: () => compressedStream(role),
      use: receiving(role, { extensions: [agreedDeflate(role, pako)] }),
    },
    {
      title: `ping of a ${role}`,
      input: () => noise(125),
      use: sending(role, (it, bytes) => it.ping(bytes)),
    },
    {
      title: `sendFragment of a ${role}`,
      input: () => noise(3000),
      use: sending(role, (it, bytes) => it.sendFragment(bytes, { fin: true })),
    },
  ]),
];

function pullAll(pull: () => { readonly status: string }): unknown[] {
  const results: unknown[] = [];
  for (let result = pull(); result.status === 'complete'; result = pull()) results.push(result);
  return results;
}

describe(attack('callers-bytes'), () => {
  test.each(cases)('$title: stay as they were, and are not needed any more', ({ input, use }) => {
    const bytes = input();
    const result = use(bytes);
    expect(legible(bytes)).toBe(legible(input()));
    const before = JSON.stringify(result, inHex);
    bytes.fill(0);
    expect(JSON.stringify(result, inHex)).toBe(before);
  });

  test.each(cases)('$title: the same twice gives the same twice', ({ input, use }) => {
    const bytes = input();
    const first = JSON.stringify(use(bytes), inHex);
    expect(JSON.stringify(use(bytes), inHex)).toBe(first);
    expect(first).toBe(JSON.stringify(use(input()), inHex));
  });

  test('a chunk that a decoder has is borrowed until it answers that it needs more', () => {
    for (const role of roles) {
      const chunk = streamOf(role);
      const expected = receiving(role, {})(streamOf(role));
      const connection = connect(role);
      const events: unknown[] = [];
      for (let at = 0; at < chunk.length; at += 1000) {
        const part = chunk.slice(at, at + 1000);
        connection.receive(part);
        events.push(...drain(connection));
        part.fill(0);
      }
      const result = [events, connection.takeOutput()];
      expect(JSON.stringify(result, inHex)).toBe(JSON.stringify(expected, inHex));
    }
  });

  describe('that were handed over', () => {
    test.each(roles)('are used where they lie by a %s, and give the same', (role) => {
      const chunk = streamOf(role);
      const decoder = new FrameDecoder({ role, takeOwnership: true });
      decoder.push(chunk);
      const results = pullAll(() => decoder.next());
      const plain = new FrameDecoder({ role });
      plain.push(streamOf(role));
      expect(JSON.stringify(results, inHex)).toBe(
        JSON.stringify(
          pullAll(() => plain.next()),
          inHex,
        ),
      );
      expect(JSON.stringify(results, inHex)).not.toBe(
        JSON.stringify(zeroed(chunk, results), inHex),
      );
    });

    test.each(roles)(
      'are used where they lie by a connection of a %s, and give the same',
      (role) => {
        const chunk = streamOf(role);
        const result = receiving(role, { takeOwnership: true })(chunk);
        const before = JSON.stringify(result, inHex);
        expect(before).toBe(JSON.stringify(receiving(role, {})(streamOf(role)), inHex));
        expect(before).not.toBe(JSON.stringify(zeroed(chunk, result), inHex));
      },
    );

    test.each(roles)('go out of a %s as if they had not been', (role) => {
      const sent = (takeOwnership: boolean) => {
        const connection = connect(role);
        connection.sendBinary(noise(70_000), { takeOwnership });
        return legible(takeBytes(connection));
      };
      expect(sent(true)).toBe(sent(false));
    });
  });
});

function zeroed(chunk: Uint8Array, results: unknown): unknown {
  chunk.fill(0);
  return results;
}

/** Arrays as one string each, which is far quicker to compare. */
function inHex(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? legible(value) : value;
}
