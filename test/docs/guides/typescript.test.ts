/**
 * The programs of docs/guides/typescript.md compile as the page says, what is compiled runs, and mistakes are refused.
 */

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { CodeBlocks } from '../../code-blocks.js';
import { freePort } from '../../free-port.js';
import { typeFaultsOf } from '../type-faults.js';

const page = new CodeBlocks('docs/guides/typescript.md');
const names = ['socket', 'server', 'client', 'streams'];
const programs = names.map((name) => [name, page.text(`ts ${name}`)] as const);

const importing = (code: string) => `import * as codec from 'websocket-codec';\n${code}\n`;
const handling = (cases: string) =>
  importing(`export function handle(event: codec.ConnectionEvent) {
    switch (event.type) {
      ${cases} return;
      default: event satisfies never;
    }
  }`);
const mostEvents =
  "case 'text': case 'binary': case 'text-part': case 'binary-part': case 'ping': case 'pong': case 'error':";

const mistakes = Object.entries({
  'a value before the status': importing(
    "codec.decodeFrame(new Uint8Array(2), { role: 'client' }).value",
  ),
  'a code that there is not': importing(
    `const event = new codec.Connection({ role: 'client' }).nextEvent();
     event?.type === 'error' && event.error.code === 'no-such-code'`,
  ),
  'a role that there is not': importing("new codec.Connection({ role: 'proxy' })"),
  'an option that is undefined': importing(
    "new codec.Connection({ role: 'client', maxFragments: undefined })",
  ),
  'a change of what is given out': importing('codec.defaultLimits.maxFragments = 1'),
  'an event that is left out': handling(mostEvents),
});

/** Compiles programs by the settings of the page; what the compiler has to say of each. */
function compile(programs: readonly (readonly [name: string, code: string])[]) {
  const { options } = ts.convertCompilerOptionsFromJson(
    JSON.parse(page.text('json tsconfig')).compilerOptions,
    page.folder,
  );
  const files = programs.map(([name, code]) => {
    const file = join(page.folder, `${name}.mts`);
    writeFileSync(file, code);
    return file;
  });
  return typeFaultsOf(files, options);
}

const faults = compile([
  ...programs,
  ...mistakes,
  ['every event', handling(`${mostEvents} case 'close':`)],
]);

afterAll(() => page.dispose());

test('every block is compiled here', () => {
  expect(page.labels).toStrictEqual(['json tsconfig', ...names.map((name) => `ts ${name}`)]);
});

test('the programs have no fault, and each mistake has one', () => {
  expect(faults.map(({ name }) => name).sort()).toStrictEqual(
    mistakes.map(([name]) => name).sort(),
  );
});

async function start(name: string) {
  const port = String(await freePort());
  await page.startFile(`${name}.mjs`, { PORT: port });
  return port;
}

test('the server and the client talk to each other', async () => {
  const port = await start('server');
  expect(await page.runFile('client.mjs', [], { PORT: port })).toStrictEqual({
    stdout: 'you said: Hello\n1000 true\n',
    stderr: '',
  });
});

test('the echo of streams reads no more than is read of it', async () => {
  const socket = new WebSocket(`ws://localhost:${await start('streams')}/`);
  await once(socket, 'open');
  socket.pause();
  const message = new Uint8Array(200_000);
  for (let i = 0; i < 300; i++) socket.send(message);
  let [before, now] = [-1, socket.bufferedAmount];
  for (; before !== now; before = now, now = socket.bufferedAmount) await sleep(500);
  // What the system holds on both ways is less than half.
  expect(now).toBeGreaterThan(150 * message.length);
  socket.terminate();
});

test('the echo of streams talks to a client of another make', async () => {
  const socket = new WebSocket(`ws://localhost:${await start('streams')}/`);
  socket.on('open', () => socket.send('ä'));
  const [data] = await once(socket, 'message');
  expect(String(data)).toBe('ä');
  socket.close(1000);
  expect((await once(socket, 'close'))[0]).toBe(1000);
});
