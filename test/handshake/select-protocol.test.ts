import { expect, test } from 'vitest';
import { selectProtocol } from '../../src/handshake/select-protocol.js';

test.each([
  [['chat', 'superchat'], ['superchat', 'chat'], 'chat'],
  [['v2', 'v1'], ['v1'], 'v1'],
  [['chat'], [], null],
  [[], ['chat'], null],
  [['Chat'], ['chat'], null],
  [['constructor'], ['chat'], null],
  [['__proto__'], ['__proto__'], '__proto__'],
])('of %j offered and %j supported, %j is chosen', (offered, supported, expected) => {
  expect(selectProtocol(offered, supported)).toBe(expected);
});

test('the name of one protocol is not looked for inside that of another', () => {
  expect(selectProtocol(['chat'], ['superchat'])).toBeNull();
});

test.each([
  [['c'], 'chat'],
  ['chat', ['c']],
])('a string in place of a list is a mistake: %j, %j', (offered, supported) => {
  expect(() => selectProtocol(offered as string[], supported as string[])).toThrow(TypeError);
});

test.each([
  ['c', ['chat'], 'offered must be an array, not "c"'],
  [['c'], 'chat', 'supported must be an array, not "chat"'],
])('of %j and %j, it says which is none', (offered, supported, message) => {
  expect(() => selectProtocol(offered as string[], supported as string[])).toThrow(message);
});
