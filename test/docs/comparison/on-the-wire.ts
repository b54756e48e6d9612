/**
 * What the packages of docs/comparison.md do with bytes and with sockets.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Duplex, Stream } from 'node:stream';
import * as undici from 'undici';
import * as ws from 'ws';
import { pakoCompressor } from '../../../src/adapters/pako.js';
import { ConnectionStreams } from '../../../src/adapters/streams.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { connectRequestHeaders, readConnectRequest } from '../../../src/extended-connect.js';
import * as codec from '../../../src/index.js';
import { closing, openUndici, openWs, requestOf } from './clients.js';
import { driverPackage, read, withServer } from './peers.js';
import { exportsName, type Row, yes } from './row.js';

const twoOfTen = Uint8Array.of(0x82, 10, 65, 66);
const badText = Uint8Array.of(0x81, 2, 0xff, 65);
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

export const onTheWire: Record<string, Row> = {
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
};
