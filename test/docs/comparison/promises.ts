/**
 * What this package holds itself to in docs/comparison.md.
 */

import { pakoCompressor } from '../../../src/adapters/pako.js';
import { permessageDeflate } from '../../../src/deflate.js';
import * as codec from '../../../src/index.js';

type Events = readonly codec.ConnectionEvent[];

function eventsOf(options: codec.ConnectionOptions, chunks: readonly Uint8Array[]): Events {
  const connection = new codec.Connection(options);
  const events: codec.ConnectionEvent[] = [];
  for (const chunk of chunks) {
    connection.receive(chunk);
    for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
      events.push(event);
    }
  }
  return events;
}

function faultOf(options: codec.ConnectionOptions, ...bytes: number[]): string {
  const [event] = eventsOf(options, [Uint8Array.from(bytes)]);
  return event?.type === 'error' ? `\`${event.error.code}\` ${event.error.closeCode}` : 'none';
}

/** A server that was offered compression, and its client, which sends a message of 100 000 bytes in few. */
function bomb(): string {
  const extension = permessageDeflate({ compressor: pakoCompressor() });
  const extensions = codec.negotiateExtensions([extension.offer], [extension]);
  const client = new codec.Connection({ role: 'client', extensions });
  client.sendText('a'.repeat(100_000));
  const output = client.takeOutput();
  const limits = { maxPayloadBytes: 10_000, maxMessageBytes: 10_000 };
  const [event] = eventsOf({ role: 'server', extensions, ...limits }, output);
  return event?.type === 'error' ? `\`${event.error.code}\` ${event.error.closeCode}` : 'none';
}

function sameInBytes(): string {
  const server = new codec.Connection({ role: 'server' });
  server.sendText('ä and ö');
  server.ping('p');
  server.close(1000, 'done');
  const bytes = Buffer.concat(server.takeOutput());
  const single = [...bytes].map((byte) => Uint8Array.of(byte));
  const whole = JSON.stringify(eventsOf({ role: 'client' }, [bytes]));
  return JSON.stringify(eventsOf({ role: 'client' }, single)) === whole ? 'yes' : 'no';
}

export const promises: Record<string, () => string> = {
  'a length in a longer form than it needs is refused': () =>
    faultOf({ role: 'client' }, 0x82, 126, 0, 1),
  'a server refuses a frame without a mask, at its second byte': () =>
    faultOf({ role: 'server' }, 0x82, 1),
  'a client refuses a frame with one, at its second byte': () =>
    faultOf({ role: 'client' }, 0x82, 0x81),
  'a frame above the limit is refused at its header': () =>
    faultOf({ role: 'client', maxPayloadBytes: 100 }, 0x82, 101),
  'a compressed message above the limit is refused while it is inflated': bomb,
  'the input cut into single bytes gives the same events': sameInBytes,
};
