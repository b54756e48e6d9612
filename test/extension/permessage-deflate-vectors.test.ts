/**
 * The examples of RFC 7692 §7.2.3 on whole connections: both directions, both roles, every compressor.
 */

import { describe, expect, test } from 'vitest';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import type { Connection } from '../../src/connection/connection.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { drain, peerOf, type Role, roles, takeBytes } from '../connection/drive.js';
import { compressedToReceive, compressors, deflating } from '../properties/deflating.js';
import { hex, join, toHex } from '../vectors/bits.js';
import { rfc7692Vectors } from '../vectors/rfc7692.js';

const titled = rfc7692Vectors.map((vector) => ({
  ...vector,
  name: `RFC 7692 §${vector.section}, ${vector.title}`,
}));

/** The frames of a message of which the first alone is marked. */
function framesOf(role: Role, payloads: readonly Uint8Array[]): Uint8Array[] {
  return payloads.map((payload, at) =>
    compressedToReceive(role, at === 0 ? Opcode.Text : Opcode.Continuation, payload, {
      fin: at === payloads.length - 1,
      rsv1: at === 0,
    }),
  );
}

/** What a connection has sent: FIN, RSV1, opcode and payload of each frame. */
function sentFrames(connection: Connection, role: Role): string[] {
  const frames: string[] = [];
  for (let rest = takeBytes(connection); rest.length > 0; ) {
    const result = decodeFrame(rest, { role: peerOf(role), allowedRsv: Rsv.Rsv1 });
    if (result.status !== 'complete') throw new Error(`no frame: ${toHex(rest)}`);
    const { fin, rsv1, opcode, payload } = result.value;
    frames.push(`${fin ? 'FIN ' : ''}${rsv1 ? 'RSV1 ' : ''}${opcode} ${toHex(payload)}`);
    rest = rest.subarray(result.bytesRead);
  }
  return frames;
}

describe.each(roles)('a %s', (role) => {
  describe.each(compressors)('on %s', (_, compressor) => {
    test.each(titled)('reads $name', ({ messages, texts }) => {
      const wire = messages.map((payloads) => join(...framesOf(role, payloads)));
      for (const chunks of [
        wire,
        [join(...wire)],
        [...join(...wire)].map((byte) => Uint8Array.of(byte)),
      ]) {
        const connection = deflating(role, compressor);
        const events = chunks.flatMap((chunk) => {
          connection.receive(chunk);
          return drain(connection);
        });
        expect(events).toStrictEqual(texts.map((data) => ({ type: 'text', data })));
        expect(connection.pendingInputBytes).toBe(0);
        connection.receiveEnd();
        drain(connection);
      }
    });

    test.each(titled)('reads $name, in parts', ({ messages, texts }) => {
      const connection = deflating(role, compressor, { streamMessages: true });
      connection.receive(join(...messages.flatMap((payloads) => framesOf(role, payloads))));
      const parts = drain(connection);
      expect(parts.every(({ type }) => type === 'text-part')).toBe(true);
      const all = parts.map((part) =>
        part.type === 'text-part' ? `${part.data}${part.last ? '.' : ''}` : '',
      );
      expect(all.join('')).toBe(`${texts.join('.')}.`);
      connection.receiveEnd();
      drain(connection);
    });

    test('reads the first example cut into two frames at any place', () => {
      const data = hex('f2 48 cd c9 c9 07 00');
      for (let cut = 0; cut <= data.length; cut++) {
        const connection = deflating(role, compressor);
        const frames = framesOf(role, [data.subarray(0, cut), data.subarray(cut)]);
        connection.receive(join(...frames));
        expect(drain(connection)).toStrictEqual([{ type: 'text', data: 'Hello' }]);
        connection.receiveEnd();
        drain(connection);
      }
    });
  });

  describe.each([
    ['pako', pakoCompressor],
    ['node:zlib', zlibCompressor],
  ] as const)('on %s', (_, make) => {
    test.each(titled.filter(({ sent }) => sent !== null))(
      'writes $name',
      ({ messages, sent, level = 6 }) => {
        const connection = deflating(role, make({ level }));
        for (const fragments of sent ?? []) {
          if (fragments.length === 1) {
            connection.sendText(fragments[0] as string, { compress: true });
            continue;
          }
          for (const [at, text] of fragments.entries()) {
            connection.sendFragment(text, { fin: at === fragments.length - 1, compress: true });
          }
        }
        const expected = messages.flatMap((payloads) =>
          payloads.map((payload, at) => {
            const fin = at === payloads.length - 1 ? 'FIN ' : '';
            return `${fin}${at === 0 ? 'RSV1 1' : '0'} ${toHex(payload)}`;
          }),
        );
        expect(sentFrames(connection, role)).toStrictEqual(expected);
        connection.close();
      },
    );
  });
});

test('the whole of the first example, as a server writes it and a client reads it', () => {
  for (const [, compressor] of compressors) {
    const server = deflating('server', compressor);
    server.sendText('Hello', { compress: true });
    const wire = takeBytes(server);
    expect(toHex(wire)).toBe(toHex(hex('c1 07 f2 48 cd c9 c9 07 00')));
    const client = deflating('client', compressor);
    client.receive(wire);
    expect(drain(client)).toStrictEqual([{ type: 'text', data: 'Hello' }]);
    // Fragmented as in the example.
    client.receive(hex('41 03 f2 48 cd  80 04 c9 c9 07 00'));
    expect(drain(client)).toStrictEqual([{ type: 'text', data: 'Hello' }]);
    for (const connection of [server, client]) {
      connection.receiveEnd();
      drain(connection);
    }
  }
});
