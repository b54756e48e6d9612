/**
 * The npm package `undici`, whose WebSocket is the one of browsers: a client that cannot ping.
 */

import { once } from 'node:events';
import { type MessageEvent, WebSocket } from 'undici';
import {
  BYE,
  CLIENT_CLOSE,
  type ClientReport,
  digest,
  type Implementation,
  messages,
  PROTOCOLS,
} from '../conversation.js';

export const undici: Implementation = {
  name: 'undici',
  missing: async () => null,
  clientPings: false,
  startServer: null,
  runClient,
};

async function runClient(port: number): Promise<ClientReport> {
  const first = new WebSocket(`ws://127.0.0.1:${port}/`, [...PROTOCOLS]);
  first.binaryType = 'arraybuffer';
  const echoes: string[] = [];
  first.addEventListener('message', ({ data }: MessageEvent) => {
    echoes.push(digest(typeof data === 'string' ? data : new Uint8Array(data)));
    if (echoes.length === messages.length) first.close(...CLIENT_CLOSE);
  });
  first.addEventListener('open', () => {
    for (const message of messages) first.send(message);
  });
  await once(first, 'close');

  const second = new WebSocket(`ws://127.0.0.1:${port}/`, [...PROTOCOLS]);
  second.addEventListener('open', () => second.send(BYE));
  const [{ code, reason }] = await once(second, 'close');
  return { protocol: first.protocol, echoes, pong: null, closedBy: [code, reason] };
}
