/**
 * Chromium and a WebSocket in a stream of HTTP/2: the page comes over the same session, from a server that takes both
 * kinds of handshake.
 */

import type { Http2Session } from 'node:http2';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createHttp2Server } from '../../examples/embeddings/http2-server.js';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../src/deflate.js';
import { makeCertificate } from '../examples/embeddings/certificate.js';
import { launchBrowser, poll } from './live-page.js';

interface Seen {
  /** How each WebSocket came: the version of HTTP, and how the request named its method and protocol. */
  readonly ways: string[];
  /** The sessions that pages and WebSockets came over. */
  readonly sessions: Set<Http2Session | undefined>;
  readonly closes: unknown[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A page over HTTP/2, and a server that echoes, ends with 4002 when it is told so, and writes down what it sees. */
async function openPage(): Promise<{ page: Page; seen: Seen }> {
  const seen: Seen = { ways: [], sessions: new Set(), closes: [] };
  const server = createHttp2Server({
    tls: makeCertificate(),
    protocols: ['echo'],
    extensions: [permessageDeflate({ compressor: zlibCompressor() })],
    onRequest(request, response) {
      seen.sessions.add(request.stream?.session);
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><link rel="icon" href="data:,"><title>page</title>');
    },
    onConnection(peer, openedBy) {
      const isStream = 'stream' in openedBy;
      seen.ways.push(`HTTP/${openedBy.httpVersion} ${isStream ? 'extended CONNECT' : 'upgrade'}`);
      seen.sessions.add(isStream ? openedBy.stream.session : undefined);
      return {
        onMessage({ data }) {
          if (data === 'close, please') return peer.close(4002, 'as you wish');
          return peer.send(data) || peer.drained();
        },
        onClose: ({ code, reason, wasClean }) => seen.closes.push([code, reason, wasClean]),
      };
    },
  });
  const { port } = await server.listen();
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  onTestFinished(async () => {
    await context.close();
    await server.close();
  });
  const page = await context.newPage();
  await page.goto(`https://127.0.0.1:${port}/`);
  return { page, seen };
}

/** Opens a WebSocket to where the page is from, says it all, gets it all back, and ends in one of two ways. */
function talk(page: Page, binaryBytes: number, end: 'page' | 'server') {
  return page.evaluate(
    async ([binaryBytes, end]) => {
      const socket = new WebSocket(location.href.replace('https:', 'wss:'), ['echo']);
      socket.binaryType = 'arraybuffer';
      const next = (type: 'open' | 'message' | 'close') =>
        new Promise<Event>((resolve, reject) => {
          socket.addEventListener(type, resolve, { once: true });
          socket.addEventListener('error', () => reject(new Error('an error')), { once: true });
        });
      await next('open');
      socket.send('Grüße 👋');
      const { data: text } = (await next('message')) as MessageEvent<string>;
      const bytes = Uint8Array.from({ length: binaryBytes }, (_, i) => i * 7);
      socket.send(bytes);
      const { data } = (await next('message')) as MessageEvent<ArrayBuffer>;
      const isSame =
        data.byteLength === binaryBytes && new Uint8Array(data).every((b, i) => b === bytes[i]);
      const closed = next('close');
      if (end === 'page') socket.close(4001, 'enough');
      else socket.send('close, please');
      const { code, reason, wasClean } = (await closed) as CloseEvent;
      const { protocol, extensions } = socket;
      return { text, isSame, protocol, extensions, code, reason, wasClean };
    },
    [binaryBytes, end] as const,
  );
}

test.each([
  { who: 'page', heard: { code: 4001, reason: '' }, told: [4001, 'enough', true] },
  {
    who: 'server',
    heard: { code: 4002, reason: 'as you wish' },
    told: [4002, 'as you wish', true],
  },
] as const)('Chromium echoes over HTTP/2 and the $who closes', async ({ who, heard, told }) => {
  const { page, seen } = await openPage();
  const said = await talk(page, 200_000, who);
  expect(said).toEqual({
    ...{ text: 'Grüße 👋', isSame: true, protocol: 'echo', wasClean: true },
    extensions: 'permessage-deflate',
    ...heard,
  });
  await poll(() => seen.closes).toEqual([told]);
  expect(seen.ways).toEqual(['HTTP/2 extended CONNECT']);
  // The page's own, so it was no connection of its own for the WebSocket.
  expect(seen.sessions.size).toBe(1);
  expect(seen.sessions.has(undefined)).toBe(false);
});
