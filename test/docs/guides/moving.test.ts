/**
 * The programs of the guides for those who come from elsewhere: before and after, they print the same.
 */

import { type EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { CodeBlocks } from '../../code-blocks.js';
import { freePort } from '../../free-port.js';

interface Peer extends EventEmitter {
  send(data: string | Uint8Array): void;
  ping(payload?: Uint8Array): void;
  close(code: number): void;
}

const versionOf = (name: string) =>
  (
    JSON.parse(
      readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), 'utf8'),
    ) as { version: string }
  ).version;

describe.each([
  ['ws', ['js before', 'js peer', 'js after', 'text', 'js room']],
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
      serve(options: object, onPeer: (peer: Peer) => void): Server;
      open(
        port: number,
        protocols: string[],
        onPeer: (peer: Peer) => void,
        onError: (error: Error & { code?: string }) => void,
      ): void;
    };
  const servers: Server[] = [];
  const listening = async (server: Server) => {
    servers.push(server.listen(0, 'localhost'));
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  afterAll(() => {
    for (const server of servers) server.close();
    page.dispose();
  });

  const nobody = () => {
    throw new Error('there is nobody');
  };

  test('makes a room', async () => {
    page.program('peer');
    const { stdout, stderr } = await page.run('room');
    const lines = stdout.split('\n').sort();
    const heard = ['somebody: word 1', 'somebody: word 1', 'somebody: word 2', 'somebody: word 2'];
    expect({ lines, stderr }).toStrictEqual({ lines: ['', ...heard], stderr: '' });
  });

  test('sends nothing behind its own Close', async () => {
    const { open, serve } = await peer();
    const port = await listening(
      serve({}, (each) =>
        each.on('message', () => {
          each.close(4000);
          each.send('too late');
          each.ping();
        }),
      ),
    );
    const code = await new Promise((resolve) => {
      const onPeer = (client: Peer) => {
        client.on('open', () => client.send('bye'));
        client.on('close', resolve);
      };
      open(port, [], onPeer, nobody);
    });
    expect(code).toBe(4000);
  });

  test('tells that nobody listens, that the server refuses, and that it hangs up', async () => {
    const { open } = await peer();
    const failure = (port: number) =>
      new Promise<Error & { code?: string }>((resolve) => open(port, [], nobody, resolve));
    expect((await failure(await freePort())).code).toBe('ECONNREFUSED');

    const answers = ['HTTP/1.1 403 No\r\n\r\n', ''];
    const port = await listening(createServer((socket) => socket.end(answers.shift() ?? '')));
    expect((await failure(port)).message).toContain('did not switch');
    expect((await failure(port)).message).toBe('the peer hung up');
  });

  test('lets go of one that ends before its head is whole', async () => {
    const { serve } = await peer();
    const server = serve({ protocols: [] }, nobody);
    const socket = connect(await listening(server), 'localhost');
    socket.end('GET / HTTP/1.1\r\n');
    socket.on('error', () => {});
    await once(socket, 'close');
    server.close();
    await once(server, 'close'); // comes when no socket is left
  });
});
