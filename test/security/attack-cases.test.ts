/**
 * The cases of attacks.json, which are for other implementations too, against this one: through the whole exchange,
 * and as bytes that every function of the package may meet.
 */

import { describe, expect, test } from 'vitest';
import * as codec from 'websocket-codec';
import { permessageDeflate } from 'websocket-codec/deflate';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import { attackCases, type CaseData, runInMemory } from 'websocket-codec/testing';
import { subjectOf } from '../../examples/testing/connection-subject.js';
import { roles } from '../connection/drive.js';
import { type AttackId, attack } from './attack.js';

const makeSubject = subjectOf(codec, [permessageDeflate({ compressor: pakoCompressor() })]);
const compressor = zlibCompressor();

const casesOf = (role: (typeof roles)[number]): [string, CaseData][] =>
  attackCases
    .filter((each) => each.roles === undefined || each.roles.includes(role))
    .map((each) => [attack(each.row as AttackId), each]);

describe.each(roles)('a case of attacks.json towards a %s', (role) => {
  for (const [title, testCase] of casesOf(role)) {
    test(`${title}: ${testCase.id}`, () => {
      const { verdict, reason, behaviour } = runInMemory(testCase, makeSubject, {
        role,
        compressor,
      });
      const unoffered = role === 'client' ? testCase.opening?.unoffered : undefined;
      const expected =
        unoffered === undefined
          ? { verdict: 'passed', reason: '' }
          : // It always offers that, so the case says nothing about it.
            { verdict: 'skipped', reason: `it offers ${unoffered}` };
      expect({ verdict, reason }).toStrictEqual(expected);
      expect(behaviour).not.toBe('allowed');
    });
  }
});
