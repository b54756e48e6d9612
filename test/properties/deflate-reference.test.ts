/**
 * What the encoders write, a peer with zlib reads; what a peer with zlib writes, in any of its ways, the
 * decoders read. The peer knows no streams: it is given the plain text of what went before as a dictionary.
 */

import { constants, deflateRawSync, type ZlibOptions } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { drain, peerOf, type Role, roles, takeBytes } from '../connection/drive.js';
import { join, legible, toHex } from '../vectors/bits.js';
import { cutAt, cuts } from './arbitraries.js';
import { agreement, peerOptions, plainBytes, sentMessage } from './deflate-arbitraries.js';
import {
  type Agreement,
  bySize,
  compressedToReceive,
  deflating,
  inflated,
  pako,
  TAIL,
  zlib,
} from './deflating.js';

const { Binary, Continuation } = Opcode;

const named = [
  ['pako', pako],
  ['node:zlib', zlib],
  ['a compressor by size', bySize],
] as const;
const cases = roles.flatMap((role) => named.map(([name, made]) => [role, name, made] as const));

/** What the deflater of a role is bound to. */
function boundsOf(role: Role, agreed: Agreement): { windowBits: number; forgets: boolean } {
  const { clientBits = 15, serverBits = 15, clientForgets, serverForgets } = agreed;
  return role === 'client'
    ? { windowBits: clientBits, forgets: clientForgets ?? false }
    : { windowBits: serverBits, forgets: serverForgets ?? false };
}

/** The payloads of one message behind each other, and whether its first frame is marked. */
function readMessage(
  receiver: Role,
  wire: Uint8Array,
): { isCompressed: boolean; data: Uint8Array } {
  const payloads: Uint8Array[] = [];
  let isCompressed = false;
  for (let at = 0, fin = false; at < wire.length; ) {
    const result = decodeFrame(wire.subarray(at), { role: receiver, allowedRsv: 4 });
    if (result.status !== 'complete' || fin) throw new Error(`not one message: ${toHex(wire)}`);
    const { value } = result;
    if (at === 0) isCompressed = value.rsv1;
    else if (value.rsv1) throw new Error('the bit stands on the first frame only');
    payloads.push(value.payload);
    fin = value.fin;
    at += result.bytesRead;
  }
  return { isCompressed, data: join(...payloads) };
}

/** How a peer makes one part of a message: what it says, and how it ends. */
const segment = fc.record({
  plain: plainBytes,
  options: peerOptions,
  end: fc.constantFrom(
    constants.Z_SYNC_FLUSH,
    constants.Z_SYNC_FLUSH,
    constants.Z_FULL_FLUSH,
    constants.Z_FINISH,
  ),
});

interface Segment {
  readonly plain: Uint8Array;
  readonly options: ZlibOptions;
  readonly end: number;
}

/** The data of a message in parts of which each knows what went before. */
function dataOf(segments: readonly Segment[], before: Uint8Array, windowBits: number): Uint8Array {
  let data: Uint8Array = new Uint8Array(0);
  let history = before;
  for (const { plain, options, end } of segments) {
    if (plain.length > 0 || end === constants.Z_FINISH) {
      // zlib deflates raw data with 9 bits at least, and keeps within a window of 8 then.
      const settings = { ...options, windowBits: Math.max(9, windowBits), finishFlush: end };
      const known = history.length > 0 ? { dictionary: history } : {};
      data = join(data, deflateRawSync(plain, { ...settings, ...known }));
    }
    history = join(history, plain);
  }
  const hasTail = data.length >= 4 && segments.some(({ plain }) => plain.length > 0);
  const last = segments
    .filter(({ plain, end }) => plain.length > 0 || end === constants.Z_FINISH)
    .at(-1);
  if (last === undefined) return Uint8Array.of(0);
  return last.end !== constants.Z_FINISH && hasTail ? data.slice(0, -TAIL.length) : data;
}

describe.each(cases)('a %s on %s', (role, _, compressor) => {
  test('writes what zlib reads, with the window that was agreed on', () => {
    fc.assert(
      fc.property(agreement, fc.array(sentMessage, { maxLength: 8 }), (agreed, messages) => {
        const sender = deflating(role, compressor, {}, agreed);
        const { windowBits, forgets } = boundsOf(role, agreed);
        let before: Uint8Array = new Uint8Array(0);
        for (const { data, compress, fragmentBytes } of messages) {
          const options = {
            ...(compress === undefined ? {} : { compress }),
            ...(fragmentBytes === undefined ? {} : { fragmentBytes }),
          };
          const plain = typeof data === 'string' ? new TextEncoder().encode(data) : data;
          if (typeof data === 'string') sender.sendText(data, options);
          else sender.sendBinary(data, options);
          const message = readMessage(peerOf(role), takeBytes(sender));
          if (compress !== undefined) expect(message.isCompressed).toBe(compress);
          if (!message.isCompressed) {
            expect(toHex(message.data)).toBe(toHex(plain));
            continue;
          }
          expect(toHex(inflated(message.data, windowBits, before))).toBe(toHex(plain));
          before = forgets ? before : join(before, plain);
        }
        sender.receiveEnd();
        drain(sender);
      }),
      { numRuns: 50 },
    );
  });

  test('reads what zlib writes: any level, memory, strategy and flush, and final blocks', () => {
    const messages = fc.array(
      fc.tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.boolean(), cuts),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(agreement, messages, cuts, (agreed, sent, places) => {
        const receiver = deflating(role, compressor, {}, agreed);
        const { windowBits, forgets } = boundsOf(peerOf(role), agreed);
        let before: Uint8Array = new Uint8Array(0);
        const wire: Uint8Array[] = [];
        const plains: Uint8Array[] = [];
        for (const [segments, isCompressed, fragmentsAt] of sent) {
          const plain = join(...segments.map((part) => part.plain));
          const data = isCompressed ? dataOf(segments, before, windowBits) : plain;
          if (isCompressed && !forgets) before = join(before, plain);
          plains.push(plain);
          const fragments = cutAt(data, fragmentsAt);
          for (const [at, payload] of fragments.entries()) {
            const fin = at === fragments.length - 1;
            const rsv1 = isCompressed && at === 0;
            const opcode = at === 0 ? Binary : Continuation;
            wire.push(compressedToReceive(role, opcode, payload, { fin, rsv1 }));
          }
        }
        const events = cutAt(join(...wire), places).flatMap((chunk) => {
          receiver.receive(chunk);
          return drain(receiver);
        });
        expect(events.map(legible)).toStrictEqual(
          plains.map((data) => legible({ type: 'binary', data })),
        );
        receiver.receiveEnd();
        drain(receiver);
      }),
      { numRuns: 50 },
    );
  });
});
