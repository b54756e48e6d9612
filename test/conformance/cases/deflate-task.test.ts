import { describe, expect, test } from 'vitest';
import { answerFor, faultOfAnswer, termsOf } from '../../../src/testing/deflate-terms.js';
import { formatExtensions, parseExtensions } from '../../../src/testing/extension-field.js';
import type { Ask, DeflateTask } from './deflate-task.js';
import { allCases } from './index.js';

const NAME = 'permessage-deflate';
const taskOf = (id: string): DeflateTask | undefined =>
  allCases.find((one) => one.id === id)?.deflate ?? undefined;
const answered = (id: string, offers: string): string =>
  formatExtensions(answerFor(taskOf(id), parseExtensions(offers)));
const faultIn = (answer: string): string | null =>
  faultOfAnswer(parseExtensions(answer), parseExtensions(NAME));

describe('the fuzzing server', () => {
  const OFFER = `${NAME}; client_max_window_bits`;
  test.each([
    ['12.1.1', ''],
    ['13.1.1', ''],
    ['13.2.1', '; client_no_context_takeover'],
    ['13.3.1', '; client_max_window_bits=9'],
    ['13.4.1', '; client_max_window_bits=15'],
    ['13.5.1', '; client_no_context_takeover; client_max_window_bits=9'],
    ['13.6.1', '; client_no_context_takeover; client_max_window_bits=15'],
    ['13.7.1', '; client_no_context_takeover; client_max_window_bits=9'],
  ])('answers in case %s with permessage-deflate%s', (id, parameters) => {
    expect(answered(id, OFFER)).toBe(NAME + parameters);
  });

  test('repeats what an offer says of the server', () => {
    const wishes = 'server_no_context_takeover; server_max_window_bits=10';
    expect(answered('12.1.1', `${OFFER}; ${wishes}`)).toBe(`${NAME}; ${wishes}`);
  });

  test('restricts the window of no client that has not said that it knows how', () => {
    expect(answered('13.1.1', NAME)).toBe(NAME);
    for (const group of [3, 4, 5, 6]) expect(answered(`13.${group}.1`, NAME)).toBe('');
    expect(answered('13.3.1', `${NAME}, ${OFFER}`)).toBe(`${NAME}; client_max_window_bits=9`);
    expect(answered('13.7.1', NAME)).toBe(`${NAME}; client_no_context_takeover`);
  });

  test.each([
    'deflate-frame',
    `${NAME}; mystery`,
    `${NAME}; server_max_window_bits`,
    `${NAME}; client_max_window_bits=16`,
    `${NAME}; client_no_context_takeover=1`,
    `${NAME}; client_max_window_bits; client_max_window_bits`,
  ])('passes over the offer %s', (offer) => {
    expect(answered('12.1.1', offer)).toBe('');
    expect(answered('12.1.1', `${offer}, ${NAME}`)).toBe(NAME);
  });

  test('answers nothing where no case asks for it', () => {
    expect(answered('1.1.1', OFFER)).toBe('');
  });
});

describe('the fuzzing client', () => {
  test.each([
    ['x-webkit-deflate-frame', 'the extension x-webkit-deflate-frame, which nobody offered'],
    [`${NAME}, ${NAME}`, 'permessage-deflate more than once'],
    [`${NAME}; mystery`, 'the unknown parameter mystery'],
    [`${NAME}; client_max_window_bits`, 'client_max_window_bits without a value'],
    [`${NAME}; server_max_window_bits=16`, 'server_max_window_bits=16'],
    [`${NAME}; server_max_window_bits=7`, 'server_max_window_bits=7'],
    [`${NAME}; server_max_window_bits=09`, 'server_max_window_bits=09'],
    [`${NAME}; server_no_context_takeover=1`, 'server_no_context_takeover with a value'],
    [
      `${NAME}; server_no_context_takeover; server_no_context_takeover`,
      'a parameter more than once',
    ],
  ])('refuses the answer %s', (answer, fault) => {
    expect(faultIn(answer)).toBe(fault);
  });

  test.each([
    '',
    NAME,
    `${NAME}; client_max_window_bits=9; server_max_window_bits=8`,
    `${NAME}; client_no_context_takeover; server_no_context_takeover`,
  ])('takes the answer "%s"', (answer) => {
    expect(faultIn(answer)).toBeNull();
  });

  test('goes by what the answer says', () => {
    expect(termsOf([])).toBeNull();
    expect(termsOf(parseExtensions(NAME))).toEqual({
      client: { windowBits: 15, keepsContext: true },
      server: { windowBits: 15, keepsContext: true },
    });
    const answer = `${NAME}; client_max_window_bits=9; server_no_context_takeover`;
    expect(termsOf(parseExtensions(answer))).toEqual({
      client: { windowBits: 9, keepsContext: true },
      server: { windowBits: 15, keepsContext: false },
    });
  });
});

test('what one fuzzer asks of a server, the other asks of a client', () => {
  const asks: readonly Ask[] = taskOf('13.7.5')?.asks ?? [];
  expect(asks).toStrictEqual([
    { noContextTakeover: true, maxWindowBits: 9 },
    { noContextTakeover: true },
    {},
  ]);
});
