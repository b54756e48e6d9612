import { describe, expect, test } from 'vitest';
import type { Extension } from '../../src/handshake/extension.js';
import { HandshakeFields } from '../../src/handshake/handshake-fields.js';
import {
  type OfferedTerms,
  readAnswer,
  requireOfferedTerms,
} from '../../src/handshake/read-answer.js';

const answerOf = (offered: OfferedTerms, ...fields: [string, string][]) =>
  readAnswer(new HandshakeFields(fields, true), requireOfferedTerms(offered));
const extensions = (value: string) => ['Sec-WebSocket-Extensions', value] as [string, string];
const protocol = (value: string) => ['Sec-WebSocket-Protocol', value] as [string, string];
const extension = (name: string, rsv?: number): Extension => ({
  name,
  negotiate: () => null,
  accept: (answer) => ({ ...answer, ...(rsv === undefined ? {} : { rsv }) }),
});

describe('readAnswer', () => {
  test('finds nothing where nothing is said', () => {
    expect(answerOf({})).toStrictEqual({ protocol: null, extensions: [] });
  });

  test('takes a bare offer as accepted, whatever the parameters say', () => {
    const offered = { extensions: [{ name: 'x', parameters: [] }] };
    expect(answerOf(offered, extensions('x; a=1'))).toStrictEqual({
      protocol: null,
      extensions: [{ name: 'x', parameters: [['a', '1']] }],
    });
  });

  test('takes an extension without accept as accepted', () => {
    const offered = { extensions: [{ name: 'x', negotiate: () => null }] };
    expect(answerOf(offered, extensions('x'))).toMatchObject({ extensions: [{ name: 'x' }] });
  });

  test('asks the offers of a name in order', () => {
    const refusing = { ...extension('x'), accept: () => null };
    const offered = { extensions: [refusing, extension('x', 2), extension('x', 4)] };
    expect(answerOf(offered, extensions('x'))).toMatchObject({ extensions: [{ rsv: 2 }] });
    expect(answerOf({ extensions: [refusing] }, extensions('x'))).toBe(
      'extension-parameters-invalid',
    );
  });

  test('lets extensions use different bits and no bit, and never the same', () => {
    const offered = { extensions: [extension('a', 4), extension('b', 2), extension('c')] };
    expect(answerOf(offered, extensions('a, b, c'))).toMatchObject({
      extensions: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
    });
    const same = { extensions: [extension('a', 6), extension('b', 2)] };
    expect(answerOf(same, extensions('a, b'))).toBe('extension-bit-conflict');
  });

  test.each<[string, [string, string][]]>([
    ['protocol-duplicate', [protocol('a'), protocol('a')]],
    ['protocol-not-offered', [protocol('A')]],
    ['extensions-duplicate', [extensions('x'), extensions('x')]],
    ['extensions-duplicate', [extensions('x, x')]],
    ['extensions-malformed', [extensions('x; =1')]],
    ['extension-not-offered', [extensions('y')]],
  ])('says %s of %j', (code, fields) => {
    const offered = { protocols: ['a'], extensions: [extension('x')] };
    expect(answerOf(offered, ...fields)).toBe(code);
  });

  test('takes the one subprotocol that was chosen of those offered', () => {
    expect(answerOf({ protocols: ['a', 'b'] }, protocol('b'))).toMatchObject({ protocol: 'b' });
  });

  test('does not let an extension accept under another name', () => {
    const odd = { ...extension('x'), accept: () => ({ name: 'y', parameters: [] }) };
    expect(() => answerOf({ extensions: [odd] }, extensions('x'))).toThrow(
      'the extension x accepted as y',
    );
  });
});

describe('requireOfferedTerms', () => {
  test('makes empty lists of what is left out', () => {
    expect(requireOfferedTerms({})).toStrictEqual({ protocols: [], extensions: [] });
  });

  test.each([null, 'chat', 1, {}])('takes no %j for a list', (value) => {
    expect(() => requireOfferedTerms({ protocols: value as never })).toThrow(/protocols/);
    expect(() => requireOfferedTerms({ extensions: value as never })).toThrow(/extensions/);
  });
});
