/**
 * What the packages of docs/comparison.md are made of: what they export, need, and can be built into.
 */

import { readdirSync, readFileSync } from 'node:fs';
import * as undici from 'undici';
import * as ws from 'ws';
import { ConnectionStreams } from '../../../src/adapters/streams.js';
import * as codec from '../../../src/index.js';
import { buildsWithoutNode, driverPackage, manifestOf } from './peers.js';
import { exportsName, type Row, yes } from './row.js';

const { Sender } = ws as unknown as {
  Sender: { frame(payload: Buffer, options: object): Buffer[] };
};
const source = new URL('../../../src/', import.meta.url);

const dependencies = (name: string) => () =>
  String(Object.keys(manifestOf(name).dependencies ?? {}).length);
const types = (name: string) => () =>
  manifestOf(name).types === undefined ? 'no' : 'in the package';
const roles = (module: object) => () =>
  [/client|^WebSocket$/, /server/i]
    .flatMap((pattern, i) => (exportsName(module, pattern) ? [['client', 'server'][i]] : []))
    .join(', ');

export const shape: Record<string, Row> = {
  roles: {
    codec: () =>
      (['client', 'server'] as const)
        .filter((role) => new codec.Connection({ role }).state === 'open')
        .join(', '),
    ws: roles(ws),
    'websocket-driver': roles(driverPackage),
    undici: roles(undici),
  },
  'frames as functions': {
    codec: () => {
      const frame = codec.encodeFrame({ opcode: codec.Opcode.Text, payload: 'a' });
      return codec.decodeFrame(frame).status === 'complete' ? 'both ways' : 'encoding';
    },
    ws: () => {
      const parts = Sender.frame(Buffer.from('a'), { opcode: 1, fin: true, readOnly: true });
      const isFrame = Buffer.concat(parts).equals(Buffer.of(0x81, 1, 97));
      return isFrame && !exportsName(ws, /frame|decode|parse/i) ? 'encoding' : 'no';
    },
    'websocket-driver': () => yes(exportsName(driverPackage, /frame|encode|decode/i)),
    undici: () => yes(exportsName(undici, /frame|encode|decode/i)),
  },
  'builds without modules of Node': {
    codec: () => buildsWithoutNode('../../../src/index.ts'),
    ws: () => buildsWithoutNode('ws'),
    'websocket-driver': () => buildsWithoutNode('websocket-driver'),
    undici: () => buildsWithoutNode('undici'),
  },
  'packages that it needs': {
    codec: dependencies('codec'),
    ws: dependencies('ws'),
    'websocket-driver': dependencies('websocket-driver'),
    undici: dependencies('undici'),
  },
  types: {
    codec: types('codec'),
    'websocket-driver': types('websocket-driver'),
    undici: types('undici'),
  },
  streams: {
    codec: () => {
      const { incoming } = new ConnectionStreams({ role: 'client' });
      return incoming.readable instanceof ReadableStream ? 'WHATWG' : 'none';
    },
    ws: () => (typeof ws.createWebSocketStream === 'function' ? 'Node' : 'none'),
    'websocket-driver': () =>
      typeof driverPackage.client('ws://a.example/').io.pipe === 'function' ? 'Node' : 'none',
    undici: () => (exportsName(undici, /^WebSocketStream$/) ? 'WHATWG' : 'none'),
  },
  'the `WebSocket` of browsers': {
    codec: () => yes(exportsName(codec, /WebSocket/)),
    ws: () => {
      const { prototype } = ws.WebSocket;
      const isMostOfIt = 'addEventListener' in prototype && 'onmessage' in prototype;
      if (prototype instanceof EventTarget) return 'yes';
      return isMostOfIt ? 'most of it' : 'no';
    },
    'websocket-driver': () => yes(exportsName(driverPackage, /^WebSocket$/)),
    undici: () => yes(undici.WebSocket.prototype instanceof EventTarget),
  },
  'deadlines inside': {
    codec: () => {
      const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.startsWith('testing'))
        .map((name) => readFileSync(new URL(name, source), 'utf8'));
      return yes(files.some((text) => /setTimeout|setInterval/.test(text)));
    },
  },
  'through an HTTP proxy': {
    codec: () => yes(exportsName(codec, /proxy|tunnel/i)),
    'websocket-driver': () =>
      yes(typeof driverPackage.client('ws://a.example/').proxy === 'function'),
  },
};
