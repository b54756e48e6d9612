/**
 * Cases against a subject behind a stream, such as a socket, in real time.
 */

import type { CaseData } from './case-data.js';
import type { CaseResult } from './case-result.js';
import { CaseTester } from './tester.js';
import type { TesterOptions } from './tester-options.js';

/**
 * The tester's end of a connection to the subject: what the subject writes can be read here, from the first byte of
 * the opening handshake on. A `Socket` of `node:net` that was made with `allowHalfOpen` is one, and so is any `Duplex`.
 */
export interface SubjectStream {
  /** Chunks until the subject ends its side. An error is an end too. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array>;
  /** Hands bytes to the subject, in the order of the calls. What it returns is not looked at. */
  write(bytes: Uint8Array): unknown;
  /** Ends the tester's side behind what was written. */
  end(): unknown;
  /** Ends the connection at once, both ways. Called when the case is over. */
  destroy(): unknown;
}

/**
 * Makes a connection to a fresh subject that echoes every message. As a server, the subject waits for the tester's
 * request; as a client, it has been told to connect to where this stream comes from.
 */
export type ConnectSubject = (
  role: 'client' | 'server',
  testCase: CaseData,
) => SubjectStream | Promise<SubjectStream>;

// The runtime's, wherever there is an event loop.
declare function setTimeout(action: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;

/**
 * Runs one case in real time; it is over within `answerMs` of the last sign of life, and within `caseMs` in any case.
 * The stream is destroyed when it is.
 *
 * @returns a promise that is only rejected if the case is not what `CaseData` says, or `connect` fails
 */
export async function runOverStream(
  testCase: CaseData,
  connect: ConnectSubject,
  options: TesterOptions,
): Promise<CaseResult> {
  const tester = new CaseTester(testCase, options);
  if (tester.result !== null) return tester.result;
  let timer: unknown = null;
  const late = new Promise<CaseResult>((resolve) => {
    timer = setTimeout(() => resolve(tester.giveUp()), tester.caseMs);
  });
  try {
    const connecting = Promise.resolve(connect(options.role, testCase));
    const first = await Promise.race([connecting, late]);
    if (!('verdict' in first)) return await playOn(first, tester, late);
    // Whatever comes of it now, nobody waits for it.
    connecting.then(
      (tooLate) => tooLate.destroy(),
      () => {},
    );
    return first;
  } finally {
    clearTimeout(timer);
  }
}

async function playOn(
  stream: SubjectStream,
  tester: CaseTester,
  late: Promise<CaseResult>,
): Promise<CaseResult> {
  try {
    return await drive(tester, stream, late);
  } finally {
    stream.destroy();
  }
}

function drive(
  tester: CaseTester,
  stream: SubjectStream,
  late: Promise<CaseResult>,
): Promise<CaseResult> {
  return new Promise((resolve, reject) => {
    let timer: unknown = null;
    let waitingFor: object | null = null;
    const goOn = (): void => {
      for (;;) {
        const action = tester.next();
        if (action.type === 'write') stream.write(action.bytes);
        else if (action.type === 'end') stream.end();
        else if (action === waitingFor) return;
        else {
          clearTimeout(timer);
          waitingFor = action;
          if (action.type === 'done') resolve(action.result);
          else timer = setTimeout(expire, action.milliseconds);
          return;
        }
      }
    };
    const expire = (): void => {
      waitingFor = null;
      tester.expire();
      guarded(goOn);
    };
    const guarded = (action: () => void): void => {
      try {
        action();
      } catch (error) {
        clearTimeout(timer);
        reject(error);
      }
    };
    guarded(goOn);
    late.then(() => guarded(goOn));
    read(tester, stream, () => guarded(goOn));
  });
}

async function read(tester: CaseTester, stream: SubjectStream, goOn: () => void): Promise<void> {
  try {
    for await (const chunk of stream) {
      tester.receive(chunk);
      goOn();
    }
  } catch {
    // A connection that is reset has ended, and so has one that the tester destroys.
  }
  tester.receiveEnd();
  goOn();
}
