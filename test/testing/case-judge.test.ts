/**
 * What the judge says of rare ends: by clients, without codes, and of replies that are right too.
 */

import { describe, expect, test } from 'vitest';
import { pakoCompressor } from '../../src/adapters/pako.js';
import { bytesOf } from '../../src/testing/byte-data.js';
import { type CaseData, CaseTester } from '../../src/testing.js';
import { CLOSE_1000, echo, HELLO, Talk } from './talk.js';

const plain: CaseData = { id: 'x', title: 'x' };

describe('a client', () => {
  const hello = '81 85 00000000 48656c6c6f';

  test.each([
    ['that leaves the end to the server passes', '03e8', 'passed', ''],
    ['that sends another code fails', '03e9', 'failed', 'expected Close 1000, got Close 1001'],
  ])('%s', (_, code, verdict, reason) => {
    const talk = new Talk(echo, { role: 'client' });
    talk.after(hello, `88 82 00000000 ${code}`);
    expect([talk.ended, talk.tester.result]).toEqual([true, null]);
    expect(talk.after('silence')).toMatchObject({ role: 'client', verdict, reason });
  });
});

describe('where any code is right', () => {
  test('a Close is waited for', () => {
    const anyClose: CaseData = { ...plain, end: { by: 'subject' } };
    expect(new Talk(anyClose).after('silence')?.reason).toBe(
      'expected a Close, got nothing in 2000 ms',
    );
    expect(new Talk(anyClose).after('88 02 0fa0', 'end')).toMatchObject({ verdict: 'passed' });
  });

  test('none at all can still be wrong', () => {
    const steps = [{ frames: [{ opcode: 8, payload: '03' }] }];
    const coded: CaseData = { ...plain, steps, end: { by: 'tester', needsCode: true } };
    expect(new Talk(coded).after('88 00', 'end')?.reason).toBe(
      'expected a Close with a code, got Close without a code',
    );
    expect(new Talk(coded).after('88 02 03ea', 'end')).toMatchObject({ verdict: 'passed' });
  });
});

describe('when all replies are there and the tester has not closed', () => {
  test('what breaks the protocol is shown', () => {
    expect(new Talk(echo).after(`${HELLO} 83 00`)?.reason).toBe(
      'expected nothing more, got what breaks the protocol: the reserved opcode 3, in the bytes 8300',
    );
  });

  test('a silence that should not be has no bytes to show', () => {
    const quiet: CaseData = { ...plain, steps: [{ wait: 50, name: 'A' }] };
    expect(new Talk(quiet).after('silence')?.reason).toBe(
      'expected nothing more, got silence during the wait A',
    );
  });
});

describe('once a subject gives the replies that are right too', () => {
  test('the rest of them is waited for', () => {
    const lenient: CaseData = { ...echo, alsoAllowed: [{ text: '' }, { binary: '' }] };
    expect(new Talk(lenient).after('81 00', 'silence')?.reason).toBe(
      "expected the binary message '', got nothing in 2000 ms",
    );
    expect(new Talk(lenient).after('81 00', '82 00', 'silence', CLOSE_1000, 'end')).toMatchObject({
      verdict: 'passed',
      behaviour: 'allowed',
    });
  });

  test('an answer to the Close is, when they are there', () => {
    const lenient: CaseData = { ...echo, replies: [], alsoAllowed: [{ text: '' }] };
    expect(new Talk(lenient).after('81 00', 'silence')?.reason).toBe(
      'expected an answer to the Close, got nothing in 2000 ms',
    );
  });
});

describe('of the end', () => {
  const endOf = (testCase: CaseData, ...chunks: string[]) =>
    new Talk(testCase).after(...chunks)?.end;

  test('is said that the tester closed, where it did', () => {
    expect(endOf(echo, HELLO, CLOSE_1000, 'end')).toEqual({
      by: 'tester',
      code: 1000,
      clean: true,
    });
    const closing = { ...echo, steps: [{ frames: [{ opcode: 8, payload: '03e8' }] }], replies: [] };
    expect(endOf(closing, '88 00', 'end')).toEqual({ by: 'tester', code: null, clean: true });
  });

  test('is said that the tester ended the stream, and no Close behind that makes it clean', () => {
    const ending: CaseData = { ...plain, steps: [{ end: true }], end: { by: 'tester' } };
    expect(endOf(ending, 'end')).toEqual({ by: 'tester', code: null, clean: false });
    expect(endOf(ending, CLOSE_1000, 'end')).toEqual({ by: 'tester', code: 1000, clean: false });
  });

  test('is said how a client closed that closed too early, and waits for the end', () => {
    const talk = new Talk(echo, { role: 'client' });
    const masked = '81 85 00000000 48656c6c6f 88 82 00000000 03e8';
    expect(talk.after(masked, 'silence')).toMatchObject({
      verdict: 'failed',
      reason: 'expected the connection to stay open, got Close 1000',
      end: { by: 'subject', code: 1000, clean: true },
    });
  });
});

describe('the behaviour', () => {
  test('is wrong where the end comes before the replies', () => {
    expect(new Talk(echo).after('end')).toMatchObject({ verdict: 'failed', behaviour: 'wrong' });
    expect(new Talk(echo).after('81 00')).toMatchObject({ verdict: 'failed', behaviour: 'wrong' });
  });

  test('is none where the opening fails, or is refused as it should be', () => {
    const opening = { bytes: { utf8: 'GET / HTTP/1.1\r\n\r\n' }, status: [400] };
    const answered = (answer: string) => {
      const tester = new CaseTester({ ...plain, opening }, { role: 'server' });
      tester.next();
      tester.receive(bytesOf({ utf8: answer }));
      return tester.result;
    };
    expect(answered('HTTP/1.1 400 No\r\n\r\n')).toMatchObject({
      verdict: 'passed',
      reason: '',
      behaviour: null,
    });
    expect(answered('HTTP/1.1 500 No\r\n\r\n')).toMatchObject({
      verdict: 'failed',
      reason: 'expected an answer with status 400, got 500',
      behaviour: null,
    });
  });

  test('is strict without a code where none is asked for', () => {
    const anyEnd: CaseData = { ...plain, end: { by: 'anyone' }, steps: [{ frames: [] }] };
    const result = new Talk(anyEnd).after('end');
    expect(result).toMatchObject({ verdict: 'passed', behaviour: 'strict' });
  });

  test('is none, and passes, in a case that only informs', () => {
    const informs: CaseData = { ...echo, informational: true };
    expect(new Talk(informs).after('82 00', 'end')).toMatchObject({
      verdict: 'passed',
      reason: '',
      behaviour: null,
    });
  });
});

test('who ends a case of several rounds in one of the first fails', () => {
  const rounds: CaseData = { ...echo, rounds: 3, end: { by: 'subject', codes: [1000] } };
  expect(new Talk(rounds).after(HELLO, `${HELLO} ${CLOSE_1000}`, 'end')).toMatchObject({
    verdict: 'failed',
    reason: 'expected 3 rounds, got Close 1000 in round 2',
    behaviour: 'wrong',
  });
  expect(new Talk(rounds).after(HELLO, HELLO, `${HELLO} ${CLOSE_1000}`, 'end')).toMatchObject({
    verdict: 'passed',
    behaviour: 'strict',
  });
});

test('the first fault is the reason, whatever comes behind it', () => {
  const reason = "expected the text message 'Hello', got the binary message '', in the bytes 8200";
  for (const behind of ['', '83 00', '82 00', '88 00', HELLO]) {
    expect(new Talk(echo).after(`82 00 ${behind}`, 'end')?.reason).toBe(reason);
  }
});

test('silence is no reply of a client that is to refuse the answer', () => {
  const opening = { bytes: { utf8: 'HTTP/1.1 500 No\r\n\r\n' }, accepted: false };
  const quiet: CaseData = { ...plain, opening, steps: [{ wait: 50, name: 'A' }] };
  const talk = new Talk(quiet, { role: 'client' });
  expect(talk.after('silence')).toBe(null);
  expect(talk.after('silence')?.reason).toBe(
    'expected the client to hang up, got nothing in 2000 ms',
  );
});

test.each([
  ['', 'it did not agree to permessage-deflate'],
  ['permessage-deflate; client_no_context_takeover', "it does not keep the tester's window"],
])(
  'after the answer "%s" a case that keeps the window is skipped, and no engine made',
  (extensions, reason) => {
    const compressor = pakoCompressor();
    const made: string[] = [];
    const talk = new Talk(
      { ...echo, deflate: { asks: [{}], keepsContext: true } },
      {
        extensions,
        compressor: {
          ...compressor,
          createDeflater(...args) {
            made.push('deflater');
            return compressor.createDeflater(...args);
          },
          createInflater(...args) {
            made.push('inflater');
            return compressor.createInflater(...args);
          },
        },
      },
    );
    expect(talk.tester.result).toMatchObject({ verdict: 'skipped', reason, behaviour: null });
    expect(made).toEqual([]);
  },
);
