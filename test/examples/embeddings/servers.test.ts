/**
 * The echo servers of several runtimes, each in its own process, and a client on node:net.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { transportOf } from '../../../examples/embeddings/node-transport.js';
import { connectOverStreams } from '../../../examples/embeddings/web-streams.js';
import { connectWebSocket } from '../../../examples/transports/client.js';
import { Opcode } from '../../../src/index.js';
import { requirePeer } from '../../interop/require-peer.js';
import {
  afterTest,
  dial,
  dialWebSocket,
  masked,
  requestText,
  settled,
  until,
} from '../transports/harness.js';
import { type binaries, missing, start } from './runtimes.js';
import { GOOD_TALK, talkWithWs } from './talk-with-ws.js';

const big = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7);
const programs = fileURLToPath(new URL('../../../examples/embeddings/', import.meta.url));
const dist = new URL('../../../dist/', import.meta.url);

/** Deno knows the package by a map, as it would by its own configuration. */
function importMap(): string {
  const folder = mkdtempSync(join(tmpdir(), 'import-map-'));
  afterTest(() => rmSync(folder, { recursive: true }));
  const imports = {
    'websocket-codec': new URL('index.js', dist),
    'websocket-codec/streams': new URL('streams.js', dist),
  };
  writeFileSync(join(folder, 'map.json'), JSON.stringify({ imports }));
  return join(folder, 'map.json');
}

interface Server {
  readonly name: string;
  readonly runtime: keyof typeof binaries;
  readonly args: () => string[];
}

const servers: Server[] = [
  {
    name: 'streams of Node',
    runtime: 'node',
    args: () => [`${programs}node-streams-server.js`, '0'],
  },
  {
    name: 'Deno.listen',
    runtime: 'deno',
    args: () => [
      ...['run', '--no-remote', '--no-lock', '--allow-net=127.0.0.1'],
      ...[`--import-map=${importMap()}`, `${programs}deno-server.js`, '0'],
    ],
  },
  { name: 'Bun.listen', runtime: 'bun', args: () => [`${programs}bun-server.js`, '0'] },
];

describe.each(servers)('an echo server on $name', ({ runtime, args }) => {
  test('echoes text, 200 kB and a ping, and a Close', async (context) => {
    await requirePeer(context, () => missing(runtime));
    const { nextLine } = start(runtime, args());
    const url = await nextLine();
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/$/);
    const messages: (string | Uint8Array)[] = [];
    const pongs: string[] = [];
    const client = connectWebSocket(url, {
      onMessage: ({ data }) => messages.push(data),
      onPong: (payload) => pongs.push(Buffer.from(payload).toString()),
      onOpen(peer) {
        peer.send('Grüße 👋');
        for (let i = 0; i < 10; i++) peer.send(big);
        peer.ping('still there?');
      },
    });
    afterTest(() => client.stop());
    await until(() => messages.length === 11 && pongs.length === 1, 'all has come back');
    expect(messages[0]).toBe('Grüße 👋');
    for (const message of messages.slice(1)) {
      expect(Buffer.compare(message as Uint8Array, big)).toBe(0);
    }
    expect(pongs).toEqual(['still there?']);
    client.stop(4321, 'enough');
    expect(await client.finished).toMatchObject({ code: 4321, wasClean: true, error: null });
    expect(await nextLine()).toBe('closed 4321 true');
  });

  test('talks to a client of another make', async (context) => {
    await requirePeer(context, () => missing(runtime));
    const { nextLine } = start(runtime, args());
    expect(await talkWithWs(await nextLine())).toEqual(GOOD_TALK);
    expect(await nextLine()).toBe('closed 4321 true');
  });

  test('answers a page with 426, a violation with its code, and hears of an end', async (context) => {
    await requirePeer(context, () => missing(runtime));
    const { nextLine } = start(runtime, args());
    const port = Number(new URL(await nextLine()).port);
    const page = await dial(port);
    page.socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await until(() => page.isEnded, 'the page is answered');
    expect(page.text).toMatch(/^HTTP\/1\.1 426 /);

    const raw = await dial(port);
    // An unmasked frame, in the packet of the handshake.
    raw.socket.write(Buffer.concat([Buffer.from(requestText()), Uint8Array.of(0x81, 0)]));
    await until(() => raw.isEnded, 'the server ends');
    expect(raw.close).toMatch(/^1002/);
    expect(await nextLine()).toBe('closed 1006 false');

    const lost = await dial(port);
    lost.socket.write(requestText());
    await until(() => lost.receivedBytes > 0, 'the handshake');
    lost.socket.end();
    expect(await nextLine()).toBe('closed 1006 false');
  });
});

test.for(servers)(
  'an echo server on $name reads no more than is read of it, and hears of the end all the same',
  async ({ runtime, args }, context) => {
    await requirePeer(context, () => missing(runtime));
    const { nextLine } = start(runtime, args());
    const raw = await dialWebSocket(Number(new URL(await nextLine()).port));
    raw.socket.pause();
    const message = masked(Opcode.Binary, big);
    for (let i = 0; i < 300; i++) raw.socket.write(message);
    const taken = await settled(() => raw.socket.bytesWritten - raw.socket.writableLength);
    // What the system holds on both ways is a part of it.
    expect(taken).toBeLessThan(150 * message.length);
    raw.socket.resetAndDestroy();
    expect(await nextLine()).toBe('closed 1006 false');
  },
);

test('a client in WHATWG streams talks to one of them', async () => {
  const { nextLine } = start('node', [`${programs}node-streams-server.js`, '0']);
  const url = await nextLine();
  const socket = connect({
    host: '127.0.0.1',
    port: Number(new URL(url).port),
    allowHalfOpen: true,
  });
  afterTest(() => socket.destroy());
  const { response, streams } = await connectOverStreams(transportOf(socket), url, {
    protocols: ['echo'],
  });
  expect(response.protocol).toBe('echo');
  const writer = streams.outgoing.writable.getWriter();
  const reader = streams.incoming.readable.getReader();
  await writer.write('Grüße 👋');
  expect(await reader.read()).toEqual({ done: false, value: 'Grüße 👋' });
  writer.write(big);
  const { value } = await reader.read();
  expect(Buffer.compare(value as Uint8Array, big)).toBe(0);
  await writer.close();
  expect(await streams.closed).toMatchObject({ closeCode: 1000, wasClean: true });
  expect(await nextLine()).toBe('closed 1000 true');
});
