/**
 * Every code block of README.md runs: each is a program of its own, as a reader would paste it.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { encodeHandshakeResponse, parseHandshake } from '../src/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the project, so that the package's own name resolves to what `npm run build` has made.
const folder = mkdtempSync(join(root, '.readme-'));
const blocks = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```(.*)\n([\s\S]*?)^```$/gm),
];
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string): { file: string; code: string } {
  const code = blocks.find(([, label]) => label === `js ${name}`)?.[2];
  if (code === undefined) throw new Error(`README.md has no block ${name}`);
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return { file, code };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function startServer(): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, [program('server').file], { env });
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return port;
}

test('every block is either run here or a shell command', () => {
  const labels = blocks.map(([, label]) => label);
  expect(labels.sort()).toEqual([
    'js client',
    'js deflate',
    'js origin',
    'js results',
    'js server',
    'js streams',
    'sh',
    'sh',
  ]);
});

test('the server takes about thirty lines, the client too', () => {
  for (const name of ['server', 'client']) {
    const lines = program(name)
      .code.split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThanOrEqual(32);
  }
});

test('the server and the client talk to each other', async () => {
  const port = await startServer();
  const env = { ...process.env, PORT: String(port) };
  const { stdout } = await promisify(execFile)(process.execPath, [program('client').file], { env });
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
    const env = { ...process.env, PORT: String(port) };
    const { file } = program('client');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { env });
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
  const { answer } = (await import(program('origin').file)) as {
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
])('the %s print what the comments beside them say', async (name, lines) => {
  const { file, code } = program(name);
  const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  expect(said).toHaveLength(lines);
  expect(stdout.trim().split('\n')).toEqual(said);
});
