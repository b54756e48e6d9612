/**
 * The changes that docs/guides/compression.md makes to the first server and the first client turn compression on.
 */

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { CodeBlocks } from '../../code-blocks.js';
import { freePort } from '../../free-port.js';

const page = new CodeBlocks('docs/guides/compression.md');
const serverPage = new CodeBlocks('docs/guides/first-server.md');
const clientPage = new CodeBlocks('docs/guides/first-client.md');

afterAll(() => {
  for (const each of [page, serverPage, clientPage]) each.dispose();
});

/** Makes the changes of a block to a program: lines to take out give their place to those that follow. */
const changedBy = (label: string) => (code: string) => {
  const hunks = [...page.text(label).matchAll(/((?:^-.*\n)*)((?:^\+.*\n)+)/gm)];
  return hunks.reduce((changed, [, removed = '', added = '']) => {
    const [before, after] = [removed, added].map((lines) => lines.replaceAll(/^[-+]/gm, ''));
    expect(changed).toContain(before);
    return changed.replace(before ?? '', after ?? '');
  }, code);
};

test('every block that is no program is a change that is made here', () => {
  const changes = page.labels.filter((label) => !label.startsWith('js '));
  expect(changes).toStrictEqual(['diff server', 'diff client']);
});

test('the server accepts what a client of another make offers', async () => {
  const port = await freePort();
  await serverPage.start('server', { PORT: String(port) }, changedBy('diff server'));
  const socket = new WebSocket(`ws://localhost:${port}/`, { perMessageDeflate: true });
  const text = 'again and '.repeat(1000);
  socket.on('open', () => socket.send(text));
  expect(
    await new Promise((resolve) => socket.on('message', (data) => resolve(String(data)))),
  ).toBe(`you said: ${text}`);
  expect(socket.extensions).toContain('permessage-deflate');
  socket.close();
});

test('the client offers it, and talks to the server that has it', async () => {
  const port = String(await freePort());
  await serverPage.start('server', { PORT: port }, changedBy('diff server'));
  clientPage.program('client', changedBy('diff client'));
  const { stdout, stderr } = await clientPage.runFile('client.mjs', [], { PORT: port });
  expect({ stdout, stderr }).toStrictEqual({ stdout: clientPage.text('text'), stderr: '' });
});

test('the client says so in its request', async () => {
  const heads: string[] = [];
  const server = createServer((socket) =>
    socket.once('data', (head) => {
      heads.push(String(head));
      socket.destroy();
    }),
  ).listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  clientPage.program('client', changedBy('diff client'));
  await clientPage.runFile('client.mjs', [], { PORT: String(port) });
  server.close();
  expect(heads).toStrictEqual([
    expect.stringMatching(/^Sec-WebSocket-Extensions: permessage-deflate/im),
  ]);
});
