/**
 * The server of docs/guides/first-server.md does what the page says, to good clients and bad ones.
 */

import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { encodeHandshakeRequest, generateKey } from '../../../src/index.js';
import { CodeBlocks } from '../../code-blocks.js';
import { eventually } from '../../eventually.js';
import { freePort } from '../../free-port.js';

const page = new CodeBlocks('docs/guides/first-server.md');

afterAll(() => page.dispose());

async function start(change?: (code: string) => string) {
  const port = await freePort();
  return { port, server: await page.start('server', { PORT: String(port) }, change) };
}

/** All that comes back when these bytes are sent and the socket is left open. */
async function answerTo(port: number, bytes: Uint8Array | string): Promise<string> {
  const socket = connect({ port, host: 'localhost', allowHalfOpen: true });
  socket.write(bytes);
  const chunks = await socket.toArray();
  socket.destroy();
  return Buffer.concat(chunks).toString('latin1');
}

const request = (origin: string | null) =>
  encodeHandshakeRequest({ host: 'a.example', target: '/', key: generateKey(), origin });

/** A masked frame without a payload. */
const frame = (firstByte: number) => Uint8Array.of(firstByte, 0x80, 0, 0, 0, 0);

test('every block is run here', () => {
  expect(page.labels).toStrictEqual(['js server']);
});

test('it echoes to a client of another make, and closes cleanly', async () => {
  const { port, server } = await start();
  const socket = new WebSocket(`ws://localhost:${port}/`, { origin: `http://localhost:${port}` });
  const replies: unknown[] = [];
  socket.on('message', (data, isBinary) => {
    replies.push(isBinary ? data : String(data));
    if (replies.length === 2) socket.close(4000);
  });
  socket.on('open', () => {
    socket.send('ä');
    socket.send(Uint8Array.of(1, 2));
  });
  const code = await new Promise((resolve) => socket.on('close', resolve));
  expect(replies).toStrictEqual(['you said: ä', Buffer.of(1, 2)]);
  expect(code).toBe(4000);
  await eventually(() => expect(server.output).toBe('listening\nclosed with 4000\n'));
});

test('it lets nobody in from another origin, and tells an ordinary request what it wants', async () => {
  const { port } = await start();
  expect(await answerTo(port, request('https://evil.example'))).toMatch(/^HTTP\/1\.1 403 /);
  expect(await answerTo(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(/^HTTP\/1\.1 426 /);
  expect(await answerTo(port, `GET /${'a'.repeat(20_000)}`)).toMatch(/^HTTP\/1\.1 431 /);
});

test('its limits hold, and it says what was wrong', async () => {
  const { port, server } = await start();
  const tooBig = Uint8Array.of(0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0);
  const answer = await answerTo(port, Buffer.concat([request(null), tooBig]));
  expect(answer).toMatch(/^HTTP\/1\.1 101 /);
  expect(answer).toContain(String.fromCharCode(0x03, 0xf1)); // 1009
  await eventually(() => expect(server.output).toContain('payload-too-big 1009\nclosed with 1006'));
});

test('a peer that stops in the handshake is given up', async () => {
  const { port } = await start((code) => code.replace('handshakeMs = 10_000', 'handshakeMs = 200'));
  expect(await answerTo(port, 'GET / HTTP/1.1\r\n')).toBe('');
});

test('a peer that does not end is given up', async () => {
  const { port, server } = await start((code) => code.replace('closeMs = 5_000', 'closeMs = 200'));
  const socket = connect({ port, host: 'localhost', allowHalfOpen: true });
  socket.on('data', () => {}).on('error', () => {});
  socket.write(Buffer.concat([request(null), frame(0x88)]));
  await new Promise((resolve) => socket.on('end', resolve));
  // Its own side is still open, so only the deadline can have closed the connection.
  await eventually(() => {
    socket.write('x');
    expect(socket.destroyed).toBe(true);
  });
  await eventually(() => expect(server.output).toBe('listening\nclosed with 1005\n'));
});

test('a silent peer is noticed while the server sends', async () => {
  const { port, server } = await start((code) =>
    code
      .replace('silenceMs = 30_000', 'silenceMs = 1_000')
      .replace(
        'connection.receive(bytes',
        "setInterval(() => connection.state === 'open' && (connection.sendText('tick'), pump()), 100);\n    connection.receive(bytes",
      ),
  );
  const silent = new WebSocket(`ws://localhost:${port}/`, { autoPong: false });
  let ticks = 0;
  silent.on('message', () => ticks++);
  silent.on('error', () => {});
  expect(await new Promise((resolve) => silent.on('close', resolve))).toBe(1006);
  expect(ticks).toBeGreaterThan(0);
  await eventually(() => expect(server.output).toBe('listening\nclosed with 1006\n'));
});

test('a silent peer is pinged and given up; one that answers stays', async () => {
  const { port, server } = await start((code) =>
    code.replace('silenceMs = 30_000', 'silenceMs = 1_000'),
  );
  const alive = new WebSocket(`ws://localhost:${port}/`);
  let pings = 0;
  alive.on('ping', () => pings++);
  const silent = new WebSocket(`ws://localhost:${port}/`, { autoPong: false });
  silent.on('error', () => {});
  expect(await new Promise((resolve) => silent.on('close', resolve))).toBe(1006);
  await eventually(() => expect(pings).toBeGreaterThan(2));
  expect(alive.readyState).toBe(WebSocket.OPEN);
  await eventually(() => expect(server.output).toBe('listening\nclosed with 1006\n'));
  alive.terminate();
});
