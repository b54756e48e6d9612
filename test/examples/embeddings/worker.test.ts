/**
 * The client in a Worker: workerd on loopback, with the worker as one module, and a server on node:net.
 */

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { encodeHandshakeResponse, parseHandshake } from '../../../src/index.js';
import { requirePeer } from '../../interop/require-peer.js';
import { afterTest, type Closed, listenRaw, openServer, until } from '../transports/harness.js';
import { missing, start } from './runtimes.js';

const big = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7);
const entry = fileURLToPath(
  new URL('../../../examples/embeddings/worker-client.js', import.meta.url),
);

/** Writes the worker and what workerd is to do with it, and returns the file that says so. */
async function configure(target: string, timeoutMs = 10_000): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'worker-'));
  afterTest(() => rmSync(folder, { recursive: true }));
  await build({
    entryPoints: [entry],
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    external: ['cloudflare:sockets'],
  });
  const file = join(folder, 'config.capnp');
  writeFileSync(
    file,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    # Only this machine.
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  bindings = [(name = "TARGET", text = "${target}"), (name = "TIMEOUT_MS", json = "${timeoutMs}")],
  compatibilityDate = "2026-01-01",
);
`,
  );
  return file;
}

async function askWorker(file: string): Promise<Response> {
  const { child } = start('workerd', ['serve', '--control-fd=3', file]);
  const lines = createInterface({ input: child.stdio[3] as Readable });
  const [told] = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  return fetch(`http://127.0.0.1:${JSON.parse(told).port}/`, {
    method: 'POST',
    body: big,
    signal: AbortSignal.timeout(15_000),
  });
}

test('a Worker speaks to a server over TCP', async (context) => {
  await requirePeer(context, () => missing('workerd'));
  const pings: string[] = [];
  const closes: Closed[] = [];
  const { port } = await openServer({
    onConnection: (peer) => ({
      onMessage: ({ data }) => peer.send(data) || peer.drained(),
      onClose: (closed) => closes.push(closed),
      onBytes: (direction, bytes) => {
        // A pong: the ping of the worker was heard.
        if (direction === 'sent' && bytes[0] === 0x8a)
          pings.push(Buffer.from(bytes.subarray(2, 14)).toString());
      },
    }),
  });
  const file = await configure(`ws://127.0.0.1:${port}/`);
  const answer = await askWorker(file);
  const body = new Uint8Array(await answer.arrayBuffer());
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-text')).toBe('200000 bytes follow');
  expect(answer.headers.get('x-close')).toBe('4321 true');
  expect(Buffer.compare(body, big)).toBe(0);
  await until(() => closes.length === 1, 'the server knows');
  expect(closes).toMatchObject([{ code: 4321, reason: 'enough', wasClean: true }]);
  expect(pings).toEqual(['still there?']);
});

test.for(['no handshake', 'no echo'])(
  'a Worker does not wait for ever: %s',
  async (what, context) => {
    await requirePeer(context, () => missing('workerd'));
    let isOver = false;
    const { port } = await listenRaw((socket) => {
      socket.on('data', (head) => {
        const request = parseHandshake(head);
        if (what === 'no echo' && request.status === 'complete') {
          socket.write(encodeHandshakeResponse(request.value));
        }
      });
      const end = () => {
        isOver = true;
      };
      socket.on('end', end).on('close', end);
    });
    const answered = await askWorker(await configure(`ws://127.0.0.1:${port}/`, 300));
    expect(answered.status).toBe(500);
    await until(() => isOver, 'the socket is closed');
  },
);
