import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { expect, test } from 'vitest';
import { openSocket } from '../../../examples/embeddings/open-socket.js';
import { afterTest } from '../transports/harness.js';
import { makeCertificate } from './certificate.js';

/** The names that a server over TLS is asked for (SNI), and what it chooses of ALPN. */
async function openTlsServer(host: string) {
  const tls = makeCertificate();
  const names: string[] = [];
  const server = createServer(
    {
      ...tls,
      ALPNProtocols: ['h2', 'http/1.1'],
      SNICallback(name, done) {
        names.push(name);
        done(null);
      },
    },
    (socket) => socket.end(String(socket.alpnProtocol)),
  );
  server.listen(0, host);
  await once(server, 'listening');
  afterTest(() => server.close());
  const { port } = server.address() as AddressInfo;
  const talk = async (url: string, options: Parameters<typeof openSocket>[1] = {}) => {
    const socket = openSocket(new URL(url), { ca: tls.cert, ...options });
    afterTest(() => socket.destroy());
    return Buffer.concat(await socket.toArray()).toString();
  };
  return { port, names, talk };
}

test('a server of several names is asked for the one in the URL', async () => {
  const { port, names, talk } = await openTlsServer('localhost');
  expect(await talk(`wss://localhost:${port}/`)).toBe('http/1.1');
  expect(names).toEqual(['localhost']);
});

test('an address is no name, in brackets or without', async () => {
  for (const [host, inUrl] of [
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
  ] as const) {
    const { port, names, talk } = await openTlsServer(host);
    expect(await talk(`wss://${inUrl}:${port}/`)).toBe('http/1.1');
    expect(names).toEqual([]);
  }
});

test('whoever has another name in mind may say so', async () => {
  const { port, names, talk } = await openTlsServer('127.0.0.1');
  expect(await talk(`wss://127.0.0.1:${port}/`, { servername: 'localhost' })).toBe('http/1.1');
  expect(names).toEqual(['localhost']);
});
