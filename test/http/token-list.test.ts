import { describe, expect, test } from 'vitest';
import {
  hasProtocol,
  hasToken,
  parseTokenList,
  skipBlanks,
  skipToken,
} from '../../src/http/token-list.js';

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
    // A list is read whole: what is malformed in another line spoils it.
    [['Upgrade', 'a b'], false],
    [['Upgrade', 'a'], true],
    // As long as the word, and another.
    [['chunked'], false],
    [['chunked', 'Upgrade'], true],
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

describe('hasProtocol', () => {
  test.each([
    [['websocket'], true],
    [['WebSocket'], true],
    [['h2c, websocket'], true],
    [['h2c,websocket'], true],
    [['/x, websocket'], false],
    [['h2c', 'WEBSOCKET'], true],
    [['HTTP/2.0, websocket'], true],
    [['HTTP/2.0, IRC/6.9, RTA/x11, WebSocket'], true],
    [['a/1,websocket ,b/2'], true],
    [[', ,websocket'], true],
    // With a version it is another protocol.
    [['websocket/13'], false],
    [['websocket/13', 'h2c'], false],
    [['HTTP/2.0'], false],
    [['websockets'], false],
    [['awebsocket'], false],
    [['websocket '.repeat(2)], false],
    [['abcdefghi'], false],
    [[], false],
    [[''], false],
    // A slash stands between a name and a version, once.
    [['websocket/'], false],
    [['/websocket'], false],
    [['/, websocket'], false],
    [['a/, websocket'], false],
    [['a/ 1, websocket'], false],
    [['a /1, websocket'], false],
    [['a/1/2, websocket'], false],
    [['websocket', 'a/'], false],
  ])('%j names websocket: %s', (values, expected) => {
    expect(hasProtocol(values, 'websocket')).toBe(expected);
  });
});
