import { describe, expect, test } from 'vitest';
import { compressed, T } from '../cases/notation.js';
import { octets } from '../cases/payload.js';
import { VirtualClock } from './clock.js';
import { Sender } from './sender.js';

/** What goes out for a message that becomes so many octets of `c` when it is compressed. */
function sent(compressedOctets: number, fragment: number): string {
  const written: Uint8Array[] = [];
  const clock = new VirtualClock();
  const sender = new Sender(clock, {
    write: (bytes) => written.push(bytes),
    key: () => null,
    compress: () => octets('c'.repeat(compressedOctets)),
    onTimeout: () => {},
    onCloseSent: () => {},
    onStepsDone: () => {},
  });
  sender.start([compressed(T('a message'), fragment)]);
  clock.run();
  return Buffer.concat(written).toString('latin1');
}

describe('a compressed message', () => {
  test.each([
    ['one frame', 5, 0, '\xc1\x05ccccc'],
    ['one frame when it fits into a fragment', 5, 5, '\xc1\x05ccccc'],
    ['fragments, RSV1 on the first alone', 5, 2, '\x41\x02cc\x00\x02cc\x80\x01c'],
    ['fragments and an empty last one', 4, 2, '\x41\x02cc\x00\x02cc\x80\x00'],
  ])('goes out in %s', (_, length, fragment, wire) => {
    expect(sent(length, fragment)).toBe(wire);
  });
});
