/**
 * A client and a server with a proxy of HTTP/1.1 between them, as there is one in front of most servers. The proxy listens
 * on a Unix socket in a folder of its own: a port that is free now may be somebody else's when the proxy asks for it.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { connectWebSocket } from '../../../examples/transports/client.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { requirePeer } from '../../interop/require-peer.js';
import { afterTest, type Closed, openServer, until } from '../transports/harness.js';

const deflate = permessageDeflate({ compressor: zlibCompressor() });
const big = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7);

interface Proxy {
  readonly name: string;
  /** The Debian package is of the same name. */
  readonly command: string;
  /** What it is told in its own language: where to listen, whom to pass on to, and a folder for whatever it writes. */
  readonly configuration: (path: string, port: number, folder: string) => string;
  readonly args: (file: string, folder: string) => string[];
}

const proxies: Proxy[] = [
  {
    name: 'nginx',
    command: '/usr/sbin/nginx',
    configuration: (path, port, folder) => `
      daemon off;
      master_process off;
      pid ${folder}/pid;
      error_log stderr;
      events { worker_connections 64; }
      http {
        access_log off;
        ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
          .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
          .join(' ')}
        server {
          listen unix:${path};
          location / {
            proxy_pass http://127.0.0.1:${port};
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
            proxy_set_header Host $http_host;
            proxy_read_timeout 60s;
          }
        }
      }`,
    args: (file, folder) => ['-p', folder, '-c', file, '-e', 'stderr'],
  },
  {
    name: 'haproxy',
    command: '/usr/sbin/haproxy',
    configuration: (path, port) => `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel 60s
frontend front
  bind ${path}
  default_backend back
backend back
  server one 127.0.0.1:${port}
`,
    args: (file) => ['-db', '-f', file],
  },
];

async function missing({ name, command }: Proxy): Promise<string | null> {
  const { error } = spawnSync(command, ['-v']);
  return error === undefined ? null : `${name} is not installed: apt-get install ${name}`;
}

/** Starts the proxy in front of a port, and gives the path where it listens; it is gone after the test. */
async function startInFrontOf(port: number, proxy: Proxy): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `${proxy.name}-`));
  const file = join(folder, 'configuration');
  const path = join(folder, 'front');
  writeFileSync(file, proxy.configuration(path, port, folder));
  const child = spawn(proxy.command, proxy.args(file, folder), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk) => (said += chunk));
  afterTest(async () => {
    await end(child);
    rmSync(folder, { recursive: true });
  });
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`${proxy.name} has ended: ${said}`);
    const socket = connect(path);
    const isListening = await new Promise((resolve) => {
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    });
    socket.destroy();
    if (isListening) return path;
    await sleep(50);
  }
  throw new Error(`${proxy.name} does not listen: ${said}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

describe.each(proxies)('behind $name', (proxy) => {
  /** A server that echoes, ends with 4002 when it is told so, and how a client reaches it. */
  const openBehind = async () => {
    const closes: Closed[] = [];
    const { port } = await openServer({
      protocols: ['echo'],
      extensions: [deflate],
      onConnection: (peer) => ({
        onMessage({ data }) {
          if (data === 'close, please') return peer.close(4002, 'as you wish');
          return peer.send(data) || peer.drained();
        },
        onClose: (closed) => closes.push(closed),
      }),
    });
    const path = await startInFrontOf(port, proxy);
    return { openSocket: () => connect({ path, allowHalfOpen: true }), closes };
  };

  test.for([
    { what: 'plain', extensions: [] },
    { what: 'compressed', extensions: [deflate] },
  ])('text, 200 kB, a ping and the Close of the client, $what', async ({ extensions }, context) => {
    await requirePeer(context, () => missing(proxy));
    const { openSocket, closes } = await openBehind();
    const messages: (string | Uint8Array)[] = [];
    const pongs: string[] = [];
    const agreed: string[] = [];
    const client = connectWebSocket('ws://behind.example/', {
      openSocket,
      protocols: ['echo'],
      extensions,
      onMessage: ({ data }) => messages.push(data),
      onPong: (payload) => pongs.push(Buffer.from(payload).toString()),
      onOpen(peer, response) {
        agreed.push(...response.extensions.map(({ name }) => name));
        peer.send('Grüße 👋');
        peer.send(big);
        peer.ping('still there?');
      },
    });
    afterTest(() => client.stop());
    await until(() => messages.length === 2 && pongs.length === 1, 'all has come back');
    expect(messages[0]).toBe('Grüße 👋');
    expect(Buffer.compare(messages[1] as Uint8Array, big)).toBe(0);
    expect(pongs).toEqual(['still there?']);
    expect(agreed).toEqual(extensions.map(({ name }) => name));
    client.stop(4321, 'enough');
    expect(await client.finished).toMatchObject({ code: 4321, wasClean: true, error: null });
    await until(() => closes.length === 1, 'the server knows');
    expect(closes).toMatchObject([{ code: 4321, reason: 'enough', wasClean: true }]);
  });

  test('the Close of the server', async (context) => {
    await requirePeer(context, () => missing(proxy));
    const { openSocket, closes } = await openBehind();
    const client = connectWebSocket('ws://behind.example/', {
      openSocket,
      onMessage() {},
      onOpen: (peer) => peer.send('close, please'),
    });
    afterTest(() => client.stop());
    expect(await client.finished).toMatchObject({ code: 4002, reason: 'as you wish' });
    await until(() => closes.length === 1, 'the server knows');
    expect(closes).toMatchObject([{ code: 4002, wasClean: true, error: null }]);
  });
});
