/**
 * What goes in comes out: any messages, sent in any way, over any agreement, with any compressor at either
 * end, and with the bytes in between cut anywhere.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { drain, peerOf, roles, takeBytes } from '../connection/drive.js';
import { legible } from '../vectors/bits.js';
import { cutAt, cuts } from './arbitraries.js';
import { agreement, type Sent, sentMessage } from './deflate-arbitraries.js';
import { bySize, deflating, pako, zlib } from './deflating.js';

const named = [
  ['pako', pako],
  ['node:zlib', zlib],
  ['a compressor by size', bySize],
] as const;

const pairs = named.flatMap(([name, from]) =>
  named.map(([other, to]) => [name, other, from, to] as const),
);

/** Sends a message as it says. */
function send(connection: Connection, { data, compress, fragmentsAt, fragmentBytes }: Sent): void {
  const options = {
    ...(compress === undefined ? {} : { compress }),
    ...(fragmentBytes === undefined ? {} : { fragmentBytes }),
  };
  if (fragmentsAt === null) {
    if (typeof data === 'string') connection.sendText(data, options);
    else connection.sendBinary(data, options);
    return;
  }
  const opcode = typeof data === 'string' ? Opcode.Text : Opcode.Binary;
  const pieces = typeof data === 'string' ? cutText(data, fragmentsAt) : cutAt(data, fragmentsAt);
  for (const [at, piece] of pieces.entries()) {
    const fin = at === pieces.length - 1;
    connection.sendFragment(piece, {
      opcode,
      fin,
      ...(compress === undefined ? {} : { compress }),
    });
    // A control frame may stand between fragments.
    if (!fin && at % 3 === 1) connection.ping();
  }
}

function cutText(text: string, fractions: readonly number[]): string[] {
  const places = fractions.map((part) => Math.round(part * text.length)).sort((a, b) => a - b);
  return [0, ...places].map((start, at) => text.slice(start, places[at] ?? text.length));
}

const expected = ({ data }: Sent): ConnectionEvent =>
  typeof data === 'string' ? { type: 'text', data } : { type: 'binary', data };

describe.each(pairs)('from %s to %s', (_, _other, from, to) => {
  test.each(roles)('what a %s sends is what comes', (role) => {
    fc.assert(
      fc.property(
        agreement,
        fc.array(sentMessage, { maxLength: 8 }),
        cuts,
        (agreed, messages, places) => {
          const sender = deflating(role, from, {}, agreed);
          const receiver = deflating(peerOf(role), to, {}, agreed);
          const events: ConnectionEvent[] = [];
          for (const message of messages) {
            send(sender, message);
            for (const chunk of cutAt(takeBytes(sender), places)) {
              receiver.receive(chunk);
              events.push(...drain(receiver));
            }
          }
          const data = events.filter(({ type }) => type !== 'ping');
          expect(data.map(legible)).toStrictEqual(messages.map(expected).map(legible));
          sender.receiveEnd();
          receiver.receiveEnd();
          drain(sender);
          drain(receiver);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('both directions at once stay apart', () => {
    fc.assert(
      fc.property(
        agreement,
        fc.array(fc.tuple(fc.boolean(), sentMessage), { maxLength: 8 }),
        (agreed, messages) => {
          const client = deflating('client', from, {}, agreed);
          const server = deflating('server', to, {}, agreed);
          for (const [fromClient, message] of messages) {
            const [sender, receiver] = fromClient ? [client, server] : [server, client];
            send(sender, message);
            receiver.receive(takeBytes(sender));
            const events = drain(receiver).filter(({ type }) => type !== 'ping');
            // The pongs of the receiver go out before what it sends.
            sender.receive(takeBytes(receiver));
            drain(sender);
            expect(events.map(legible)).toStrictEqual([legible(expected(message))]);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
