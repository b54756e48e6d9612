import { expect, test } from 'vitest';
import type { ReplyData } from '../../src/testing/case-data.js';
import { Expectation, type Reply } from '../../src/testing/expectation.js';

const context = { round: 0, accept: null };

test('the next reply is one after the other, as often as it must come, and nothing behind the last', () => {
  const expectation = new Expectation([{ pong: '00', times: 2 }, { waited: 'A' }], context);
  const pong = { type: 'pong', payload: Uint8Array.of(0) } as const;
  const seen: [string, boolean][] = [];
  for (const reply of [pong, pong, { type: 'waited', name: 'A' } as const, null]) {
    seen.push([expectation.next, expectation.isMet]);
    if (reply !== null) expectation.take(reply);
  }
  expect(seen).toEqual([
    ['the pong 00', false],
    ['the pong 00', false],
    ['silence during the wait A', false],
    ['nothing more', true],
  ]);
});

test('what came too much cannot be made good', () => {
  const expectation = new Expectation([{ text: '', times: 0 }], context);
  expect(expectation).toMatchObject({ isMet: true, isPossible: true });
  expectation.take({ type: 'text', payload: new Uint8Array(0) });
  expect(expectation).toMatchObject({ isMet: false, isPossible: false, next: 'nothing more' });
});

test.each<[string, ReplyData, Reply]>([
  ['another text', { text: '61' }, { type: 'text', payload: Uint8Array.of(0x62) }],
  ['a longer text', { text: '61' }, { type: 'text', payload: Uint8Array.of(0x61, 0x61) }],
  ['a binary message', { text: '61' }, { type: 'binary', payload: Uint8Array.of(0x61) }],
  ['a pong', { binary: '61' }, { type: 'pong', payload: Uint8Array.of(0x61) }],
  ['a silence', { text: '61' }, { type: 'waited', name: '61' }],
  ['a text in place of a silence', { waited: 'A' }, { type: 'text', payload: Uint8Array.of(65) }],
  ['the silence during another wait', { waited: 'A' }, { type: 'waited', name: 'B' }],
])('%s is not what is expected', (_, expected, reply) => {
  const expectation = new Expectation([expected], context);
  expectation.take(reply);
  expect(expectation).toMatchObject({ isMet: false, isPossible: false });
});
