/**
 * All cases that are soon done against `Connection`, in both roles and in pieces of any size; and a subject's faults
 * that show without a wire.
 */

import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../examples/testing/connection-subject.js';
import { longRows } from '../../scripts/attack-data/long-rows.js';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import { permessageDeflate } from '../../src/deflate.js';
import * as codec from '../../src/index.js';
import {
  attackCases,
  type CaseData,
  conformanceCases,
  type MemorySubject,
  runInMemory,
} from '../../src/testing.js';

/** Of the cases with much data two are enough here: `npm run check:faults` runs all. */
const isQuick = ({ id, row = '' }: CaseData) =>
  !longRows.includes(row) &&
  (/^1[23]\./.test(id) ? /\.(3|11)$/.test(id) : !id.startsWith('9.') || id === '9.1.1');
const cases = [...conformanceCases, ...attackCases].filter(isQuick);
const roles = ['server', 'client'] as const;

describe.each(roles)('Connection as %s', (role) => {
  const makeSubject = subjectOf(codec, [permessageDeflate({ compressor: pakoCompressor() })]);
  const compressor = zlibCompressor();

  test.each([undefined, 1, 7, 1000])('passes strictly, in pieces of %s bytes', (pieceBytes) => {
    const short =
      pieceBytes === undefined
        ? cases
        : conformanceCases.filter(({ id }) => !/^(1[23]\.|7\.1\.6|9\.)/.test(id));
    const options = { role, compressor, ...(pieceBytes === undefined ? {} : { pieceBytes }) };
    const results = short.map((testCase) => runInMemory(testCase, makeSubject, options));
    const ran = results.filter(({ verdict }) => verdict !== 'skipped');
    // There are 246 that are short, and about as many attacks.
    expect(ran.length).toBeGreaterThanOrEqual(246);
    expect(ran.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    expect(ran.filter(({ behaviour }) => behaviour === 'allowed')).toEqual([]);
    const skipped = results.filter(({ verdict }) => verdict === 'skipped');
    const others = skipped.filter(({ reason }) => reason !== `it is not for a ${role}`);
    // As a client it always lets its window be restricted, so that one case says nothing about it.
    const always = role === 'client' && pieceBytes === undefined ? ['client_max_window_bits'] : [];
    expect(others.map(({ reason }) => reason)).toEqual(always.map((name) => `it offers ${name}`));
  });

  test('is skipped where it does not agree to compression', () => {
    const plain = subjectOf(codec);
    const compressed = cases.filter(
      (one) => one.deflate !== undefined && (one.roles?.includes(role) ?? true),
    );
    const results = compressed.map((one) => runInMemory(one, plain, { role, compressor }));
    expect(new Set(results.map(({ verdict, reason }) => `${verdict}: ${reason}`))).toEqual(
      new Set(['skipped: it did not agree to permessage-deflate']),
    );
  });
});

const silent: MemorySubject = {
  receive() {},
  receiveEnd() {},
  takeOutput: () => [],
  hasEnded: false,
};
const [first] = cases as [CaseData];
const run = (subject: MemorySubject) => runInMemory(first, () => subject, { role: 'server' });

test('a subject that says nothing fails, at once', () => {
  expect(run(silent)).toMatchObject({
    verdict: 'failed',
    reason: 'expected an answer with status 101, got nothing in 2000 ms',
    end: { by: null, code: null, clean: false },
  });
});

test('a subject that throws fails', () => {
  const thrower = {
    ...silent,
    receive() {
      throw new RangeError('too much');
    },
  };
  expect(run(thrower)).toMatchObject({
    verdict: 'failed',
    reason: 'it threw RangeError: too much',
  });
});

test('a subject that hangs up fails', () => {
  expect(run({ ...silent, hasEnded: true })).toMatchObject({
    reason: 'expected an answer with status 101, got the end of the connection',
  });
});

test('a subject is told of the end when the case is over', () => {
  let ends = 0;
  run({ ...silent, receiveEnd: () => ends++ });
  expect(ends).toBe(1);
});

test('no subject is made for a case that is skipped', () => {
  const result = runInMemory(
    { ...first, roles: ['client'] },
    () => {
      throw new Error('made');
    },
    { role: 'server' },
  );
  expect(result.verdict).toBe('skipped');
});

test('a mistake in a case is thrown, not blamed on the subject', () => {
  const mistaken: CaseData = { id: 'x', title: 'x', opening: { bytes: 'x' } };
  expect(() => runInMemory(mistaken, () => silent, { role: 'server' })).toThrow(TypeError);
});

test('what a subject throws fails the case, even if it has no text', () => {
  const thrown = [new Error('odd'), Object.create(null), undefined];
  const reasons = thrown.map((value) => {
    const makeSubject = () => ({
      receive() {
        throw value;
      },
      receiveEnd() {},
      takeOutput: () => [],
      hasEnded: false,
    });
    const [testCase] = conformanceCases as [CaseData];
    return runInMemory(testCase, makeSubject, { role: 'server' }).reason;
  });
  expect(reasons).toStrictEqual([
    'it threw Error: odd',
    'it threw an object without a text',
    'it threw undefined',
  ]);
});
