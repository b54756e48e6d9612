/**
 * What the tester writes and what it keeps quiet about, what it records of the wire, and what it gives back.
 */

import { describe, expect, test } from 'vitest';
import { bytesOf, toHex } from '../../src/testing/byte-data.js';
import { requestText, responseText } from '../../src/testing/opening-head.js';
import { type CaseData, CaseTester } from '../../src/testing.js';
import { spiedCompressor } from './spied-compressor.js';
import { CLOSE_1000, CLOSE_1002, echo, HELLO, KEY, refusal, Talk } from './talk.js';

/** The first bytes of the frames that went out, as many as two tell apart. */
const headsOf = ({ written }: Talk) => written.map((hex) => hex.slice(0, 4));

describe('the wire of a result', () => {
  test('says who wrote what', () => {
    const wire = new Talk(echo).after(HELLO, CLOSE_1000, 'end')?.wire ?? [];
    expect(wire.map(({ from, bytes }) => [from, bytes.slice(0, 4)])).toEqual([
      ['tester', toHex(bytesOf({ utf8: 'GE' }))],
      ['subject', toHex(bytesOf({ utf8: 'HT' }))],
      ['tester', '8185'],
      ['subject', '8105'],
      ['tester', '8882'],
      ['subject', '8802'],
    ]);
  });

  test('has nothing of what comes behind the end', () => {
    const talk = new Talk(refusal);
    const result = talk.after('end');
    const before = result?.wire.length;
    expect(talk.after(HELLO, 'end', 'silence')).toBe(result);
    expect(result?.wire).toHaveLength(Number(before));
  });

  test('has no entry for a chunk of no bytes, which is no sign of life either', () => {
    const talk = new Talk({ ...echo, steps: [], replies: [{ text: '' }] });
    const waiting = talk.tester.next();
    talk.after('');
    expect(talk.tester.next()).toBe(waiting);
    const wire = talk.after('end')?.wire ?? [];
    expect(wire.filter(({ bytes }) => bytes === '')).toEqual([]);
  });
});

test('a sign of life begins the wait anew', () => {
  const talk = new Talk(echo);
  const waiting = talk.tester.next();
  talk.after('01 00');
  expect(talk.tester.next()).toEqual(waiting);
  expect(talk.tester.next()).not.toBe(waiting);
});

test('a subject may ping ten thousand times', () => {
  const talk = new Talk(echo);
  expect(talk.after('8900'.repeat(10_000))).toBe(null);
  expect(talk.after(HELLO, CLOSE_1000, 'end')).toMatchObject({ verdict: 'passed' });
});

describe('nothing is said', () => {
  test('inside a frame of which a part is out', () => {
    const talk = new Talk({
      ...refusal,
      steps: [{ begin: { opcode: 1, payload: '6162' }, bytes: 1 }],
    });
    expect(talk.written.map((hex) => [hex.slice(0, 4), hex.length / 2])).toEqual([['8182', 7]]);
    expect(talk.after('8900', CLOSE_1002, 'end')).toMatchObject({ verdict: 'passed' });
    expect(talk.written).toHaveLength(1);
  });

  test('of the steps that are left when the subject closes', () => {
    const steps = [{ frames: [{ opcode: 3 }] }, { wait: 50 }, { frames: [{ opcode: 4 }] }];
    const talk = new Talk({ ...refusal, steps });
    expect(talk.after(CLOSE_1002, 'end')).toMatchObject({ verdict: 'passed' });
    expect(headsOf(talk)).toEqual(['8380', '8882']);
    const through = new Talk({ ...refusal, steps });
    expect(through.after('silence', CLOSE_1002, 'end')).toMatchObject({ verdict: 'passed' });
    expect(headsOf(through)).toEqual(['8380', '8480', '8882']);
  });

  test('before the opening handshake is done', () => {
    const tester = new CaseTester(echo, { role: 'client' });
    expect(tester.next()).toEqual({ type: 'wait', milliseconds: 2000 });
  });
});

test('a wait without a name is no reply', () => {
  const waiting: CaseData = { ...echo, steps: [{ wait: 50 }, ...(echo.steps ?? [])] };
  const talk = new Talk(waiting);
  expect(talk.goOn()).toBe(50);
  expect(talk.after('silence', HELLO, CLOSE_1000, 'end')).toMatchObject({
    verdict: 'passed',
    behaviour: 'strict',
  });
});

test('several waits follow each other', () => {
  const steps = [{ wait: 50 }, { wait: 60 }, { frames: [{ opcode: 3 }] }];
  const talk = new Talk({ ...refusal, steps });
  expect(talk.goOn()).toBe(50);
  talk.after('silence');
  expect(talk.goOn()).toBe(60);
  talk.after('silence');
  expect(talk.goOn()).toBe(2000);
  expect(headsOf(talk)).toEqual(['8380']);
});

describe('a Close in the last step', () => {
  const frames = [{ opcode: 1, payload: { utf8: 'Hello' } } as const, { opcode: 8 } as const];
  const last: CaseData = { ...echo, steps: [{ frames, cut: 'frames' }] };

  test('is that of the tester, which sends no other, even behind other frames', () => {
    const talk = new Talk(last);
    expect(headsOf(talk)).toEqual(['8185', '8880']);
    expect(talk.after(HELLO, CLOSE_1000, 'end')).toMatchObject({
      verdict: 'passed',
      end: { by: 'tester', clean: true },
    });
    expect(headsOf(talk)).toHaveLength(2);
  });

  test('is a frame like others where the subject must be first', () => {
    const talk = new Talk({ ...last, replies: [], end: { by: 'subject', codes: [1002] } });
    expect(talk.after(CLOSE_1002, 'end')).toMatchObject({
      verdict: 'passed',
      end: { by: 'subject', code: 1002 },
    });
    expect(headsOf(talk)).toEqual(['8185', '8880', '8882']);
  });
});

test('after both Closes it is the server that ends the connection', () => {
  const asClient = new Talk(refusal);
  asClient.after(CLOSE_1002);
  expect(asClient.ended).toBe(false);
  const asServer = new Talk(refusal, { role: 'client' });
  asServer.after('88 82 00000000 03ea');
  expect(asServer.ended).toBe(true);
  expect(asServer.after('end')).toMatchObject({ verdict: 'passed', end: { clean: true } });
});

test('a tester masks as a client, and does not as a server', () => {
  expect(headsOf(new Talk(echo))).toEqual(['8185']);
  const [, frame] = new Talk(echo, { role: 'client' }).written;
  expect(frame).toBe('810548656c6c6f');
});

describe('with permessage-deflate', () => {
  const compressed: CaseData = {
    ...echo,
    deflate: { asks: [{}] },
    steps: [{ compressed: { opcode: 1, payload: { utf8: 'Hello' } } }],
  };
  const extensions = 'permessage-deflate; client_no_context_takeover';

  test('a message goes out compressed, and what was made for it is given back at the end', () => {
    const { compressor, calls } = spiedCompressor();
    const talk = new Talk(compressed, { compressor, extensions, seed: 4 });
    expect(headsOf(talk)).toEqual(['c187']);
    expect(talk.after('c1 07 f248cdc9c90700', CLOSE_1000, 'end')).toMatchObject({
      verdict: 'passed',
    });
    const released = calls.slice(-2).map(([name]) => name);
    expect(released).toEqual(['release the deflater', 'release the inflater']);
    const before = calls.length;
    expect(talk.tester.next().type).toBe('done');
    expect(calls).toHaveLength(before);
  });

  test('nothing is made where the case says nothing about such a subject', () => {
    const { compressor } = spiedCompressor();
    const keeping: CaseData = { ...compressed, deflate: { asks: [{}], keepsContext: true } };
    const talk = new Talk(keeping, { compressor, extensions });
    expect(talk.tester.result).toMatchObject({
      verdict: 'skipped',
      reason: "it does not keep the tester's window",
    });
    expect(talk.written).toEqual([]);
  });

  test('a case that only opens with it needs no compressor', () => {
    const opening = {
      bytes: { utf8: requestText(KEY, [{ name: 'permessage-deflate', parameters: [] }]) },
    };
    const opened = () => new Talk({ ...echo, opening }, { extensions: 'permessage-deflate' });
    expect(opened().after(HELLO, CLOSE_1000, 'end')).toMatchObject({ verdict: 'passed' });
    expect(opened().after('c1 00')?.reason).toContain('a reserved bit without an extension');
  });
});

describe('an answer that a client must refuse', () => {
  const answer = responseText('x', [
    { name: 'permessage-deflate', parameters: [['server_max_window_bits', '8']] },
  ]);
  const opening: CaseData = {
    id: 'x',
    title: 'x',
    roles: ['client'],
    opening: { bytes: { utf8: answer }, accepted: false },
  };
  const { compressor } = spiedCompressor();
  const options = { role: 'client', compressor, extensions: 'permessage-deflate' } as const;

  test('is not agreed on, whatever window it names', () => {
    const talk = new Talk(opening, options);
    expect(talk.tester.result).toBe(null);
    expect(talk.after('end')).toMatchObject({ verdict: 'passed', reason: '', behaviour: null });
  });

  test('is followed by nothing, even where the case only informs', () => {
    const talk = new Talk({ ...opening, informational: true }, options);
    expect(talk.goOn()).toBe(2000);
    expect(talk.written.map((hex) => hex.length / 2)).toEqual([answer.length]);
    expect(talk.after('end')).toMatchObject({ verdict: 'passed' });
  });

  test('leaves no replies to be judged', () => {
    const late = new Talk(opening, options);
    expect(late.tester.giveUp()).toMatchObject({
      behaviour: null,
      reason: 'expected an end of the opening handshake, and the case was not over after 120000 ms',
    });
    expect(new Talk(opening, options).after('81 80')).toMatchObject({ behaviour: null });
    expect(new Talk(opening, options).after('silence')).toMatchObject({
      behaviour: null,
      reason: 'expected the client to hang up, got nothing in 2000 ms',
    });
  });

  test('says nothing about a server, and is not even made for it', () => {
    const accepting = { bytes: { accept: 'right' }, accepted: false } as const;
    const testCase: CaseData = { ...opening, opening: accepting };
    const { result } = new CaseTester(testCase, { role: 'server' });
    expect(result).toMatchObject({ verdict: 'skipped', reason: 'it is not for a server' });
  });

  test('says nothing about a client that offers what it must not', () => {
    const unoffered: CaseData = {
      ...opening,
      opening: { bytes: { utf8: answer }, unoffered: 'permessage-deflate' },
    };
    expect(new Talk(unoffered, options).tester.result).toMatchObject({
      verdict: 'skipped',
      reason: 'it offers permessage-deflate',
    });
  });
});

describe('an opening handshake that fails', () => {
  const unanswered = (milliseconds?: number) => {
    const answerMs = milliseconds === undefined ? {} : { answerMs: milliseconds };
    return new CaseTester(echo, { role: 'server', ...answerMs });
  };

  test('says what came in place of the answer', () => {
    const tester = unanswered();
    tester.receive(bytesOf({ utf8: 'HTTP/1.1 403 Forbidden\r\n\r\n' }));
    expect(tester.result).toMatchObject({
      verdict: 'failed',
      behaviour: null,
      reason: 'expected an answer with status 101, got 403',
    });
  });

  test('says that nothing came', () => {
    const tester = unanswered(70);
    tester.expire();
    expect(tester.result?.reason).toBe('expected an answer with status 101, got nothing in 70 ms');
  });

  test('says that the end came', () => {
    const tester = unanswered();
    tester.receiveEnd();
    expect(tester.result?.reason).toBe(
      'expected an answer with status 101, got the end of the connection',
    );
  });

  test('says how the subject failed', () => {
    const tester = unanswered();
    tester.fail('it fell over');
    expect(tester.next()).toMatchObject({ type: 'done', result: { reason: 'it fell over' } });
  });

  test('is what a case may ask for', () => {
    const opening = { bytes: { utf8: 'GET / HTTP/1.1\r\n\r\n' }, status: [400] };
    const tester = new CaseTester({ ...echo, opening }, { role: 'server' });
    tester.receive(bytesOf({ utf8: 'HTTP/1.1 400 Bad Request\r\n\r\n' }));
    expect(tester.result).toMatchObject({ verdict: 'passed', behaviour: null });
  });
});
