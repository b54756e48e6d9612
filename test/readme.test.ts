/**
 * Every code block of README.md runs: each is a program of its own, as a reader would paste it.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import WebSocket from 'ws';

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
  expect(labels.sort()).toEqual(['js client', 'js results', 'js server', 'sh', 'sh']);
});

test('the server takes about thirty lines, the client too', () => {
  for (const name of ['server', 'client']) {
    const lines = program(name)
      .code.split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThanOrEqual(33);
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
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
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

test('the results print what the comments beside them say', async () => {
  const { file, code } = program('results');
  const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  expect(said).toHaveLength(5);
  expect(stdout.trim().split('\n')).toEqual(said);
});
