/**
 * The tester by itself: what it asks for, and what it makes of right and wrong answers, byte for byte.
 */

import { describe, expect, test } from 'vitest';
import { pakoCompressor } from '../../src/adapters/pako.js';
import { bytesOf, toLatin1 } from '../../src/testing/byte-data.js';
import { acceptFor, requestText, responseText } from '../../src/testing/opening-head.js';
import { type CaseData, CaseTester } from '../../src/testing.js';
import { CLOSE_1000, CLOSE_1002, echo, HELLO, KEY, refusal, Talk } from './talk.js';

describe('an echo', () => {
  test.each<[string, string[], string]>([
    ['that is right', [HELLO, CLOSE_1000, 'end'], ''],
    ['in one chunk with what comes before it', ['89 00', HELLO, CLOSE_1000, 'end'], ''],
    ['in fragments', ['01 03 48656c', '80 02 6c6f', '88 00', 'end'], ''],
    [
      'of another text',
      ['81 05 48656c6c61'],
      "expected the text message 'Hello', got the text message 'Hella', in the bytes 810548656c6c61",
    ],
    [
      'as binary',
      ['82 05 48656c6c6f'],
      "expected the text message 'Hello', got the binary message 'Hello', in the bytes 820548656c6c6f",
    ],
    [
      'twice',
      [HELLO, HELLO],
      "expected an answer to the Close, got the text message 'Hello', in the bytes 810548656c6c6f",
    ],
    [
      'with a pong',
      [HELLO, '8a 00'],
      "expected an answer to the Close, got the pong '', in the bytes 8a00",
    ],
    ['that never comes', ['silence'], "expected the text message 'Hello', got nothing in 2000 ms"],
    [
      'that is the end',
      ['end'],
      "expected the text message 'Hello', got the end of the connection",
    ],
    ['that is a Close', [CLOSE_1002, 'end'], "expected the text message 'Hello', got Close 1002"],
    [
      'and a Close of its own',
      [`${HELLO} ${CLOSE_1000}`, 'end'],
      'expected the connection to stay open, got Close 1000',
    ],
    [
      'and no answer to the Close',
      [HELLO, 'silence'],
      'expected an answer to the Close, got nothing in 2000 ms',
    ],
    [
      'and the end in place of an answer',
      [HELLO, 'end'],
      'expected an answer to the Close, got the end of the connection',
    ],
    ['and another code', [HELLO, '88 02 03e9', 'end'], 'expected Close 1000, got Close 1001'],
    [
      'and no end',
      [HELLO, CLOSE_1000, 'silence'],
      'expected the end of the connection after both Closes, got nothing in 2000 ms',
    ],
    [
      'that is masked',
      ['81 80 00000000'],
      "expected the text message 'Hello', got what breaks the protocol: a masked frame from a server, in the bytes 818000000000",
    ],
    [
      'and bytes after the Close',
      [HELLO, `${CLOSE_1000} 00`],
      'expected the end of the connection, got what breaks the protocol: bytes after its Close, in the bytes 00',
    ],
  ])('%s', (_, chunks, reason) => {
    const result = new Talk(echo).after(...chunks);
    expect(result).toMatchObject({ verdict: reason === '' ? 'passed' : 'failed', reason });
  });
});

describe('a refusal', () => {
  test.each<[string, string[], string]>([
    ['with the code', [CLOSE_1002, 'end'], ''],
    ['without a code', ['88 00', 'end'], ''],
    ['by the end alone', ['end'], ''],
    ['with another code', ['88 02 03ef', 'end'], 'expected Close 1002, got Close 1007'],
    ['that never comes', ['silence'], 'expected Close 1002, got nothing in 2000 ms'],
    [
      'with an echo first',
      ['81 00'],
      "expected Close 1002, got the text message '', in the bytes 8100",
    ],
    [
      'without an end',
      [CLOSE_1002, 'silence'],
      'expected the end of the connection after both Closes, got nothing in 2000 ms',
    ],
  ])('%s', (_, chunks, reason) => {
    const result = new Talk(refusal).after(...chunks);
    expect(result).toMatchObject({ verdict: reason === '' ? 'passed' : 'failed', reason });
  });

  test('says who ended it, how and with what', () => {
    expect(new Talk(refusal).after(CLOSE_1002, 'end')).toMatchObject({
      behaviour: 'strict',
      end: { by: 'subject', code: 1002, clean: true },
    });
    expect(new Talk(refusal).after('end')?.end).toEqual({
      by: 'subject',
      code: null,
      clean: false,
    });
  });
});

test('wrong replies are told from a wrong end', () => {
  expect(new Talk(echo).after('82 00')?.behaviour).toBe('wrong');
  expect(new Talk(echo).after(HELLO, '88 02 03e9', 'end')?.behaviour).toBe('strict');
});

test('pings are answered until the Close, and a Close with another', () => {
  const talk = new Talk(refusal, { seed: 5 });
  talk.after('89 01 61', CLOSE_1002);
  const heads = talk.written.map((hex) => hex.slice(0, 4));
  expect(heads).toEqual(['8380', '8a81', '8882']);
});

test('a ping that comes after the Close of the tester is not answered', () => {
  const talk = new Talk(echo);
  expect(talk.after(HELLO, '89 00', CLOSE_1000, 'end')).toMatchObject({ verdict: 'passed' });
  expect(talk.written.map((hex) => hex.slice(0, 4))).toEqual(['8185', '8882']);
});

test('an answer may come in pieces, and a first frame right behind it', () => {
  const tester = new CaseTester(echo, { role: 'server' });
  const { bytes: request } = tester.next() as { readonly bytes: Uint8Array };
  const answer = responseText(acceptFor(toLatin1(request)) ?? '', []);
  for (const piece of [answer.slice(0, 40), answer.slice(40)]) {
    expect(tester.next()).toEqual({ type: 'wait', milliseconds: 2000 });
    tester.receive(bytesOf({ utf8: piece }));
  }
  expect(tester.next()).toMatchObject({ type: 'write' });
  const talk = new Talk(echo, { behind: '89 01 61' });
  expect(talk.written.map((hex) => hex.slice(0, 4))).toEqual(['8a81', '8185']);
  expect(new Talk(echo, { behind: '83 00' }).tester.result?.reason).toContain('reserved opcode 3');
});

test('a wait takes as long as it says, but no longer than a quiet time', () => {
  const waiting = (wait: number): CaseData => ({
    ...echo,
    steps: [{ wait }, ...(echo.steps ?? [])],
  });
  expect(new Talk(waiting(30)).goOn()).toBe(30);
  expect(new Talk(waiting(1000)).goOn()).toBe(200);
  expect(new Talk(waiting(1000), { quietMs: 70 }).goOn()).toBe(70);
  expect(new Talk(echo, { answerMs: 900 }).goOn()).toBe(900);
});

test('a wait goes on when bytes come, and is over when the subject closes', () => {
  const testCase: CaseData = {
    ...refusal,
    steps: [{ wait: 50, name: 'A' }, { frames: [{ opcode: 3 }] }],
    replies: [{ waited: 'A' }],
    alsoAllowed: [],
  };
  const talk = new Talk(testCase);
  const before = talk.tester.next();
  talk.after('89 00');
  expect(talk.tester.next()).toBe(before);
  expect(talk.after(CLOSE_1002, 'end')).toMatchObject({ verdict: 'passed', behaviour: 'allowed' });
  expect(new Talk(testCase).after('silence', CLOSE_1002, 'end')).toMatchObject({
    behaviour: 'strict',
  });
});

test('rounds follow each other when all replies are there', () => {
  const talk = new Talk({ ...echo, rounds: 3 });
  expect(talk.written).toHaveLength(1);
  talk.after(HELLO, HELLO);
  expect(talk.written).toHaveLength(3);
  expect(talk.after(HELLO, CLOSE_1000, 'end')).toMatchObject({ verdict: 'passed' });
  expect(new Talk({ ...echo, rounds: 3 }).after(HELLO, CLOSE_1000, 'end')?.verdict).toBe('failed');
});

test('replies that are less strict pass when nothing else comes', () => {
  const lenient: CaseData = { ...echo, alsoAllowed: [{ text: '' }] };
  const result = new Talk(lenient).after('81 00', 'silence', CLOSE_1000, 'end');
  expect(result).toMatchObject({ verdict: 'passed', behaviour: 'allowed' });
});

test('pongs do not count where any are right', () => {
  const result = new Talk({ ...echo, anyPongs: true }).after('8a 00', HELLO, CLOSE_1000, 'end');
  expect(result?.verdict).toBe('passed');
});

test('replies that come often are counted', () => {
  const often: CaseData = { ...echo, replies: [{ text: { utf8: 'Hello' }, times: 2 }] };
  expect(new Talk(often).after(HELLO, HELLO, CLOSE_1000, 'end')?.verdict).toBe('passed');
  expect(new Talk(often).after(HELLO, 'silence')?.verdict).toBe('failed');
});

test('a case that informs passes whatever comes, if the rules of the wire are kept', () => {
  const informing: CaseData = { ...echo, informational: true, end: { by: 'anyone' } };
  expect(new Talk(informing).after('81 00', 'end')).toMatchObject({
    verdict: 'passed',
    behaviour: null,
  });
  expect(new Talk(informing).after('83 00')?.verdict).toBe('failed');
});

test('the end of the stream in place of a Close', () => {
  const ending: CaseData = { id: 'x', title: 'x', steps: [{ end: true }], end: { by: 'tester' } };
  const talk = new Talk(ending);
  expect(talk.ended).toBe(true);
  expect(talk.after('end')).toMatchObject({ verdict: 'passed' });
  expect(new Talk(ending).after('silence')?.reason).toBe(
    'expected the end of the connection, got nothing in 2000 ms',
  );
});

test('a result keeps the wire, up to a limit, and says how much is left out', () => {
  const result = new Talk(echo, { maxWireBytes: 130 }).after(HELLO, HELLO);
  const bytes = result?.wire.reduce((sum, entry) => sum + entry.bytes.length / 2, 0);
  expect(bytes).toBe(130);
  expect(result?.wire.at(-1)?.omitted).toBeGreaterThan(0);
  expect(toLatin1(bytesOf(result?.wire[0]?.bytes ?? ''))).toMatch(/^GET \/ HTTP/);
});

test('the same seed writes the same bytes, another other ones', () => {
  const written = (seed: number) => new Talk(echo, { seed }).written;
  expect(written(2)).toEqual(written(2));
  expect(written(2)).not.toEqual(written(3));
});

test('every write is cut where one asks for it', () => {
  const talk = new Talk(echo, { pieceBytes: 3 });
  expect(talk.written.map((hex) => hex.length / 2)).toEqual([3, 3, 3, 2]);
});

describe('a case is skipped', () => {
  test.each<[string, CaseData]>([
    ['it is not for a server', { ...echo, roles: ['client'] }],
    ['it needs a compressor', { ...echo, deflate: { asks: [{}] } }],
  ])('because %s', (reason, testCase) => {
    const tester = new CaseTester(testCase, { role: 'server' });
    expect(tester.next()).toMatchObject({ type: 'done', result: { verdict: 'skipped', reason } });
  });
});

describe('where the subject asks the tester for a window of 2^8 bytes', () => {
  const compressed: CaseData = { ...echo, deflate: { asks: [{}] } };
  const asks = {
    client: 'permessage-deflate; server_max_window_bits=8',
    server: 'permessage-deflate; client_max_window_bits=8',
  };
  const resultWith = (role: 'client' | 'server', minWindowBits: number) => {
    const compressor = { ...pakoCompressor(), minWindowBits };
    return new Talk(compressed, { role, compressor, extensions: asks[role] }).tester.result;
  };

  test.each(['client', 'server'] as const)('a %s is skipped if the compressor has none', (role) => {
    expect(resultWith(role, 9)).toMatchObject({
      verdict: 'skipped',
      reason: 'it asks for a window that the compressor does not have',
    });
    expect(resultWith(role, 8)).toBe(null);
  });
});

describe('towards a client that must hang up', () => {
  const opening: CaseData = {
    id: 'x',
    title: 'x',
    roles: ['client'],
    opening: { bytes: { utf8: 'HTTP/1.1 200 OK\r\n\r\n' }, accepted: false },
  };
  const request = requestText(KEY, []);
  const started = () => {
    const tester = new CaseTester(opening, { role: 'client' });
    tester.receive(bytesOf({ utf8: request }));
    expect(tester.next()).toEqual({
      type: 'write',
      bytes: bytesOf({ utf8: 'HTTP/1.1 200 OK\r\n\r\n' }),
    });
    expect(tester.next().type).toBe('wait');
    return tester;
  };

  test('it passes when it does', () => {
    const tester = started();
    tester.receiveEnd();
    expect(tester.result).toMatchObject({ verdict: 'passed', behaviour: null });
  });

  test('it fails when it goes on', () => {
    const tester = started();
    tester.receive(Uint8Array.of(0x81));
    expect(tester.result?.reason).toContain('got bytes as if the connection were open');
  });

  test('it fails when it has gone on before the answer', () => {
    const tester = new CaseTester(opening, { role: 'client' });
    tester.receive(bytesOf([{ utf8: request }, '81 80']));
    expect(tester.result?.reason).toBe(
      'expected the client to hang up, got bytes as if the connection were open, in the bytes 8180',
    );
  });

  test('it fails when it waits', () => {
    const tester = started();
    tester.expire();
    expect(tester.result?.reason).toBe('expected the client to hang up, got nothing in 2000 ms');
  });
});

test('nothing that comes after the result changes it', () => {
  const talk = new Talk(refusal);
  const result = talk.after('end');
  talk.tester.receive(Uint8Array.of(0x83, 0));
  talk.tester.receiveEnd();
  talk.tester.expire();
  talk.tester.fail('no reason');
  expect(talk.tester.result).toBe(result);
});

describe('a subject that had to say why it fails', () => {
  test.each<[string, string[], string]>([
    ['and says it', [CLOSE_1002, 'end'], 'strict'],
    ['and sends a Close without a code', ['88 00', 'end'], 'allowed'],
    ['and only ends', ['end'], 'allowed'],
  ])('%s', (_, chunks, behaviour) => {
    expect(new Talk(refusal).after(...chunks)).toMatchObject({ verdict: 'passed', behaviour });
  });
});

describe('where a Close is what is wrong', () => {
  const wrongClose: CaseData = {
    id: 'x',
    title: 'x',
    steps: [{ frames: [{ opcode: 8, payload: '03' }] }],
    end: { by: 'tester', codes: [1002, 1007], needsCode: true },
  };
  test.each<[string, string[], string, string]>([
    ['a code is right', [CLOSE_1002, 'end'], '', 'strict'],
    ['the end alone is allowed', ['end'], '', 'allowed'],
    [
      'an empty Close is the answer to a right one',
      ['88 00', 'end'],
      'expected Close 1002 or 1007, got Close without a code',
      'allowed',
    ],
  ])('%s', (_, chunks, reason, behaviour) => {
    const result = new Talk(wrongClose).after(...chunks);
    const verdict = reason === '' ? 'passed' : 'failed';
    expect(result).toMatchObject({ verdict, reason, behaviour });
  });
});

describe('a Close with 1001', () => {
  const told: CaseData = {
    id: 'x',
    title: 'x',
    steps: [{ frames: [{ opcode: 8, payload: '03e9' }] }],
    end: { by: 'tester', codes: [1000, 1001], strictCodes: [1001], clean: true },
  };
  test.each<[string, string, string, string]>([
    ['is echoed', '88 02 03e9', 'passed', 'strict'],
    ['is answered with 1000', CLOSE_1000, 'passed', 'allowed'],
    ['is answered without a code', '88 00', 'passed', 'allowed'],
    ['is answered with another code', CLOSE_1002, 'failed', 'strict'],
  ])('%s', (_, close, verdict, behaviour) => {
    const result = new Talk(told).after(close, 'end');
    if (verdict === 'passed') expect(result).toMatchObject({ verdict, behaviour });
    else expect(result?.reason).toBe('expected Close 1000 or 1001, got Close 1002');
  });
});

test('a result says what the case is about, and where its rule stands', () => {
  const result = new Talk({ ...echo, section: 'RFC 6455 §5.6' }).after('end');
  expect(result).toMatchObject({ id: 'echo', title: 'A text is echoed', section: 'RFC 6455 §5.6' });
  expect(new Talk(echo).after('end')).toMatchObject({ section: null });
});

test('the bytes of a wrong frame are shown up to 24 of them, and not those of others', () => {
  const long = new Talk(echo).after('89 00', `82 30 ${'ab'.repeat(48)}`);
  expect(long?.reason.endsWith(`, in the bytes 8230${'ab'.repeat(22)}`)).toBe(true);
  const inFragments = new Talk(echo).after('01 03 48656c', '80 02 6c61 8900');
  expect(inFragments?.reason.endsWith(', in the bytes 80026c61')).toBe(true);
});

test('a case that is given up says what it has waited for', () => {
  const talk = new Talk(echo, { caseMs: 5000 });
  expect(talk.tester.caseMs).toBe(5000);
  const late = "expected the text message 'Hello', and the case was not over after 5000 ms";
  expect(talk.tester.giveUp()).toMatchObject({ verdict: 'failed', reason: late });
  expect(talk.tester.next()).toMatchObject({ type: 'done', result: { reason: late } });
  const unopened = new CaseTester(echo, { role: 'client' });
  expect(unopened.giveUp().reason).toBe(
    'expected an end of the opening handshake, and the case was not over after 120000 ms',
  );
});

test('a client may not use a masking key twice where the case says so', () => {
  const play = (testCase: CaseData, ...frames: string[]) => {
    const tester = new CaseTester(testCase, { role: 'client' });
    tester.receive(bytesOf({ utf8: requestText(KEY, []) }));
    for (const frame of frames) tester.receive(bytesOf(frame));
    return tester.result?.reason ?? null;
  };
  const twice: CaseData = {
    ...echo,
    replies: [{ text: '00', times: 2 }],
  };
  const frames = ['81 81 01020304 01', '81 81 01020304 01'];
  expect(play(twice, ...frames)).toBe(null);
  expect(play({ ...twice, freshMasks: true }, ...frames)).toBe(
    'expected the text message 00, got what breaks the protocol: a masking key for a second time, in the bytes 81810102030401',
  );
  const fresh = ['81 81 01020304 01', '81 81 05020304 05'];
  expect(play({ ...twice, freshMasks: true }, ...fresh)).toBe(null);
});

test('a subject that pings for ever fails, and soon', () => {
  const talk = new Talk(echo);
  const result = talk.after('8900'.repeat(10_001));
  expect(result).toMatchObject({
    verdict: 'failed',
    reason: 'expected an end, got more than 10000 pings',
  });
});
