/**
 * How connections of the packages of docs/comparison.md begin.
 */

import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Duplex } from 'node:stream';
import * as undici from 'undici';
import * as ws from 'ws';
import * as codec from '../../../src/index.js';
import { openUndici, openWs, requestOf } from './clients.js';
import { connectionsTo, driverPackage } from './peers.js';
import { exportsName, type Row, yes } from './row.js';

const headers = {
  Host: 'localhost',
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
};
const version8 = { ...headers, 'Sec-WebSocket-Version': '8' };
const hixie = {
  Host: 'localhost',
  Connection: 'Upgrade',
  Upgrade: 'WebSocket',
  'Sec-WebSocket-Key1': '1 2',
  'Sec-WebSocket-Key2': '1 2',
};

const rolesOf = (isClient: boolean, isServer: boolean) =>
  [...(isClient ? ['client'] : []), ...(isServer ? ['server'] : [])].join(', ');
const opens = (open: (url: string) => EventTarget) => async () =>
  yes((await requestOf(open)).startsWith('GET / HTTP/1.1\r\n'));

const judge = (fields: Record<string, string>) =>
  codec.readHandshake({
    method: 'GET',
    target: '/',
    version: '1.1',
    headers: Object.entries(fields),
  }).status === 'complete';

/** The version of the protocol that a driver chooses for a request. */
function driverVersion(fields: Record<string, string>, options = {}): string {
  const lower = Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]);
  const request = { method: 'GET', url: '/', connection: {}, headers: Object.fromEntries(lower) };
  return driverPackage.http(request, options).version;
}

/** Whether a server of ws answers a request with 101. */
async function wsAccepts(fields: Record<string, string>): Promise<boolean> {
  const http = createServer().listen(0, 'localhost');
  const server = new ws.WebSocketServer({ server: http });
  await new Promise((resolve) => http.once('listening', resolve));
  const socket = connect((http.address() as AddressInfo).port, 'localhost');
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET / HTTP/1.1\r\n${lines.join('')}\r\n`);
  const answer = await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  server.close();
  http.close();
  return /^HTTP\/1\.1 101 /.test(String(answer));
}

const lowerCase = Object.fromEntries(
  Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
);
/** A request as anything may have parsed it. */
const parsed = { method: 'GET', url: '/', headers: lowerCase };

/** Whether a server of ws takes a plain object for a request, answers it and opens. */
async function wsTakesParsed(): Promise<boolean> {
  const server = new ws.WebSocketServer({ noServer: true });
  const written: string[] = [];
  const stream = new Duplex({
    read() {},
    write(chunk, _, done) {
      written.push(String(chunk));
      done();
    },
  });
  const state = await new Promise<number>((resolve) =>
    server.handleUpgrade(
      parsed as unknown as IncomingMessage,
      stream,
      Buffer.alloc(0),
      (socket) => {
        resolve(socket.readyState);
        socket.terminate();
      },
    ),
  );
  return state === ws.WebSocket.OPEN && /^HTTP\/1\.1 101 /.test(written.join(''));
}

function undiciTakesParsed(): boolean {
  try {
    new undici.WebSocket(parsed as unknown as string);
    return true;
  } catch {
    return exportsName(undici, /handshake|server/i);
  }
}

/** What a driver writes when it is started. */
function firstOf(driver: { start(): boolean; io: NodeJS.ReadableStream }): Promise<string> {
  return new Promise((resolve) => {
    driver.io.once('data', (bytes) => resolve(String(bytes)));
    driver.start();
  });
}

export const opening: Record<string, Row> = {
  'opens sockets itself': {
    codec: async () => {
      const speak = (url: string) => {
        const key = codec.generateKey();
        codec.encodeHandshakeRequest({ host: new URL(url).host, target: '/', key });
        new codec.Connection({ role: 'client' }).sendText('Hello');
      };
      return yes((await connectionsTo(speak)) > 0);
    },
    ws: opens(openWs),
    'websocket-driver': async () =>
      yes((await connectionsTo((url) => driverPackage.client(url).start())) > 0),
    undici: opens(openUndici),
  },
  'a handshake that anything has parsed': {
    codec: () => yes(judge(headers)),
    ws: async () => ((await wsTakesParsed()) ? 'yes, onto a stream' : 'no'),
    'websocket-driver': () => yes(driverVersion(headers) === 'hybi-13'),
    undici: () => yes(undiciTakesParsed()),
  },
  roles: {
    codec: () =>
      (['client', 'server'] as const)
        .filter((role) => new codec.Connection({ role }).state === 'open')
        .join(', '),
    ws: async () => rolesOf((await requestOf(openWs)) !== '', await wsAccepts(headers)),
    'websocket-driver': async () => {
      const request = await firstOf(driverPackage.client('ws://a.example/'));
      const response = await firstOf(driverPackage.http({ ...parsed, connection: {} }));
      return rolesOf(request.startsWith('GET / '), response.startsWith('HTTP/1.1 101 '));
    },
    undici: async () =>
      rolesOf((await requestOf(openUndici)) !== '', exportsName(undici, /server/i)),
  },
  'through an HTTP proxy': {
    codec: () => yes(exportsName(codec, /proxy|tunnel/i)),
    'websocket-driver': async () => {
      const proxy = driverPackage.client('ws://a.example/').proxy('http://proxy.example');
      return yes((await firstOf({ io: proxy, start: () => proxy.start() })).startsWith('CONNECT '));
    },
  },
  'drafts before RFC 6455': {
    codec: () => yes(judge(version8) || judge(hixie)),
    ws: async () => ((await wsAccepts(version8)) ? 'version 8' : 'no'),
    'websocket-driver': () =>
      driverVersion(hixie, { allowDrafts: true }) === 'hixie-76' ? 'hixie' : 'no',
  },
};
