/**
 * The live example's HTTP side: what it answers to requests that are no WebSocket, or not a good one.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { LiveServer } from './live-server.js';
import { ask, exchange } from './raw-peer.js';

let server: LiveServer;
/** A client that never finishes its request, and one that never begins: their time runs meanwhile. */
let slowAnswers: Promise<Buffer[]>;
beforeAll(async () => {
  server = await LiveServer.start();
  slowAnswers = Promise.all([exchange(server.port, 'GET / HT'), exchange(server.port)]);
  // The test that waits for them may have been left out.
  slowAnswers.catch(() => {});
});
afterAll(async () => {
  await server.stop();
});

function statusOf(response: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(response)?.[1]);
}

/** The lines of a good request for a WebSocket, with some of them replaced. */
function handshakeLines(replace: Record<string, string | null> = {}): string[] {
  const fields = {
    start: 'GET /chat HTTP/1.1',
    host: `Host: localhost:${server.port}`,
    upgrade: 'Upgrade: websocket',
    connection: 'Connection: Upgrade',
    key: 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    version: 'Sec-WebSocket-Version: 13',
    ...replace,
  };
  return Object.values(fields).filter((line) => line !== null);
}

describe('ordinary requests', () => {
  test('the page comes with a policy that admits nothing from elsewhere', async () => {
    const response = await fetch(`${server.origin}/`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; /);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  test.each([
    ['/page.js', 'text/javascript; charset=utf-8'],
    ['/page.css', 'text/css; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml'],
    ['/codec/index.js', 'text/javascript; charset=utf-8'],
    ['/page.js?v=1', 'text/javascript; charset=utf-8'],
  ])('%s is served as %s', async (path, type) => {
    const response = await fetch(server.origin + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    const { byteLength } = await response.arrayBuffer();
    expect(byteLength).toBe(Number(response.headers.get('content-length')));
  });

  test('HEAD has the head of GET and no body', async () => {
    const response = await ask(server.port, 'HEAD / HTTP/1.1', 'Host: localhost');
    expect(statusOf(response)).toBe(200);
    expect(response).toMatch(/\r\nContent-Length: [1-9]\d+\r\n/);
    expect(response).toMatch(/\r\n\r\n$/);
  });

  test.each([
    '/nothing',
    '/page.html',
    '/codec/',
    '/codec/index.d.ts',
    '/codec/../package.json',
    '/codec/..%2fpackage.json',
    '/../server.js',
    '/server.js',
    '//',
    '/constructor',
  ])('%s is not there', async (target) => {
    expect(statusOf(await ask(server.port, `GET ${target} HTTP/1.1`, 'Host: localhost'))).toBe(404);
  });

  const cases: [what: string, status: number, lines: string[]][] = [
    ['an absolute target', 200, ['GET http://localhost/ HTTP/1.1', 'Host: localhost']],
    ['HTTP/1.0 without Host', 200, ['GET / HTTP/1.0']],
    ['HTTP/1.1 without Host', 400, ['GET / HTTP/1.1']],
    ['two Host fields', 400, ['GET / HTTP/1.1', 'Host: a', 'Host: b']],
    ['a method that is not for reading', 405, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 0']],
    ['a request for the WebSocket alone', 426, ['GET /chat HTTP/1.1', 'Host: a']],
    ['a trace without an id', 400, ['GET /trace HTTP/1.1', 'Host: a']],
    ['a trace with a short id', 400, ['GET /trace?id=1 HTTP/1.1', 'Host: a']],
    ['another method on the trace', 405, ['POST /trace HTTP/1.1', 'Host: a']],
    ['a command that is only looked at', 405, ['GET /command?do=ping HTTP/1.1', 'Host: a']],
    ['a command without a name', 400, ['POST /command HTTP/1.1', 'Host: a']],
    ['a command without an id', 404, ['POST /command?do=ping HTTP/1.1', 'Host: a']],
    ['a line that is no request', 400, ['what is this']],
    ['a space in front of a colon', 400, ['GET / HTTP/1.1', 'Host : a']],
    ['a head without end', 431, ['GET / HTTP/1.1', `X: ${'x'.repeat(20_000)}`]],
  ];
  test.each(cases)('%s is answered with %i', async (_, status, lines) => {
    expect(statusOf(await ask(server.port, ...lines))).toBe(status);
  });

  test.each([
    ['/page.js', 'GET, HEAD'],
    ['/trace', 'GET'],
    ['/command', 'POST'],
  ])('a refused method on %s learns that %s is allowed', async (path, allowed) => {
    const response = await ask(server.port, `DELETE ${path} HTTP/1.1`, 'Host: a');
    expect(response).toContain(`\r\nAllow: ${allowed}\r\n`);
  });

  test('an answer survives a body that nobody reads', async () => {
    const body = 'x'.repeat(1_000_000);
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect(statusOf((await exchange(server.port, head, body)).toString('latin1'))).toBe(405);
  });
});

describe('requests for a WebSocket', () => {
  const cases: [what: string, status: number, replace: Record<string, string | null>][] = [
    ['another path', 404, { start: 'GET /other HTTP/1.1' }],
    ['another method', 405, { start: 'POST /chat HTTP/1.1' }],
    ['another version', 426, { version: 'Sec-WebSocket-Version: 8' }],
    ['no version', 426, { version: null }],
    ['no Connection: Upgrade', 426, { connection: 'Connection: close' }],
    ['no key', 400, { key: null }],
    ['a key that is too short', 400, { key: 'Sec-WebSocket-Key: c2hvcnQ=' }],
    ['no Host', 400, { host: null }],
    ['another site', 403, { origin: 'Origin: http://example.com' }],
    ['another port of this host', 403, { origin: 'Origin: http://localhost:1' }],
    ['an opaque origin', 403, { origin: 'Origin: null' }],
    ['an origin that is no URL', 403, { origin: 'Origin: localhost' }],
  ];
  test.each(cases)('%s is refused with %i', async (_, status, replace) => {
    expect(statusOf(await ask(server.port, ...handshakeLines(replace)))).toBe(status);
  });

  test('an unsupported version learns the supported one', async () => {
    const lines = handshakeLines({ version: 'Sec-WebSocket-Version: 8' });
    expect(await ask(server.port, ...lines)).toContain('\r\nSec-WebSocket-Version: 13\r\n');
  });

  test.each([
    ['the same origin', {}],
    ['the same origin with its default port written out', { host: 'Host: LOCALHOST:80' }],
  ])('%s is let in', async (_, replace) => {
    const host = 'host' in replace ? 'localhost' : `localhost:${server.port}`;
    const socket = connect(server.port, '127.0.0.1');
    const lines = handshakeLines({ ...replace, origin: `Origin: http://${host}` });
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const [head] = await once(socket, 'data');
    expect(String(head)).toMatch(/^HTTP\/1\.1 101 /);
    socket.destroy();
  });

  test('a subprotocol that the server does not speak is not chosen', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const lines = handshakeLines({ protocol: 'Sec-WebSocket-Protocol: soap' });
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const [head] = await once(socket, 'data');
    expect(String(head)).not.toContain('Sec-WebSocket-Protocol');
    socket.destroy();
  });
});

test('no more than 256 connections are held at once', async () => {
  const own = await LiveServer.start();
  onTestFinished(async () => void (await own.stop()));
  const sockets = Array.from({ length: 256 }, () => connect(own.port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  await delay(100);
  const oneMore = connect(own.port, '127.0.0.1');
  await once(oneMore, 'close');
  expect(sockets.filter((socket) => socket.closed)).toEqual([]);

  for (const socket of sockets) socket.destroy();
  await delay(100);
  expect((await fetch(`${own.origin}/`)).status).toBe(200);
  expect((await own.stop()).code).toBe(0);
});

test('a request that does not arrive within ten seconds is answered with 408', async () => {
  for (const answer of await slowAnswers) expect(statusOf(answer.toString('latin1'))).toBe(408);
});
