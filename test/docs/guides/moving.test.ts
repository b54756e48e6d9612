/**
 * The programs of the guides for those who come from elsewhere: before and after, they print the same.
 */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { CodeBlocks } from '../../code-blocks.js';
import { freePort } from './free-port.js';

const versionOf = (name: string) =>
  (
    JSON.parse(
      readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), 'utf8'),
    ) as { version: string }
  ).version;

describe.each([
  ['ws', ['js before', 'js peer', 'js after', 'text']],
  ['websocket-driver', ['js before', 'js after', 'text']],
])('moving from %s', (name, labels) => {
  const path = `docs/guides/from-${name}.md`;
  const page = new CodeBlocks(path);

  afterAll(() => page.dispose());

  test('every block is run here, or what it prints', () => {
    expect(page.labels).toStrictEqual(labels);
  });

  test('the version that it speaks of is the one that is run', () => {
    const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
    expect(text).toContain(`\`${name}\` (${versionOf(name)} here)`);
  });

  test.each(['before', 'after'])('the program %s prints what the page says', async (program) => {
    if (labels.includes('js peer')) page.program('peer');
    expect(await page.run(program)).toStrictEqual({ stdout: page.text('text'), stderr: '' });
  });
});

describe('the peer of those who come from ws', () => {
  const page = new CodeBlocks('docs/guides/from-ws.md');
  const peer = async () =>
    (await import(page.program('peer').file)) as {
      serve(options: object, onPeer: (peer: object) => void): Server;
      open(
        port: number,
        protocols: string[],
        onPeer: (peer: object) => void,
        onError: (error: Error) => void,
      ): void;
    };

  afterAll(() => page.dispose());

  const nobody = () => {
    throw new Error('there is nobody');
  };

  test('tells that nobody listens, that the server refuses, and that it hangs up', async () => {
    const { open } = await peer();
    const failure = (port: number) =>
      new Promise<Error>((resolve) => open(port, [], nobody, resolve));
    expect((await failure(await freePort())).message).toContain('ECONNREFUSED');

    const answers = ['HTTP/1.1 403 No\r\n\r\n', ''];
    const server = createServer((socket) => socket.end(answers.shift() ?? '')).listen(
      0,
      'localhost',
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect((await failure(port)).message).toContain('did not switch');
    expect((await failure(port)).message).toBe('the peer hung up');
    server.close();
  });

  test('lets go of one that ends before its head is whole', async () => {
    const { serve } = await peer();
    const server = serve({ protocols: [] }, nobody).listen(0, 'localhost');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, 'localhost');
    socket.end('GET / HTTP/1.1\r\n');
    socket.on('error', () => {});
    await once(socket, 'close');
    server.close();
    await once(server, 'close'); // comes when no socket is left
  });
});
