/**
 * Real time, over streams in memory and over sockets on loopback.
 */

import { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { wsSubject } from '../../examples/testing/ws-subject.js';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { acceptFor, responseText } from '../../src/testing/opening-head.js';
import { type CaseData, conformanceCases, runOverStream } from '../../src/testing.js';

/** One of each kind: echoes, pings, refusals, silence, closing, fragments and compression. */
const SELECTION = [
  '1.1.2',
  '1.2.7',
  '2.10',
  '3.2',
  '5.19',
  '6.2.3',
  '6.4.4',
  '7.1.1',
  '7.9.1',
  '10.1.1',
  '12.4.3',
];
const selected = conformanceCases.filter(({ id }) => SELECTION.includes(id));

describe.each(['server', 'client'] as const)('another implementation as %s', (role) => {
  test('is run over sockets, each case on a connection of its own', async () => {
    const subject = await wsSubject(role);
    const verdicts: string[] = [];
    for (const testCase of selected) {
      const { id, verdict, wire } = await runOverStream(testCase, subject.connect, {
        role,
        compressor: zlibCompressor(),
        quietMs: 100,
      });
      verdicts.push(`${id} ${verdict}`);
      expect(wire.length).toBeGreaterThan(1);
    }
    subject.close();
    // What it does well is not for this test to say: only that each case came to a verdict.
    expect(verdicts.map((line) => line.split(' ')[0])).toEqual(selected.map(({ id }) => id));
    expect(verdicts.some((line) => line.endsWith('passed'))).toBe(true);
    expect(verdicts.filter((line) => line.endsWith('skipped'))).toEqual([]);
  });
});

/** A subject that answers the request, and then does what it is told with what it gets. */
function subject(react: (chunk: Buffer, self: Duplex) => void): Duplex {
  let hasOpened = false;
  return new Duplex({
    read() {},
    write(this: Duplex, chunk: Buffer, _, done) {
      if (hasOpened) react(chunk, this);
      else {
        hasOpened = true;
        this.push(responseText(acceptFor(chunk.toString('latin1')) ?? '', []));
      }
      done();
    },
  });
}

const refusal: CaseData = {
  id: 'x',
  title: 'x',
  steps: [{ frames: [{ opcode: 3 }] }],
  end: { by: 'subject', codes: [1002] },
};
const run = (stream: Duplex, testCase = refusal) =>
  runOverStream(testCase, () => stream, { role: 'server', answerMs: 60, quietMs: 20 });

test('a stream that stays open is given up after the time for an answer, and destroyed', async () => {
  const stream = subject(() => {});
  const started = performance.now();
  const result = await run(stream);
  expect(result.reason).toBe('expected Close 1002, got nothing in 60 ms');
  expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  expect(stream.destroyed).toBe(true);
});

test('signs of life put the end off', async () => {
  let pings = 0;
  const stream = subject((_, self) => {
    if (++pings < 5) setTimeout(() => self.push(Buffer.from('8900', 'hex')), 30);
    else self.push(null);
  });
  expect(await run(stream)).toMatchObject({ verdict: 'passed' });
  expect(pings).toBe(5);
});

test('a subject that drips for ever is given up after the time for a case', async () => {
  // The beginning of a text, and then a byte of it every few milliseconds.
  let timer: NodeJS.Timeout | null = null;
  const stream = subject((_, self) => {
    self.push(Buffer.from('827effff', 'hex'));
    timer ??= setInterval(() => self.push(Buffer.of(0)), 10);
  });
  const options = { role: 'server', answerMs: 60, quietMs: 20, caseMs: 300 } as const;
  const result = await runOverStream(refusal, () => stream, options);
  clearInterval(timer ?? undefined);
  expect(result.reason).toBe('expected Close 1002, and the case was not over after 300 ms');
  expect(stream.destroyed).toBe(true);
});

test('a frame that is far too long is judged before it has come', async () => {
  const stream = subject((_, self) => self.push(Buffer.from('827f001fffffffffffff', 'hex')));
  expect((await run(stream)).reason).toBe(
    'expected Close 1002, got what breaks the protocol: a length of 9007199254740991, ' +
      'longer than any message of a case, in the bytes 827f001fffffffffffff',
  );
});

test('a subject that never connects is given up too, and a connection that comes later destroyed', async () => {
  const stream = subject(() => {});
  let connect: (late: Duplex) => void = () => {};
  const connecting = new Promise<Duplex>((resolve) => {
    connect = resolve;
  });
  const options = { role: 'client', caseMs: 30 } as const;
  const result = await runOverStream(refusal, () => connecting, options);
  expect(result).toMatchObject({
    verdict: 'failed',
    reason: 'expected an end of the opening handshake, and the case was not over after 30 ms',
  });
  connect(stream);
  await connecting;
  await Promise.resolve();
  expect(stream.destroyed).toBe(true);
});

test('a connection that fails when nobody waits for it any more troubles nobody', async () => {
  let fail: (reason: Error) => void = () => {};
  const connecting = new Promise<Duplex>((_, reject) => {
    fail = reject;
  });
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listen);
  const options = { role: 'client', caseMs: 30 } as const;
  expect((await runOverStream(refusal, () => connecting, options)).verdict).toBe('failed');
  fail(new Error('nobody there'));
  // Node looks for rejections without a handler when the microtasks are done.
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
});

test('a stream that fails has ended', async () => {
  const stream = subject((_, self) => self.destroy(new Error('reset')));
  expect(await run(stream)).toMatchObject({
    verdict: 'passed',
    end: { by: 'subject', code: null },
  });
});

test('a mistake in a case rejects', async () => {
  const mistaken: CaseData = { id: 'x', title: 'x', steps: [{ bytes: 'x' }] };
  await expect(
    run(
      subject(() => {}),
      mistaken,
    ),
  ).rejects.toThrow(TypeError);
  const failing = runOverStream(refusal, () => Promise.reject(new Error('nobody there')), {
    role: 'server',
  });
  await expect(failing).rejects.toThrow('nobody there');
});

test('a case that is skipped connects to nobody', async () => {
  const result = await runOverStream(
    { ...refusal, roles: ['client'] },
    () => Promise.reject(new Error('nobody there')),
    { role: 'server' },
  );
  expect(result.verdict).toBe('skipped');
});
