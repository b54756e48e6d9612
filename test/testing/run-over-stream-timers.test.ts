/**
 * The timers of a run over a stream: when one is set, how long it runs, and that none is left behind.
 */

import { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { acceptFor, responseText } from '../../src/testing/opening-head.js';
import { type CaseData, runOverStream } from '../../src/testing.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server that agrees to the connection and keeps silent; it notes the first bytes of what comes then. */
class SilentServer extends Duplex {
  readonly heads: string[] = [];
  #hasOpened = false;

  override _read(): void {}

  override _write(chunk: Buffer, _: string, done: () => void): void {
    if (this.#hasOpened) this.heads.push(chunk.subarray(0, 1).toString('hex'));
    else this.push(responseText(acceptFor(chunk.toString('latin1')) ?? '', []));
    this.#hasOpened = true;
    done();
  }

  override _final(done: () => void): void {
    this.heads.push('end');
    done();
  }

  says(hex: string): void {
    this.push(Buffer.from(hex, 'hex'));
  }
}

const PING = '8900';
const TEXT = '8100';
const CLOSE_1000 = '880203e8';
const echo: CaseData = {
  id: 'x',
  title: 'x',
  steps: [{ frames: [{ opcode: 1 }] }],
  replies: [{ text: '' }],
};

/** Until nothing is left to do but to wait. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const after = async (milliseconds: number) => {
  vi.advanceTimersByTime(milliseconds);
  await settle();
};

async function started(testCase: CaseData, options: { answerMs?: number; caseMs?: number } = {}) {
  const stream = new SilentServer();
  const run = runOverStream(testCase, () => stream, { role: 'server', ...options });
  await settle();
  return { stream, run };
}

test('no timer is left behind when a case is over', async () => {
  const { stream, run } = await started(echo);
  expect(vi.getTimerCount()).toBe(2);
  stream.says(TEXT);
  await settle();
  stream.says(CLOSE_1000);
  stream.push(null);
  expect((await run).verdict).toBe('passed');
  expect(vi.getTimerCount()).toBe(0);
});

test('no timer is left behind when a case is mistaken, or nobody can be reached', async () => {
  const mistaken: CaseData = { ...echo, steps: [{ wait: 10 }, { bytes: 'x' }] };
  const { run } = await started(mistaken);
  const rejection = expect(run).rejects.toThrow(TypeError);
  await after(10);
  await rejection;
  expect(vi.getTimerCount()).toBe(0);
  const unreached = runOverStream(echo, () => Promise.reject(new Error('nobody')), {
    role: 'server',
  });
  await expect(unreached).rejects.toThrow('nobody');
  expect(vi.getTimerCount()).toBe(0);
});

test('a silent subject is given up after the time for a case, if that is the shorter one', async () => {
  const { stream, run } = await started(echo, { answerMs: 5000, caseMs: 700 });
  await after(699);
  expect(stream.destroyed).toBe(false);
  await after(1);
  expect(stream.destroyed).toBe(true);
  expect((await run).reason).toBe(
    "expected the text message '', and the case was not over after 700 ms",
  );
  expect(vi.getTimerCount()).toBe(0);
});

test('signs of life put the end off, each by the whole time for an answer', async () => {
  const { stream, run } = await started(echo, { answerMs: 100 });
  await after(99);
  stream.says(PING);
  await settle();
  await after(99);
  expect(stream.destroyed).toBe(false);
  await after(1);
  expect((await run).reason).toBe("expected the text message '', got nothing in 100 ms");
});

test('signs of life do not make a wait of the case longer', async () => {
  const { stream, run } = await started({ ...echo, steps: [{ wait: 50 }, { bytes: '00' }] });
  await after(30);
  stream.says(PING);
  await settle();
  expect(stream.heads).toEqual(['8a']);
  await after(19);
  expect(stream.heads).toEqual(['8a']);
  await after(1);
  expect(stream.heads).toEqual(['8a', '00']);
  stream.push(null);
  expect((await run).verdict).toBe('failed');
});

test('the end of the tester reaches the subject', async () => {
  const ending: CaseData = { id: 'x', title: 'x', steps: [{ end: true }], end: { by: 'tester' } };
  const { stream, run } = await started(ending);
  expect(stream.heads).toEqual(['end']);
  stream.push(null);
  expect((await run).verdict).toBe('passed');
});
