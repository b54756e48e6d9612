/**
 * Every code block of README.md runs: each is a program of its own, as a reader would paste it.
 */

import { createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { encodeHandshakeResponse, parseHandshake } from '../src/index.js';
import { CodeBlocks, promisedOutput } from './code-blocks.js';
import { freePort } from './free-port.js';

const readme = new CodeBlocks('README.md');

afterAll(() => readme.dispose());

async function startServer(): Promise<number> {
  const port = await freePort();
  await readme.start('server', { PORT: String(port) });
  return port;
}

test('every block is either run here or a shell command', () => {
  expect([...readme.labels].sort()).toEqual([
    'js client',
    'js deflate',
    'js origin',
    'js results',
    'js server',
    'js streams',
    'js testing',
    'sh',
    'sh',
  ]);
});

test('the server takes about thirty lines, the client too', () => {
  for (const name of ['server', 'client']) {
    const lines = readme
      .program(name)
      .code.split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThanOrEqual(32);
  }
});

test('the server and the client talk to each other', async () => {
  const port = await startServer();
  const { stdout } = await readme.run('client', [], { PORT: String(port) });
  expect(stdout).toBe('text you said: Hello\nclose 1000\n');
});

test('the server talks to another client and closes cleanly', async () => {
  const port = await startServer();
  const socket = new WebSocket(`ws://localhost:${port}/`);
  const reply = await new Promise((resolve) => {
    socket.once('open', () => socket.send('ä'));
    socket.once('message', (data) => resolve(String(data)));
  });
  expect(reply).toBe('you said: ä');
  const code = await new Promise((resolve) => {
    socket.once('close', resolve);
    socket.close(4000);
  });
  expect(code).toBe(4000);
});

test('the client says what went wrong: nobody there, a refusal, a hang-up, a violation', async () => {
  const run = async (answer: ((socket: Socket) => void) | null): Promise<string> => {
    const port = await freePort();
    const server = answer === null ? null : createServer(answer).listen(port, 'localhost');
    if (server !== null) await new Promise((resolve) => server.once('listening', resolve));
    const { stdout, stderr } = await readme.run('client', [], { PORT: String(port) });
    server?.close();
    return stdout + stderr;
  };
  const accept = (socket: Socket, then: () => void) =>
    socket.once('data', (bytes) => {
      const request = parseHandshake(bytes);
      if (request.status === 'complete') socket.write(encodeHandshakeResponse(request.value), then);
    });
  expect(await run(null)).toContain('ECONNREFUSED');
  expect(await run((socket) => socket.end('HTTP/1.1 403 No\r\n\r\n'))).toContain('did not switch');
  expect(await run((socket) => socket.end())).toContain('hung up');
  expect(await run((socket) => accept(socket, () => socket.end()))).toBe('close 1006\n');
  const masked = Uint8Array.of(0x81, 0x80, 0, 0, 0, 0);
  expect(
    await run((socket) => {
      accept(socket, () => socket.write(masked));
      socket.on('end', () => socket.end());
    }),
  ).toBe('error mask-unexpected\nclose 1006\n');
});

test('the origin decides', async () => {
  const { answer } = (await import(readme.program('origin').file)) as {
    answer: (request: object) => { accepted: boolean; bytes: Uint8Array };
  };
  const request = { key: 'dGhlIHNhbXBsZSBub25jZQ==', protocols: ['chat.v1'], extensions: [] };
  const text = (origin: string | null) =>
    Buffer.from(answer({ ...request, origin }).bytes).toString();
  expect(text('https://evil.example')).toMatch(/^HTTP\/1\.1 403 /);
  expect(text('https://app.example')).toContain('Sec-WebSocket-Protocol: chat.v1');
  expect(text(null)).toMatch(/^HTTP\/1\.1 101 /);
});

test.each([
  ['results', 5],
  ['streams', 1],
  ['deflate', 1],
  ['testing', 0],
])('the %s print what the comments beside them say', async (name, lines) => {
  const said = promisedOutput(readme.program(name).code);
  const { stdout } = await readme.run(name);
  expect(said).toHaveLength(lines);
  expect(stdout.split('\n').slice(0, -1)).toEqual(said);
});
