/**
 * Small messages may be views of the chunk that they came in. That is documented, and has a remedy.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { connect, type Role, roles, toReceive } from '../connection/drive.js';
import { retainedBytes } from '../measure.js';
import { noise } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Binary, Text } = Opcode;

const CHUNK_BYTES = 65_536;
/** So many that what an engine keeps for itself is little beside them. */
const CHUNKS = 100;

/** A chunk of 64 KiB that holds small messages alone. */
function chunkOf(role: Role, opcode: number, length: number): Uint8Array {
  const frame = toReceive(role, opcode, noise(length).fill(0x61));
  const chunk = new Uint8Array(Math.floor(CHUNK_BYTES / frame.length) * frame.length);
  for (let at = 0; at < chunk.length; at += frame.length) chunk.set(frame, at);
  return chunk;
}

describe.each(roles)(`${attack('pinned-buffers')}: towards a %s`, (role) => {
  /** Bytes that stay for the first message of each chunk, per chunk. */
  function kept(opcode: number, length: number, keep: (event: ConnectionEvent) => unknown): number {
    const chunk = chunkOf(role, opcode, length);
    const retained = retainedBytes(() => {
      const connection = connect(role);
      const all: unknown[] = [];
      for (let count = 0; count < CHUNKS; count++) {
        connection.receive(chunk);
        const first = connection.nextEvent();
        if (first !== null) all.push(keep(first));
        while (connection.nextEvent() !== null);
      }
      expect(all.length).toBe(CHUNKS);
      return all;
    });
    return retained / CHUNKS;
  }

  const detached = (event: ConnectionEvent) => {
    if (event.type !== 'binary') throw new Error(event.type);
    return new Uint8Array(event.data);
  };

  test.each([16, 1000])(
    'a copy of a message of %i bytes is all that stays of its chunk',
    (length) => {
      expect(kept(Binary, length, detached)).toBeLessThan(length + 1000);
    },
  );

  test.each([16, 1000])('a message of %i bytes as it is keeps no more than one chunk', (length) => {
    expect(kept(Binary, length, (event) => event)).toBeLessThan(CHUNK_BYTES + 4096);
  });

  test('a text keeps nothing of its chunk', () => {
    expect(kept(Text, 1000, (event) => event)).toBeLessThan(3000);
  });

  test('a copy of the payload of a frame has memory of its own', () => {
    const decoder = new FrameDecoder({ role });
    decoder.push(chunkOf(role, Binary, 100));
    const result = decoder.next();
    if (result.status !== 'complete') throw new Error(result.status);
    expect(new Uint8Array(result.value.payload).buffer.byteLength).toBe(100);
  });
});

test.each(['connection/connection-event.ts', 'frame/frame-decoder.ts'])(
  `${attack('pinned-buffers')}: the documentation in src/%s says so, and names the remedy`,
  (file) => {
    const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
    expect(source).toMatch(/may be views of one ArrayBuffer/);
    expect(source).toMatch(/`new Uint8Array\((data|payload)\)`[\s*]+detaches/);
  },
);
