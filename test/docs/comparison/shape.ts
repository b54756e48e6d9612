/**
 * What the packages of docs/comparison.md are made of: what they export, need, and can be built into.
 */

import { readdirSync, readFileSync } from 'node:fs';
import * as undici from 'undici';
import * as ws from 'ws';
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
/** What a package exports that has handlers and a state as the `WebSocket` of browsers has. */
const webSocketIn = (module: object) => () => {
  const prototypes = Object.values(module)
    .map((value: unknown) => (typeof value === 'function' ? (value.prototype as unknown) : null))
    .filter((value) => typeof value === 'object' && value !== null)
    .filter((value) => 'onmessage' in value && 'readyState' in value && 'send' in value);
  if (prototypes.length === 0) return 'no';
  return prototypes.some((value) => value instanceof EventTarget) ? 'yes' : 'most of it';
};

export const shape: Record<string, Row> = {
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
  'the `WebSocket` of browsers': {
    codec: webSocketIn(codec),
    ws: webSocketIn(ws),
    'websocket-driver': webSocketIn(driverPackage),
    undici: webSocketIn(undici),
  },
  'deadlines inside': {
    codec: () => {
      const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.startsWith('testing'))
        .map((name) => readFileSync(new URL(name, source), 'utf8'));
      return yes(files.some((text) => /setTimeout|setInterval/.test(text)));
    },
  },
};
