import { expect, test } from 'vitest';
import type { ExtensionOffer } from '../../src/handshake/extension.js';
import {
  requireAnswer,
  requireExtensions,
  requireProtocols,
} from '../../src/handshake/handshake-arguments.js';

test.each<[ExtensionOffer[]]>([
  [[]],
  [[{ name: 'a', parameters: [] }]],
  [
    [
      { name: 'a', parameters: [['b', null]] },
      {
        name: 'a',
        parameters: [
          ['b', '1'],
          ['b', '2'],
        ],
      },
    ],
  ],
])('requireExtensions takes %j', (extensions) => {
  expect(() => requireExtensions(extensions)).not.toThrow();
});

test.each([
  [[{ name: '', parameters: [] }], 'an extension name'],
  [[{ name: 'a b', parameters: [] }], 'an extension name'],
  [[{ name: 'a, b', parameters: [] }], 'an extension name'],
  [[{ name: 'a', parameters: [['', null]] }], 'a parameter of a'],
  [[{ name: 'a', parameters: [['b=1', null]] }], 'a parameter of a'],
  [[{ name: 'a', parameters: [['b', '']] }], 'the value of b'],
  [[{ name: 'a', parameters: [['b', '1; c']] }], 'the value of b'],
  [[{ name: 'a', parameters: [['b', '"1"']] }], 'the value of b'],
  [[{ name: 'a', parameters: [['b', '1\r\nX: y']] }], 'the value of b'],
  [[{ name: 'a', parameters: [['b', 1]] }], 'the value of b'],
  [[{ name: 'a', parameters: [['b']] }], 'the value of b'],
  [[{ name: 1, parameters: [] }], 'an extension name'],
])('requireExtensions refuses %j', (extensions, message) => {
  const given = extensions as unknown as ExtensionOffer[];
  expect(() => requireExtensions(given)).toThrow(TypeError);
  expect(() => requireExtensions(given)).toThrow(message);
});

test.each([[[]], [['chat']], [['chat', 'Chat', '__proto__']]])(
  'requireProtocols takes %j',
  (protocols) => {
    expect(() => requireProtocols(protocols)).not.toThrow();
  },
);

test.each([[['']], [['a b']], [['a,b']], [['é']], [['a\r\n']], [[1]], [['chat', 'x', 'chat']]])(
  'requireProtocols refuses %j',
  (protocols) => {
    expect(() => requireProtocols(protocols as string[])).toThrow(TypeError);
  },
);

test('what is no list at all is called by its name', () => {
  expect(() => requireExtensions('foo' as unknown as ExtensionOffer[])).toThrow(
    new TypeError('extensions must be an array, not "foo"'),
  );
  expect(() => requireProtocols('chat' as unknown as string[])).toThrow(
    new TypeError('protocols must be an array, not "chat"'),
  );
});

const asked = { protocols: ['chat', 'a b'], extensions: [{ name: 'x', parameters: [] }] };

test.each<[string | null, ExtensionOffer[]]>([
  [null, []],
  ['chat', []],
  ['chat', [{ name: 'x', parameters: [['y', '1']] }]],
])('requireAnswer takes the subprotocol %j with %j', (protocol, extensions) => {
  expect(() => requireAnswer(asked, protocol, extensions)).not.toThrow();
});

test.each<[unknown, unknown, string]>([
  ['other', [], 'the subprotocol "other" was not offered'],
  ['a b', [], 'a subprotocol must be a token, not "a b"'],
  [1, [], 'the subprotocol number 1 was not offered'],
  [null, null, 'extensions must be an array, not null'],
  [null, [{ name: 'y', parameters: [] }], 'the extension "y" was not offered'],
  [null, [...asked.extensions, ...asked.extensions], 'an extension is accepted more than once'],
  [null, [{ name: 'a b', parameters: [] }], 'an extension name must be a token, not "a b"'],
])('requireAnswer refuses the subprotocol %j with %j', (protocol, extensions, message) => {
  const answer = () => requireAnswer(asked, protocol as string, extensions as ExtensionOffer[]);
  expect(answer).toThrow(new TypeError(message));
});

test.each(['protocols', 'extensions'])(
  'requireAnswer asks for the lists of a request: %s',
  (name) => {
    expect(() => requireAnswer({ ...asked, [name]: 'chat' }, null, [])).toThrow(
      new TypeError(`request.${name} must be an array, not "chat"`),
    );
  },
);
