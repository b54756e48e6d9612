/**
 * The window from message to message is that of zlib: what goes out compressed, whatever stands in between, is one raw
 * stream that zlib inflates, and what zlib deflates with what went before comes out as it was.
 */

import { constants, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { drain, peerOf, type Role, takeBytes, toReceive } from '../connection/drive.js';
import {
  type Agreement,
  compressedToReceive,
  deflated,
  deflating,
  rolesAndCompressors,
  TAIL,
} from '../properties/deflating.js';
import { join } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Continuation, Ping, Text } = Opcode;

const utf8 = (text: string) => new TextEncoder().encode(text);

interface Step {
  readonly kind: 'compressed' | 'in fragments' | 'plain' | 'ping';
  readonly text: string;
}

/** Of few words, so that every message refers to those before it; also empty, and longer than a window. */
const text = fc
  .array(fc.constantFrom('window', 'takeover', 'zlib', '\u00e9', '0123456789'), { maxLength: 12 })
  .chain((words) =>
    fc.constantFrom(1, 1, 1, 40).map((times) => `${words.join(' ')} `.repeat(times)),
  );
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('compressed', 'compressed', 'in fragments', 'plain', 'ping'),
  text: fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: fc.constant('') }),
});
const steps = fc.array(step, { minLength: 1, maxLength: 12 });

/** One in which the second message is nothing without the first, in case chance does not bring it. */
const referring: Step[] = [
  { kind: 'compressed', text: 'takeover of a window' },
  { kind: 'plain', text: 'in between' },
  { kind: 'compressed', text: '' },
  { kind: 'ping', text: '' },
  { kind: 'plain', text: '' },
  { kind: 'in fragments', text: 'takeover of a window' },
  { kind: 'compressed', text: 'in between' },
];

/** A window that the sequences above outgrow, and the largest. */
const allBits = [9, 15];

const halves = (whole: string): [string, string] => {
  const middle = whole.length >> 1;
  return [whole.slice(0, middle), whole.slice(middle)];
};

function send(connection: Connection, { kind, text: data }: Step): void {
  if (kind === 'ping') connection.ping();
  else if (kind === 'in fragments') {
    const [first, second] = halves(data);
    connection.sendFragment(first, { fin: false, compress: true });
    connection.ping();
    connection.sendFragment(second, { fin: true });
  } else connection.sendText(data, { compress: kind === 'compressed' });
}

/** The payloads of the messages that are marked as compressed, in order. */
function compressedPayloads(receiver: Role, wire: Uint8Array): Uint8Array[] {
  const messages: Uint8Array[] = [];
  let isCompressed = false;
  for (let at = 0; at < wire.length; ) {
    const result = decodeFrame(wire.subarray(at), { role: receiver, allowedRsv: 4 });
    if (result.status !== 'complete') throw new Error(`no frame at byte ${at}`);
    at += result.bytesRead;
    const { opcode, rsv1, payload } = result.value;
    if (opcode === Text) {
      isCompressed = rsv1;
      if (isCompressed) messages.push(payload);
    } else if (opcode === Continuation && isCompressed) {
      messages.push(join(messages.pop() ?? payload, payload));
    }
  }
  return messages;
}

/** All of them as one raw stream, whose context zlib keeps. */
function inflatedTogether(messages: readonly Uint8Array[], windowBits: number): string {
  const stream = join(...messages.flatMap((message) => [message, TAIL]));
  const finishFlush = constants.Z_SYNC_FLUSH;
  return new TextDecoder().decode(inflateRawSync(stream, { windowBits, finishFlush }));
}

const isCompressed = ({ kind }: Step) => kind === 'compressed' || kind === 'in fragments';
const textsOf = (sequence: readonly Step[]) => sequence.map((each) => each.text);

describe.each(rolesAndCompressors)(
  `${attack('takeover-state')}: a %s on %s`,
  (role, _, compressor) => {
    const own = (bits: number): Agreement =>
      role === 'client' ? { clientBits: bits } : { serverBits: bits };
    const peers = (bits: number): Agreement =>
      role === 'client' ? { serverBits: bits } : { clientBits: bits };

    test.each(allBits)(
      'sends what is one raw stream to zlib, with a window of %i bits',
      (windowBits) => {
        const check = (sequence: readonly Step[]) => {
          const connection = deflating(role, compressor, {}, own(windowBits));
          for (const each of sequence) send(connection, each);
          const messages = compressedPayloads(peerOf(role), takeBytes(connection));
          const texts = textsOf(sequence.filter(isCompressed));
          expect(messages.length).toBe(texts.length);
          // Every beginning of it, so that each message ends where its text does.
          for (let count = 1; count <= texts.length; count++) {
            const together = inflatedTogether(messages.slice(0, count), windowBits);
            expect(together).toBe(texts.slice(0, count).join(''));
          }
        };
        check(referring);
        fc.assert(fc.property(steps, check), { numRuns: 50 });
      },
    );

    test.each(allBits)(
      'reads what zlib deflates with what went before, with a window of %i bits',
      (windowBits) => {
        const check = (sequence: readonly Step[]) => {
          const connection = deflating(role, compressor, {}, peers(windowBits));
          let before: Uint8Array = new Uint8Array(0);
          for (const { kind, text: data } of sequence) {
            if (kind === 'ping') connection.receive(toReceive(role, Ping));
            else if (kind === 'plain') connection.receive(toReceive(role, Text, data));
            else {
              const payload = deflatedAfter(before, utf8(data), windowBits);
              before = join(before, utf8(data));
              for (const frame of framesOf(role, payload, kind)) connection.receive(frame);
            }
          }
          const texts = drain(connection).flatMap((event) =>
            event.type === 'ping' ? [] : [event.type === 'text' ? event.data : event],
          );
          expect(texts).toStrictEqual(textsOf(sequence.filter(({ kind }) => kind !== 'ping')));
        };
        check(referring);
        fc.assert(fc.property(steps, check), { numRuns: 50 });
      },
    );
  },
);

/** As zlib makes it when it has kept its window. */
function deflatedAfter(before: Uint8Array, plain: Uint8Array, windowBits: number): Uint8Array {
  // zlib has no use for an empty dictionary, and none for what lies behind its window.
  const dictionary = before.slice(-(2 ** windowBits));
  return deflated(plain, { windowBits, ...(dictionary.length > 0 ? { dictionary } : {}) });
}

/** One message, whole or in two fragments with a ping between them. */
function framesOf(role: Role, payload: Uint8Array, kind: Step['kind']): Uint8Array[] {
  if (kind === 'compressed') return [compressedToReceive(role, Text, payload)];
  const middle = payload.length >> 1;
  return [
    compressedToReceive(role, Text, payload.subarray(0, middle), { fin: false }),
    toReceive(role, Ping),
    toReceive(role, Continuation, payload.subarray(middle)),
  ];
}
