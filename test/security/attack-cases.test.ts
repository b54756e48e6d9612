/**
 * The cases of attacks.json, which are for other implementations too, against this one, through the whole exchange. What
 * its functions make of their bytes is asked in `exceptions`.
 */

import { describe, expect, test } from 'vitest';
import * as codec from 'websocket-codec';
import { permessageDeflate } from 'websocket-codec/deflate';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import { attackCases, type CaseData, runInMemory } from 'websocket-codec/testing';
import { subjectOf } from '../../examples/testing/connection-subject.js';
import { readDeflateParameters } from '../../src/extension/deflate-parameters.js';
import { fitsOffer } from '../../src/extension/negotiate-deflate.js';
import { roles } from '../connection/drive.js';
import { type AttackId, attack } from './attack.js';

const deflate = permessageDeflate({ compressor: pakoCompressor() });
const makeSubject = subjectOf(codec, [deflate]);
const compressor = zlibCompressor();

const casesOf = (role: (typeof roles)[number]): [string, CaseData][] =>
  attackCases
    .filter((each) => each.roles === undefined || each.roles.includes(role))
    .map((each) => [attack(each.row as AttackId), each]);

const CLIENT_WINDOW = 'client_max_window_bits';
const nothingAsked = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: null,
  clientMaxWindowBits: null,
};
/** The package always offers that parameter; this one does not, and judges the answer by the package's own rules. */
const bareDeflate: codec.Extension = {
  ...deflate,
  offer: { name: deflate.name, parameters: [] },
  accept(answer) {
    const parameters = readDeflateParameters(answer);
    if (parameters === null || !fitsOffer(parameters, nothingAsked, 8)) return null;
    return deflate.accept(answer);
  },
};

/** A subject that does not offer what must not have been offered. */
const subjectFor = ({ opening }: CaseData, role: (typeof roles)[number]) =>
  role === 'client' && opening?.unoffered === CLIENT_WINDOW
    ? subjectOf(codec, [bareDeflate])
    : makeSubject;

describe.each(roles)('a case of attacks.json towards a %s', (role) => {
  for (const [title, testCase] of casesOf(role)) {
    test(`${title}: ${testCase.id}`, () => {
      const subject = subjectFor(testCase, role);
      const { verdict, reason, behaviour } = runInMemory(testCase, subject, { role, compressor });
      // No case is skipped: one that says nothing about its subject would prove nothing.
      expect({ verdict, reason }).toStrictEqual({ verdict: 'passed', reason: '' });
      expect(behaviour).not.toBe('allowed');
    });
  }
});

describe(`${attack('deflate-agreement')}: a client that does not offer ${CLIENT_WINDOW}`, () => {
  const answered = (...parameters: [string, string | null][]) =>
    bareDeflate.accept?.({ name: deflate.name, parameters });

  test('takes an answer without it, and no other', () => {
    expect(answered()).toMatchObject({ name: deflate.name, parameters: [] });
    expect(answered(['client_no_context_takeover', null])).toMatchObject({ name: deflate.name });
    for (const bits of ['8', '10', '15', null]) expect(answered([CLIENT_WINDOW, bits])).toBeNull();
  });

  test('is skipped no more than the one that does is judged by that case', () => {
    const testCase = attackCases.find(({ opening }) => opening?.unoffered === CLIENT_WINDOW);
    if (testCase === undefined) throw new Error('no case is about it');
    expect(runInMemory(testCase, makeSubject, { role: 'client', compressor })).toMatchObject({
      verdict: 'skipped',
      reason: `it offers ${CLIENT_WINDOW}`,
    });
  });
});
