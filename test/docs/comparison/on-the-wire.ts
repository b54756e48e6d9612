/**
 * What the packages of docs/comparison.md do with bytes and with sockets.
 */

import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import * as undici from 'undici';
import * as ws from 'ws';
import { pakoCompressor } from '../../../src/adapters/pako.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { connectRequestHeaders, readConnectRequest } from '../../../src/extended-connect.js';
import * as codec from '../../../src/index.js';
import { driverPackage, read, withServer } from './peers.js';
import { exportsName, type Row, yes } from './row.js';

const twoOfTen = Uint8Array.of(0x82, 10, 65, 66);
const badText = Uint8Array.of(0x81, 2, 0xff, 65);
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

const openWs = (url: string, options = {}) =>
  new ws.WebSocket(url, options).on('error', () => {}) as unknown as EventTarget;
const openUndici = (url: string) => new undici.WebSocket(url) as unknown as EventTarget;

const closing = (socket: EventTarget) =>
  new Promise<string>((resolve) => {
    socket.addEventListener('close', (event) => resolve(String(Reflect.get(event, 'code'))));
  });

/** What a client asks a server that hangs up. */
async function requestOf(open: (url: string) => EventTarget): Promise<string> {
  let asked = '';
  const hangUp = (socket: { end(): void }, request: string) => {
    asked = request;
    socket.end();
  };
  await withServer(hangUp, (url) => closing(open(url)));
  return asked;
}

const opens = (open: (url: string) => EventTarget) => async () =>
  yes((await requestOf(open)).startsWith('GET / HTTP/1.1\r\n'));
const offers = (open: (url: string) => EventTarget) => async () =>
  (await requestOf(open)).includes('permessage-deflate') ? 'built in' : 'no';
const codeAtEnd = (open: (url: string) => EventTarget) => () =>
  withServer(
    (socket) => socket.end(),
    (url) => closing(open(url)),
  );

const whereTextFails = (name: string) => () => {
  if (read(name, badText).end !== 'failed') return 'never';
  return read(name, badText.subarray(0, 3)).end === 'open' ? 'with the message' : 'at its byte';
};
const givesParts = (name: string) => () => yes(read(name, twoOfTen).events.length > 0);

function firstEvent(options: object, bytes: Uint8Array) {
  const connection = new codec.Connection({ role: 'client', ...options });
  connection.receive(bytes);
  return { event: connection.nextEvent(), output: connection.takeOutput() };
}

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

export const onTheWire: Record<string, Row> = {
  'opens sockets itself': {
    codec: () => yes(exportsName(codec, /connect$|listen|socket$/i)),
    ws: opens(openWs),
    'websocket-driver': () => yes(exportsName(driverPackage, /connect|listen/)),
    undici: opens(openUndici),
  },
  'a handshake that anything has parsed': {
    codec: () => yes(judge(headers)),
    ws: () => yes(exportsName(ws, /handshake|http/i)),
    'websocket-driver': () => yes(driverVersion(headers) === 'hybi-13'),
    undici: () => yes(exportsName(undici, /handshake|upgradeRequest/i)),
  },
  'gives a message in parts': {
    codec: () => yes(firstEvent({ streamMessages: true }, twoOfTen).event?.type === 'binary-part'),
    ws: givesParts('ws'),
    'websocket-driver': givesParts('websocket-driver'),
    undici: givesParts('undici'),
  },
  'invalid UTF-8 fails': {
    codec: () =>
      firstEvent({}, badText.subarray(0, 3)).event?.type === 'error'
        ? 'at its byte'
        : 'with the message',
    ws: whereTextFails('ws'),
    'websocket-driver': whereTextFails('websocket-driver'),
    undici: whereTextFails('undici'),
  },
  'the end without a Close': {
    codec: () => {
      const connection = new codec.Connection({ role: 'client' });
      connection.receiveEnd();
      const event = connection.nextEvent();
      return event?.type === 'close' ? String(event.code) : 'none';
    },
    ws: codeAtEnd(openWs),
    'websocket-driver': () =>
      withServer(
        (socket) => socket.end(),
        (url) => {
          const driver = driverPackage.client(url);
          const socket = connect(Number(new URL(url).port), 'localhost', () => driver.start());
          socket.pipe(driver.io).pipe(socket);
          return new Promise((resolve) => {
            driver.on('close', ({ code }) => resolve(String(code)));
            socket.on('close', () => setImmediate(resolve, 'none'));
          });
        },
      ),
    undici: codeAtEnd(openUndici),
  },
  'automatic pongs can be turned off': {
    codec: () => yes(firstEvent({ autoPong: false }, Uint8Array.of(0x89, 0)).output.length === 0),
    ws: async () => {
      let answered = 0;
      const pingAndEnd = (socket: Socket) => {
        socket.on('data', (bytes) => {
          answered += bytes[0] === 0x8a ? 1 : 0;
        });
        socket.write(Uint8Array.of(0x89, 0, 0x88, 0));
      };
      const open = (url: string) => closing(openWs(url, { autoPong: false }));
      await withServer(pingAndEnd, open);
      return yes(answered === 0);
    },
  },
  'permessage-deflate': {
    codec: () => {
      const { name } = permessageDeflate({ compressor: pakoCompressor() });
      return name === 'permessage-deflate' && !exportsName(codec, /deflate/i)
        ? 'an argument'
        : 'built in';
    },
    ws: offers(openWs),
    undici: offers(openUndici),
  },
  'another DEFLATE than that of Node': {
    codec: () => yes(permessageDeflate({ compressor: pakoCompressor() }).offer.name !== ''),
  },
  'extended CONNECT (HTTP/2)': {
    codec: () => {
      const init = { scheme: 'https', authority: 'a.example', path: '/' } as const;
      const { status } = readConnectRequest(connectRequestHeaders(init));
      return status === 'complete' ? 'both ways, without a socket' : 'no';
    },
  },
  'drafts before RFC 6455': {
    codec: () => yes(judge(version8) || judge(hixie)),
    ws: async () => ((await wsAccepts(version8)) ? 'version 8' : 'no'),
    'websocket-driver': () =>
      driverVersion(hixie, { allowDrafts: true }) === 'hixie-76' ? 'hixie' : 'no',
  },
};
