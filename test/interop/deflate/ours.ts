/**
 * This package on either side of a talk, on the transports of the examples.
 */

import { connectWebSocket } from '../../../examples/transports/client.js';
import { createWebSocketServer } from '../../../examples/transports/server.js';
import { compressorBySize } from '../../../src/adapters/by-size.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../../src/adapters/pako.js';
import {
  type Compressor,
  type PermessageDeflate,
  permessageDeflate,
} from '../../../src/deflate.js';
import { headerValues } from '../../../src/index.js';
import { Mailbox } from '../conversation.js';
import { Talk } from './talk.js';
import type { Wishes } from './wishes.js';

const FIELD = 'Sec-WebSocket-Extensions';

const pako = pakoCompressor();
const zlib = zlibCompressor();

export const compressors: readonly { readonly name: string; readonly compressor: Compressor }[] = [
  { name: 'pako', compressor: pako },
  { name: 'zlib', compressor: zlib },
  { name: 'both by size', compressor: compressorBySize({ small: pako, large: zlib }) },
];

export function deflateWith(compressor: Compressor, wishes: Wishes): PermessageDeflate {
  const { serverNoContextTakeover, clientNoContextTakeover } = wishes;
  const { serverMaxWindowBits, clientMaxWindowBits } = wishes;
  return permessageDeflate({
    compressor,
    thresholdBytes: 0,
    serverNoContextTakeover,
    clientNoContextTakeover,
    ...(serverMaxWindowBits === null ? {} : { serverMaxWindowBits }),
    ...(clientMaxWindowBits === null ? {} : { clientMaxWindowBits }),
  });
}

export interface OpenTalk {
  readonly talk: Talk;
  /** The parameters of the server's answer, sorted; null: it has accepted nothing. */
  readonly agreed: readonly string[] | null;
}

/** Opens a talk as the client of a server. */
export function talkAsClient(
  port: number,
  extensions: readonly PermessageDeflate[],
): Promise<OpenTalk> {
  const talk = new Talk();
  return new Promise((resolve, reject) => {
    const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
      extensions,
      ...talk.handlers,
      onOpen(peer, { headers }) {
        talk.begin(peer);
        resolve({ talk, agreed: readAnswer(headerValues(headers, FIELD)) });
      },
    });
    client.finished.then((ended) => {
      talk.end(ended);
      reject(ended.error ?? new Error(`the connection has ended: ${ended.code}`));
    });
  });
}

export interface TalkServer {
  readonly port: number;
  /** The talk with the next client that comes. */
  nextTalk(): Promise<OpenTalk>;
  close(): Promise<void>;
}

export async function startTalkServer(
  extensions: readonly PermessageDeflate[],
  options: Partial<Parameters<typeof createWebSocketServer>[0]> = {},
): Promise<TalkServer> {
  const talks = new Mailbox<OpenTalk>();
  const server = createWebSocketServer({
    ...options,
    extensions,
    onConnection(peer, { heads }) {
      const talk = new Talk();
      talk.begin(peer);
      const head = Buffer.from(heads.response).toString();
      const values = [...head.matchAll(/^Sec-WebSocket-Extensions: (.*)\r$/gim)];
      talks.put({ talk, agreed: readAnswer(values.map((match) => match[1] ?? '')) });
      return { ...talk.handlers, onClose: (closed) => talk.end(closed) };
    },
  });
  const { port } = await server.listen();
  return { port, nextTalk: () => talks.take(), close: () => server.close() };
}

function readAnswer(values: readonly string[]): readonly string[] | null {
  if (values.length === 0) return null;
  const [name, ...parameters] = values.join().split(/\s*;\s*/);
  if (name !== 'permessage-deflate') throw new Error(`the server answers ${values}`);
  return parameters.sort();
}
