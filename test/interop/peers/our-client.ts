/**
 * This package as a client, on the transports of the examples.
 */

import { connectWebSocket } from '../../../examples/transports/client.js';
import {
  BYE,
  CLIENT_CLOSE,
  type ClientReport,
  digest,
  messages,
  PING,
  PROTOCOLS,
} from '../conversation.js';

/** Echoes everything until the server closes. */
export async function runClient(port: number, path: string): Promise<void> {
  const client = connectWebSocket(`ws://127.0.0.1:${port}${path}`, {
    onMessage: ({ data }, peer) => peer.send(data) || peer.drained(),
  });
  await client.finished;
}

export async function runConversation(port: number): Promise<ClientReport> {
  const echoes: string[] = [];
  const { protocol, pong } = await converse(port, echoes);
  const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
    protocols: PROTOCOLS,
    onOpen: (peer) => peer.send(BYE),
    onMessage() {},
  });
  const { code, reason, wasClean, error } = await client.finished;
  if (!wasClean) throw error ?? new Error('the second connection did not end cleanly');
  return { protocol, echoes, pong, closedBy: [code, reason] };
}

async function converse(
  port: number,
  echoes: string[],
): Promise<Pick<ClientReport, 'protocol' | 'pong'>> {
  let protocol: string | null = null;
  let pong: string | null = null;
  const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
    protocols: PROTOCOLS,
    async onOpen(peer, response) {
      protocol = response.protocol;
      for (const message of messages) {
        if (!peer.send(message)) await peer.drained();
      }
    },
    onMessage({ data }, peer) {
      echoes.push(digest(data));
      if (echoes.length === messages.length) peer.ping(PING);
    },
    onPong(payload, peer) {
      pong = Buffer.from(payload).toString();
      peer.close(...CLIENT_CLOSE);
    },
  });
  const { wasClean, error } = await client.finished;
  if (!wasClean) throw error ?? new Error('the first connection did not end cleanly');
  return { protocol, pong };
}
