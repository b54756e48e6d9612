/**
 * The programs of docs/conformance-data.md run, and its cases are those of the file.
 */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { conformanceCases } from '../../src/testing.js';
import { CodeBlocks, promisedOutput } from '../code-blocks.js';

const name = 'docs/conformance-data.md';
const page = new CodeBlocks(name);
const text = readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');

afterAll(() => page.dispose());

test('every block is either a case or run here', () => {
  expect([...page.labels].sort()).toEqual(['js memory', 'js stream', 'json', 'json']);
});

test('its cases are those of conformance.json', () => {
  const shown = [...text.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, code = '']) =>
    JSON.parse(code),
  );
  expect(shown).toHaveLength(2);
  for (const one of shown) expect(conformanceCases).toContainEqual(one);
});

test('what it says that is printed is printed', async () => {
  const { stdout } = await page.run('memory');
  const promised = promisedOutput(page.program('memory').code);
  expect(promised).toHaveLength(2);
  expect(stdout.trim().split('\n')).toEqual(promised);
});

test('cases run against a server on a port', async () => {
  const http = createServer().listen(0);
  const server = new WebSocketServer({ server: http });
  server.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
    socket.on('error', () => {});
  });
  const { port } = http.address() as AddressInfo;
  const { stdout } = await page.run('stream', [], { PORT: String(port) });
  server.close();
  http.close();
  const ids = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(ids).toEqual(conformanceCases.filter(({ id }) => id.startsWith('5.')).map(({ id }) => id));
});
