/**
 * What the packages of docs/comparison.md do with bytes and with sockets.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Duplex, Stream } from 'node:stream';
import * as undici from 'undici';
import * as ws from 'ws';
import { pakoCompressor } from '../../../src/adapters/pako.js';
import { ConnectionStreams } from '../../../src/adapters/streams.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { connectRequestHeaders, readConnectRequest } from '../../../src/extended-connect.js';
import * as codec from '../../../src/index.js';
import { connectionsTo, driverPackage, read, withServer } from './peers.js';
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

const rolesOf = (isClient: boolean, isServer: boolean) =>
  [...(isClient ? ['client'] : []), ...(isServer ? ['server'] : [])].join(', ');
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

export const onTheWire: Record<string, Row> = {
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
  streams: {
    codec: () => {
      const { incoming } = new ConnectionStreams({ role: 'client' });
      return incoming.readable instanceof ReadableStream ? 'WHATWG' : 'none';
    },
    ws: () =>
      withServer(
        (socket) => socket.end(Uint8Array.of(0x81, 2, 104, 105)),
        async (url) => {
          const stream = ws.createWebSocketStream(new ws.WebSocket(url)).on('error', () => {});
          const [data] = await once(stream, 'data');
          return stream instanceof Duplex && String(data) === 'hi' ? 'Node' : 'none';
        },
      ),
    'websocket-driver': () =>
      driverPackage.client('ws://a.example/').io instanceof Stream ? 'Node' : 'none',
    undici: () =>
      withServer(
        (socket) => socket.end(),
        async (url) => {
          const socket = new undici.WebSocketStream(url);
          socket.closed.catch(() => {});
          const { readable } = await socket.opened;
          return readable instanceof ReadableStream ? 'WHATWG' : 'none';
        },
      ),
  },
  'through an HTTP proxy': {
    codec: () => yes(exportsName(codec, /proxy|tunnel/i)),
    'websocket-driver': async () => {
      const proxy = driverPackage.client('ws://a.example/').proxy('http://proxy.example');
      return yes((await firstOf({ io: proxy, start: () => proxy.start() })).startsWith('CONNECT '));
    },
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
