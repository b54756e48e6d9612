/**
 * Who may connect is asked in the same way of every embedding, and only `true` opens.
 */

import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { acceptUpgrades } from '../../../examples/embeddings/http-upgrade.js';
import { connectOverHttp2, openSession } from '../../../examples/embeddings/http2-client.js';
import { acceptConnects } from '../../../examples/embeddings/http2-connect.js';
import { transportOf } from '../../../examples/embeddings/node-transport.js';
import { acceptOverStreams, connectOverStreams } from '../../../examples/embeddings/web-streams.js';
import type { Rejection } from '../../../src/index.js';
import { afterTest, until } from '../transports/harness.js';

type Verdict = boolean | Rejection;
type Authorize = (asked: { readonly host: string }) => Verdict | Promise<Verdict>;

interface Embedding {
  /** Serves on a free port and counts what it opens. */
  serve(authorize: Authorize): { server: Server; opened: () => number; close: () => void };
  /** The status of the answer. */
  ask(port: number): Promise<number>;
}

/** The status of an attempt: of what was accepted, or of the failure that is the cause. */
async function statusOf(attempt: Promise<{ response: { status: number } }>): Promise<number> {
  try {
    return (await attempt).response.status;
  } catch (error) {
    const { cause } = error as { cause?: { response?: { status: number } } };
    return cause?.response?.status ?? 0;
  }
}

function askOverTcp(port: number): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
  afterTest(() => socket.destroy());
  return statusOf(connectOverStreams(transportOf(socket), `ws://127.0.0.1:${port}/`));
}

const embeddings: Record<string, Embedding> = {
  'HTTP/1.1': {
    serve(authorize) {
      let opened = 0;
      const server = createHttpServer();
      const onConnection = () => {
        opened++;
        return { onMessage() {} };
      };
      const { close } = acceptUpgrades(server, { authorize, onConnection, closeTimeoutMs: 300 });
      return { server, opened: () => opened, close };
    },
    ask: askOverTcp,
  },
  'HTTP/2': {
    serve(authorize) {
      let opened = 0;
      const settings = { enableConnectProtocol: true };
      const server = createHttp2Server({ settings }, (_, response) => response.end());
      const onConnection = () => {
        opened++;
        return { onMessage() {} };
      };
      const { close } = acceptConnects(server, { authorize, onConnection, closeTimeoutMs: 300 });
      return { server, opened: () => opened, close };
    },
    async ask(port) {
      const session = await openSession(`http://127.0.0.1:${port}`);
      afterTest(() => session.destroy());
      const url = `ws://127.0.0.1:${port}/`;
      return statusOf(connectOverHttp2(session, url, { onMessage() {} }));
    },
  },
  'WHATWG streams': {
    serve(authorize) {
      let opened = 0;
      const server = createServer({ allowHalfOpen: true }, async (socket) => {
        afterTest(() => socket.destroy());
        // A client that is refused may go without ending its side.
        const accepting = acceptOverStreams(transportOf(socket), { authorize }).catch(() => null);
        if ((await accepting) !== null) opened++;
      });
      return { server, opened: () => opened, close() {} };
    },
    ask: askOverTcp,
  },
};

function listen({ server }: { server: Server }): Promise<number> {
  afterTest(() => server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

describe.each(Object.entries(embeddings))('over %s', (_, { serve, ask }) => {
  const refusals: readonly [name: string, status: number, verdict: Verdict][] = [
    ['false', 403, false],
    ['nothing at all', 403, undefined as unknown as boolean],
    ['a rejection', 401, { httpStatus: 401, headers: [['www-authenticate', 'Basic']] }],
  ];
  for (const [name, status, verdict] of refusals) {
    test(`${name} is answered with ${status}, at once or later`, async () => {
      for (const authorize of [() => verdict, async () => verdict]) {
        const served = serve(authorize);
        const port = await listen(served);
        expect(await ask(port)).toBe(status);
        expect(served.opened()).toBe(0);
      }
    });
  }

  test('true opens, at once or later', async () => {
    for (const authorize of [() => true, () => sleep(10, true)]) {
      const served = serve(authorize);
      const port = await listen(served);
      expect([101, 200]).toContain(await ask(port));
      await until(() => served.opened() === 1, 'it is open');
    }
  });
});

test('over HTTP/2 a stream that is gone before the verdict is left alone', async () => {
  const { serve } = embeddings['HTTP/2'] as Embedding;
  for (const ending of ['stream', 'session'] as const) {
    let decide = (_: boolean) => {};
    const verdict = new Promise<boolean>((resolve) => {
      decide = resolve;
    });
    let isAsked = false;
    const served = serve(({ host }) => {
      isAsked = host.startsWith('127.0.0.1');
      return verdict;
    });
    let closedStreams = 0;
    served.server.on('stream', (stream) => stream.on('close', () => closedStreams++));
    const port = await listen(served);
    const session = await openSession(`http://127.0.0.1:${port}`);
    afterTest(() => session.destroy());
    const url = `ws://127.0.0.1:${port}/`;
    const handlers = { onMessage() {} };
    const opening =
      ending === 'stream'
        ? connectOverHttp2(session, url, handlers, { handshakeTimeoutMs: 50 })
        : connectOverHttp2(session, url, handlers);
    opening.catch(() => {});
    await until(() => isAsked, 'it is asked');
    if (ending === 'session') session.destroy();
    await expect(opening).rejects.toThrow();
    await until(() => closedStreams === 1, 'the server hears of it');
    decide(true);
    await sleep(20);
    expect(served.opened()).toBe(0);
  }
});
