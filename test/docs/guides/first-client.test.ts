/**
 * The client of docs/guides/first-client.md does what the page says, with good servers and bad ones.
 */

import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { CodeBlocks } from '../../code-blocks.js';
import { freePort } from '../../free-port.js';

const page = new CodeBlocks('docs/guides/first-client.md');
const serverPage = new CodeBlocks('docs/guides/first-server.md');

afterAll(() => {
  page.dispose();
  serverPage.dispose();
});

const run = async (port: number) =>
  (await page.run('client', [], { PORT: String(port) })).stdout.split('\n').slice(0, -1);

/** What it prints when a server does this with its socket. */
async function runWith(serve: (socket: Socket) => void): Promise<string[]> {
  const server = createServer(serve).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  const lines = await run((server.address() as AddressInfo).port);
  server.close();
  return lines;
}

test('every block is run here, or what it prints', () => {
  expect(page.labels).toStrictEqual(['js client', 'text']);
});

test('with the first server it prints what the page says', async () => {
  const port = await freePort();
  await serverPage.start('server', { PORT: String(port) });
  expect(await run(port)).toStrictEqual(page.text('text').split('\n').slice(0, -1));
});

test('it talks to a server of another make, and takes the protocol that is chosen', async () => {
  const server = new WebSocketServer({ port: 0, handleProtocols: () => 'chat.v1' });
  server.on('connection', (socket, request: IncomingMessage) => {
    socket.on('message', () => socket.send(String(request.url)));
  });
  const lines = await run((server.address() as AddressInfo).port);
  server.close();
  expect(lines).toStrictEqual(['open chat.v1', 'text /chat?room=1', 'close 1000 true']);
});

test('it says what went wrong: nobody there, a hang-up, a refusal, a lie', async () => {
  expect(await run(await freePort())).toStrictEqual([expect.stringContaining('ECONNREFUSED')]);
  expect(await runWith((socket) => socket.end())).toStrictEqual(['the server hung up']);
  expect(await runWith((socket) => socket.end('HTTP/1.1 503 Busy\r\n\r\n'))).toStrictEqual([
    'status-not-101: the server did not switch protocols (503 Busy)',
  ]);
  const lie = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  ].join('\r\n');
  expect(await runWith((socket) => socket.end(`${lie}\r\n\r\n`))).toStrictEqual([
    expect.stringMatching(/^accept-mismatch: /),
  ]);
});
