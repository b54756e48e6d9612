/**
 * What the judge says of rare ends: by clients, without codes, and of replies that are right too.
 */

import { describe, expect, test } from 'vitest';
import type { CaseData } from '../../src/testing.js';
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
