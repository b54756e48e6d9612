import { describe, expect, test } from 'vitest';
import { hasToken, parseTokenList, skipBlanks, skipToken } from '../../src/http/token-list.js';

describe('parseTokenList', () => {
  test.each([
    [['chat'], ['chat']],
    [['chat, superchat'], ['chat', 'superchat']],
    [['chat,superchat'], ['chat', 'superchat']],
    [['\t chat \t,\t superchat '], ['chat', 'superchat']],
    [
      ['a', 'b, c'],
      ['a', 'b', 'c'],
    ],
    [['Chat, chat'], ['Chat', 'chat']],
    // RFC 9110 §5.6.1.2: a recipient passes over empty elements.
    [[',a,,b, ,'], ['a', 'b']],
    [['', 'a'], ['a']],
    [['constructor, __proto__'], ['constructor', '__proto__']],
  ])('%j holds the tokens %j', (values, expected) => {
    expect(parseTokenList(values)).toEqual(expected);
  });

  test.each([
    [[]],
    [['']],
    [[' \t']],
    [[',']],
    [[', ,']],
    [['a b']],
    [['a;b']],
    [['a=1']],
    [['a/1']],
    [['"a"']],
    [['a, \x80']],
    [['é']],
    [['a\0']],
    [['a\nb']],
    [['a', 'b c']],
  ])('%j is no list of tokens', (values) => {
    expect(parseTokenList(values)).toBeNull();
  });
});

describe('hasToken', () => {
  test.each([
    [['Upgrade'], true],
    [['keep-alive, Upgrade'], true],
    [['keep-alive', 'UPGRADE'], true],
    [['notupgrade'], false],
    [['upgrade-insecure'], false],
    [['Upgrade, a b'], false],
    [[], false],
  ])('%j names upgrade: %s', (values, expected) => {
    expect(hasToken(values, 'upgrade')).toBe(expected);
  });
});

test('skipBlanks and skipToken stop at the end of the text', () => {
  expect(skipBlanks(' \t a', 0)).toBe(3);
  expect(skipBlanks('  ', 0)).toBe(2);
  expect(skipBlanks('', 5)).toBe(5);
  expect(skipToken('ab c', 0)).toBe(2);
  expect(skipToken('ab', 0)).toBe(2);
  expect(skipToken(' ', 0)).toBe(0);
});
