/**
 * Plays one case on a socket behind its handshake, in real time.
 */

import type { Socket } from 'node:net';
import { termsOf } from '../../../src/testing/deflate-terms.js';
import type { ExtensionTerms } from '../../../src/testing/extension-field.js';
import type { ConformanceCase } from '../cases/notation.js';
import { realClock } from '../model/clock.js';
import { Fuzzer } from '../model/fuzzer.js';
import type { Outcome } from '../model/outcome.js';
import { fillRandom, seededRandom } from '../model/random.js';

/**
 * Many cases run at once beside other tests, so the fuzzer waits longer than the suite before it gives up
 * on a peer. Pauses inside a case, which show whether a peer fails fast, keep their length.
 */
export const PATIENCE = 8;

export interface Opened {
  readonly socket: Socket;
  /** What came behind the other side's head. */
  readonly rest: Uint8Array;
  /** What the server has agreed to. */
  readonly extensions: readonly ExtensionTerms[];
}

export function play(
  testCase: ConformanceCase,
  role: 'client' | 'server',
  { socket, rest, extensions }: Opened,
  patience: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const random = seededRandom(Math.floor(Math.random() * 2 ** 32));
    const fuzzer = new Fuzzer(testCase, {
      role,
      clock: realClock,
      patience,
      deflate: termsOf(extensions),
      key: () => fillRandom(random, new Uint8Array(4)),
      wire: {
        write: (bytes) => void socket.write(bytes),
        end: () => void socket.end(),
        abort: () => void socket.destroy(),
      },
      onEnd: (outcome) => {
        socket.destroySoon();
        resolve(outcome);
      },
    });
    socket.on('data', (chunk) => fuzzer.receive(chunk));
    socket.once('end', () => fuzzer.receiveEnd());
    socket.once('close', () => fuzzer.receiveEnd());
    if (rest.length > 0) fuzzer.receive(rest);
    fuzzer.start();
  });
}
