/**
 * Two connections wired to each other under random operations, against a model.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { framesFor, peerOf } from '../connection/drive.js';
import { join } from '../vectors/bits.js';
import {
  apply,
  ending,
  type Operation,
  operation,
  received,
  Side,
  settle,
} from './connection-model.js';

const { Close } = Opcode;
const options = fc.record({ streamMessages: fc.boolean(), takeOwnership: fc.boolean() });

function play(operations: readonly Operation[], ofClient: object, ofServer: object): [Side, Side] {
  const sides: [Side, Side] = [new Side('client', ofClient), new Side('server', ofServer)];
  for (const one of operations) {
    const at = one.on === 'client' ? 0 : 1;
    apply(one, sides[at] as Side, sides[1 - at] as Side);
  }
  return sides;
}

/** What holds of every side however it ended. */
function expectSound(side: Side, peer: Side): void {
  const frames = framesFor(peerOf(side.role), join(...side.written));
  expect(frames).toStrictEqual(side.frames);
  expect(frames.filter(({ opcode }) => opcode === Close).length).toBeLessThanOrEqual(1);
  const closes = side.events.filter(({ type }) => type === 'close');
  expect(closes).toStrictEqual([side.events.at(-1)]);
  expect(side.events.some(({ type }) => type === 'error')).toBe(false);
  const messages = received(side.events);
  expect(messages).toStrictEqual(peer.sent.slice(0, messages.length));
  expect(side.connection.nextEvent()).toBe(null);
  expect(side.connection.state).toBe('closed');
  expect(side.connection.transport).toBe('close-after-output');
}

test('what one side sends the other receives, and both close cleanly', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), options, options, (operations, a, b) => {
      const sides = play(operations, a, b);
      settle(sides);
      for (const side of sides) {
        const peer = side === sides[0] ? sides[1] : sides[0];
        apply({ on: side.role, do: 'close', code: undefined, reason: '' }, side, peer);
      }
      settle(sides);
      for (const [at, side] of sides.entries()) {
        const peer = sides[1 - at] as Side;
        expect(side.connection.transport).toBe(
          side.role === 'server' ? 'end-after-output' : 'open',
        );
        side.connection.receiveEnd();
        expectSound(side, peer);
        expect(received(side.events)).toStrictEqual(peer.sent);
        const theirs = peer.frames.find(({ opcode }) => opcode === Close);
        const [high, low] = theirs?.payload ?? [];
        const code = high === undefined || low === undefined ? 1005 : high * 256 + low;
        const reason = new TextDecoder().decode(theirs?.payload.subarray(2));
        expect(side.events.at(-1)).toStrictEqual({ type: 'close', code, reason, wasClean: true });
        expect(side.connection.pendingInputBytes).toBe(0);
      }
    }),
    { numRuns: 300 },
  );
});

test('when the transport fails, what arrived is a beginning of what was sent', () => {
  const operations = fc.array(
    fc.oneof({ weight: 30, arbitrary: operation }, { weight: 1, arbitrary: ending }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(operations, options, options, (list, a, b) => {
      const sides = play(list, a, b);
      settle(sides);
      for (const side of sides) side.connection.receiveEnd();
      settle(sides);
      for (const [at, side] of sides.entries()) {
        const peer = sides[1 - at] as Side;
        expectSound(side, peer);
        const close = side.events.at(-1);
        if (close?.type !== 'close') throw new Error('no close');
        if (close.wasClean) expect(peer.frames.some(({ opcode }) => opcode === Close)).toBe(true);
        else expect(close).toMatchObject({ code: 1006, reason: '' });
        if (close.wasClean && !side.hasEnded)
          expect(received(side.events)).toStrictEqual(peer.sent);
        // Both Closes were exchanged: one of its own has gone out.
        if (close.wasClean) expect(side.frames.some(({ opcode }) => opcode === Close)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
