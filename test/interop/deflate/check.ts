/**
 * What the frames of a talk must look like.
 */

import { expect } from 'vitest';
import type { EchoHabits } from '../peers/echo.js';
import { PLAIN, type Sent } from './messages.js';
import type { Talk } from './talk.js';
import type { SeenFrame } from './wire-tap.js';
import type { Sending } from './wishes.js';

/** How both sides compress; null: not at all. */
export interface Compression {
  readonly ours: Sending | null;
  readonly theirs: Sending | null;
}

/** Says each message, and checks its echo and its frames in both directions. */
export async function expectTalk(
  talk: Talk,
  messages: readonly Sent[],
  peer: EchoHabits,
  { ours, theirs }: Compression,
): Promise<void> {
  for (const message of messages) {
    const { isSame, sent, received } = await talk.say(message, {
      withPings: peer.hearsPingsInside,
    });
    expect(isSame, `${message.what} comes back`).toBe(true);
    const isInParts = message.inParts === true;
    expectFrames(`${message.what}, sent`, sent, {
      isCompressed: weCompress(message, ours),
      isInParts,
      bytes: bytesOf(message, ours),
    });
    const theyCompress = peerCompresses(peer, message, theirs);
    expectFrames(`${message.what}, received`, received, {
      isCompressed: theyCompress,
      isInParts: isInParts && peer.sendsParts,
      bytes: bytesOf(message, theyCompress ? theirs : null),
    });
  }
}

interface ExpectedFrames {
  readonly isCompressed: boolean;
  readonly isInParts: boolean;
  readonly bytes: readonly [atLeast: number, atMost: number];
}

function expectFrames(what: string, frames: readonly SeenFrame[], expected: ExpectedFrames): void {
  const [first, ...others] = frames;
  expect(first?.rsv1, `RSV1 of ${what}`).toBe(expected.isCompressed);
  const marked = others.filter(({ rsv1 }) => rsv1);
  expect(marked, `RSV1 behind the first frame of ${what}`).toEqual([]);
  expect(others.length > 0, `more than one frame: ${what}`).toBe(expected.isInParts);
  const byteLength = frames.reduce((sum, { payloadLength }) => sum + payloadLength, 0);
  const [atLeast, atMost] = expected.bytes;
  expect(byteLength, `bytes of ${what}`).toBeGreaterThanOrEqual(atLeast);
  expect(byteLength, `bytes of ${what}`).toBeLessThanOrEqual(atMost);
}

function weCompress(message: Sent, sending: Sending | null): boolean {
  if (sending === null) return false;
  if (message.compress !== undefined) return message.compress;
  // Where later messages may refer to it, a message is compressed whether it becomes smaller or not.
  const isWorthIt = sending.keepsContext || message.shrinks(sending);
  return message.inParts === true || (message.data.length > 0 && isWorthIt);
}

function peerCompresses(peer: EchoHabits, { data }: Sent, sending: Sending | null): boolean {
  if (sending === null || !peer.compresses) return false;
  return !(peer.sendsPlain && typeof data === 'string' && data.startsWith(PLAIN));
}

function bytesOf(message: Sent, sending: Sending | null): ExpectedFrames['bytes'] {
  return (sending === null ? undefined : message.bytes?.(sending)) ?? [0, Number.POSITIVE_INFINITY];
}
