/**
 * The opening handshake: requests for a server, answers for a client.
 */

import {
  ACCEPT,
  answer,
  BAD_REQUEST,
  filled,
  frame,
  line,
  refused,
  repeated,
  request,
  send,
  TEXT,
  utf8,
} from './notation.js';

/** @import { AttackCase } from './notation.js' */
/** @import { ByteData } from '../../src/testing/case-data.js' */

const LIMITS = [400, 413, 414, 431];
const HEADERS = 'RFC 9110 §5.5';
const LINES = 'RFC 9112 §2.2';

/** @type {(id: string, row: string, title: string, bytes: ByteData, status?: readonly number[], section?: string) => AttackCase} */
const asked = (id, row, title, bytes, status = BAD_REQUEST, section = 'RFC 6455 §4.2.1') => ({
  id,
  row,
  title,
  roles: ['server'],
  section,
  opening: { bytes, status },
});

/** @type {(id: string, row: string, title: string, bytes: ByteData, accepted?: boolean, section?: string) => AttackCase} */
const answered = (id, row, title, bytes, accepted = false, section = 'RFC 6455 §4.1') => ({
  id,
  row,
  title,
  roles: ['client'],
  section,
  opening: { bytes, accepted },
});

const many = [repeated(utf8('a: b\r\n'), 1999), utf8('a: b')];
const endless = repeated(utf8('a: b\r\n'), 100_000);
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** Characters that some splitters of lines take for the end of one, and some trimmers for a blank. */
const strangers = ['00', '0b', '0c', '1c', '1d', '1e'];

/** @type {readonly AttackCase[]} */
export const handshake = [
  asked(
    'slow-protocol-list',
    'slow-header-parsing',
    'Thousands of blanks inside Sec-WebSocket-Protocol are judged at once',
    request({ 'Sec-WebSocket-Protocol': [utf8('b'), filled('20', 32_000), utf8('x')] }),
    LIMITS,
  ),
  asked(
    'slow-quoted-parameter',
    'slow-header-parsing',
    'Escapes in a quoted string that does not end are judged at once',
    request({ 'Sec-WebSocket-Extensions': `a; b="${'\\c'.repeat(40)}` }),
    [400],
  ),
  asked(
    'slow-connection-list',
    'slow-header-parsing',
    'Thousands of tabs inside Connection are judged at once',
    request({ Connection: [filled('09', 50_000), utf8('x')] }),
    [...LIMITS, 426],
  ),
  answered(
    'slow-answer',
    'slow-header-parsing',
    'Thousands of blanks inside an answer are judged at once',
    answer({ 'Sec-WebSocket-Protocol': [utf8('b'), filled('20', 32_000), utf8('x')] }),
  ),
  ...['constructor', '__proto__', 'hasOwnProperty', 'toString'].flatMap((name) => [
    asked(
      `prototype-names-${name}`,
      'prototype-names',
      `Extensions, parameters, a subprotocol and a header called ${name} are names like others`,
      request(
        {
          'Sec-WebSocket-Extensions': `${name}, a;${name}, ${name}; hasOwnProperty=1`,
          'Sec-WebSocket-Protocol': name,
        },
        [line(name, 'polluted')],
      ),
      [101],
      'RFC 6455 §9.1',
    ),
    answered(
      `protocol-${name}`,
      'prototype-names',
      `An answer with the subprotocol ${name}, which nobody offered`,
      answer({ 'Sec-WebSocket-Protocol': name }),
    ),
    answered(
      `extension-${name}`,
      'prototype-names',
      `An answer with the extension ${name}, which nobody offered`,
      answer({ 'Sec-WebSocket-Extensions': name }),
    ),
  ]),
  asked(
    'many-headers',
    'endless-head',
    'Two thousand headers are too many',
    request({}, [many]),
    LIMITS,
    'RFC 6585 §5',
  ),
  asked(
    'endless-headers',
    'endless-head',
    'Headers without end have an end',
    [utf8('GET / HTTP/1.1\r\n'), endless],
    LIMITS,
    'RFC 6585 §5',
  ),
  asked(
    'endless-line',
    'endless-head',
    'A line of a megabyte is too long',
    request({ Cookie: filled('61', 1_000_000) }),
    LIMITS,
    'RFC 6585 §5',
  ),
  answered(
    'many-headers-in-answer',
    'endless-head',
    'Two thousand headers in an answer are too many',
    answer({}, [many]),
  ),
  answered('endless-headers-in-answer', 'endless-head', 'Headers without end in an answer', [
    utf8('HTTP/1.1 101 Switching Protocols\r\n'),
    endless,
  ]),
  answered(
    'endless-line-in-answer',
    'endless-head',
    'A line of a megabyte in an answer',
    answer({ Server: filled('61', 1_000_000) }),
  ),
  ...strangers.flatMap((byte) => [
    asked(
      `byte-${byte}-in-upgrade`,
      'line-end-confusion',
      `Upgrade: websocket and a byte ${byte}, which is no blank`,
      request({ Upgrade: [utf8('websocket'), byte] }),
      BAD_REQUEST,
      HEADERS,
    ),
    asked(
      `byte-${byte}-for-a-line-end`,
      'line-end-confusion',
      `A byte ${byte} ends no line: a Sec-WebSocket-Version behind it is none`,
      request({
        'Sec-WebSocket-Version': null,
        Cookie: [utf8('a'), byte, utf8('Sec-WebSocket-Version: 13')],
      }),
      BAD_REQUEST,
      HEADERS,
    ),
    answered(
      `byte-${byte}-in-answer`,
      'line-end-confusion',
      `An accept with a byte ${byte} behind it`,
      answer({ 'Sec-WebSocket-Accept': [ACCEPT, byte] }),
      false,
      HEADERS,
    ),
  ]),
  asked(
    'byte-85-for-a-line-end',
    'line-end-confusion',
    'A byte 85 ends no line: a second Host behind it is none',
    request({ 'X-City': [utf8('a'), '85', utf8('Host: elsewhere')] }),
    [101],
    HEADERS,
  ),
  asked(
    'lf-alone',
    'line-end-confusion',
    'A second Host behind a bare LF: either the byte is wrong or the second Host is',
    request({ 'X-A': [utf8('b'), '0a', utf8('Host: elsewhere')] }),
    BAD_REQUEST,
    LINES,
  ),
  asked(
    'cr-alone',
    'line-end-confusion',
    'A bare CR inside a key: either the byte is wrong or the key with a blank is',
    request({ 'Sec-WebSocket-Key': [utf8('dGhlIHNhbXBsZSB'), '0d', utf8('ub25jZQ==')] }),
    BAD_REQUEST,
    LINES,
  ),
  asked(
    'folded-line',
    'line-end-confusion',
    'A key that is folded over two lines',
    request({ 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSB\r\n ub25jZQ==' }),
    BAD_REQUEST,
    'RFC 9112 §5.2',
  ),
  asked(
    'space-in-front-of-colon',
    'line-end-confusion',
    'A blank in front of the colon',
    request({ 'Sec-WebSocket-Key': null, 'Sec-WebSocket-Key ': KEY }),
    BAD_REQUEST,
    'RFC 9112 §5.1',
  ),
  answered(
    'lf-alone-in-answer',
    'line-end-confusion',
    'An accept behind a bare LF, and a wrong one in front of it',
    answer({
      'Sec-WebSocket-Accept': [utf8('none'), '0a', utf8('Sec-WebSocket-Accept: '), ACCEPT],
    }),
    false,
    LINES,
  ),
  answered(
    'folded-answer',
    'line-end-confusion',
    'An accept that is folded over two lines, in the middle of itself',
    answer({ 'Sec-WebSocket-Accept': [utf8('s3pPLMBi\r\n '), ACCEPT] }),
    false,
    'RFC 9112 §5.2',
  ),
  asked(
    'protocol-byte-80',
    'bytes-above-ascii',
    'A byte 80 as the name of a subprotocol',
    request({ 'Sec-WebSocket-Protocol': ['80'] }),
    [400],
  ),
  asked(
    'upgrade-byte-e9',
    'bytes-above-ascii',
    'A byte e9 inside Upgrade',
    request({ Upgrade: [utf8('websocket'), 'e9'] }),
  ),
  asked(
    'key-byte-ff',
    'bytes-above-ascii',
    'A byte ff as the key',
    request({ 'Sec-WebSocket-Key': ['ff'] }),
  ),
  ...['[::', 'a b', 'a, b', 'user@a', 'a/b'].map((host, i) =>
    asked(
      `host-malformed-${i + 1}`,
      'bytes-above-ascii',
      `Host: ${host}`,
      request({ Host: host }),
      [400],
      'RFC 9112 §3.2',
    ),
  ),
  asked(
    'opaque-latin1',
    'bytes-above-ascii',
    'A proxy names a city in Latin-1: a field that is not our concern is opaque',
    request({ 'cf-city': [utf8('Montr'), 'e9', utf8('al')] }),
    [101],
    HEADERS,
  ),
  asked(
    'opaque-utf8',
    'bytes-above-ascii',
    'The same in UTF-8',
    request({ 'cf-city': 'Montréal' }),
    [101],
    HEADERS,
  ),
  ...['0', '7', '8', '12', '14'].flatMap((version) => [
    asked(
      `version-${version}`,
      'old-version',
      `Version ${version} is refused`,
      request({ 'Sec-WebSocket-Version': version }),
      BAD_REQUEST,
      'RFC 6455 §4.4',
    ),
    asked(
      `version-${version}-without-upgrade`,
      'old-version',
      `Version ${version} without Upgrade and Connection is refused`,
      request({ 'Sec-WebSocket-Version': version, Upgrade: null, Connection: null }),
      BAD_REQUEST,
      'RFC 6455 §4.4',
    ),
  ]),
  asked(
    'body-by-length',
    'unasked-upgrade',
    'A request to open that announces a body',
    request({ 'Content-Length': '1' }),
    [400, 413],
    'RFC 9110 §9.3.1',
  ),
  asked(
    'body-in-chunks',
    'unasked-upgrade',
    'A request to open that announces chunks',
    request({ 'Transfer-Encoding': 'chunked' }),
    [400, 413, 501],
    'RFC 9110 §9.3.1',
  ),
  {
    ...asked(
      'request-behind-request',
      'unasked-upgrade',
      'Another request behind the upgrade is no request any more',
      request(),
      [101],
      'RFC 9110 §7.8',
    ),
    steps: [{ bytes: utf8('GET /admin HTTP/1.1\r\nHost: localhost\r\n\r\n') }],
    end: refused(1002),
  },
  answered(
    'answer-with-length',
    'unasked-upgrade',
    'A 101 that announces a body',
    answer({ 'Content-Length': '5' }),
    false,
    'RFC 9110 §8.6',
  ),
  answered(
    'answer-in-chunks',
    'unasked-upgrade',
    'A 101 that announces chunks',
    answer({ 'Transfer-Encoding': 'chunked' }),
    false,
    'RFC 9112 §6.1',
  ),
  .../** @type {const} */ ([
    ['key', 'Sec-WebSocket-Key', KEY],
    ['host', 'Host', 'localhost'],
    ['version', 'Sec-WebSocket-Version', '13'],
  ]).map(([id, name, value]) =>
    asked(`${id}-twice`, 'duplicate-fields', `${name} twice`, request({}, [line(name, value)])),
  ),
  asked(
    'origin-twice',
    'duplicate-fields',
    'Origin twice, and not the same',
    request({ Origin: 'http://a.example' }, [line('Origin', 'http://b.example')]),
    [400, 403],
  ),
  asked(
    'protocol-twice',
    'duplicate-fields',
    'Sec-WebSocket-Protocol twice is one list',
    request({ 'Sec-WebSocket-Protocol': 'a' }, [line('Sec-WebSocket-Protocol', 'b')]),
    [101],
    'RFC 6455 §11.3.4',
  ),
  asked(
    'extensions-twice',
    'duplicate-fields',
    'Sec-WebSocket-Extensions twice is one list',
    request({ 'Sec-WebSocket-Extensions': 'a' }, [line('Sec-WebSocket-Extensions', 'a')]),
    [101],
    'RFC 6455 §9.1',
  ),
  answered(
    'accept-twice',
    'duplicate-fields',
    'Sec-WebSocket-Accept twice',
    answer({}, [line('Sec-WebSocket-Accept', ACCEPT)]),
  ),
  answered(
    'answered-protocol-twice',
    'duplicate-fields',
    'Sec-WebSocket-Protocol twice in an answer',
    answer({ 'Sec-WebSocket-Protocol': 'a' }, [line('Sec-WebSocket-Protocol', 'a')]),
  ),
  answered(
    'answered-extensions-twice',
    'duplicate-fields',
    'Sec-WebSocket-Extensions twice in an answer',
    answer({ 'Sec-WebSocket-Extensions': 'a' }, [line('Sec-WebSocket-Extensions', 'b')]),
  ),
  {
    ...answered(
      'answered-extension-twice',
      'duplicate-fields',
      'An answer that names one extension twice in one list',
      answer({ 'Sec-WebSocket-Extensions': 'permessage-deflate, permessage-deflate' }),
    ),
    deflate: { asks: [{}] },
  },
  asked(
    'key-missing',
    'handshake-key',
    'A request without a key',
    request({ 'Sec-WebSocket-Key': null }),
  ),
  asked(
    'key-of-15-bytes',
    'handshake-key',
    'A key of 15 bytes',
    request({ 'Sec-WebSocket-Key': 'AQIDBAUGBwgJCgsMDQ4P' }),
  ),
  asked(
    'key-of-17-bytes',
    'handshake-key',
    'A key of 17 bytes',
    request({ 'Sec-WebSocket-Key': 'AQIDBAUGBwgJCgsMDQ4PEBE=' }),
  ),
  asked(
    'key-with-spare-bits',
    'handshake-key',
    'A key of 16 bytes whose base64 ends in bits that are not zero is accepted',
    request({ 'Sec-WebSocket-Key': 'AQIDBAUGBwgJCgsMDQ4PEC==' }),
    [101],
  ),
  ...tokens('connection-list', 'Connection', 'keep-alive, Upgrade', true, true),
  ...tokens('connection-any-case', 'Connection', 'uPGRADE', true, true),
  ...tokens('connection-part-of-word', 'Connection', 'notupgrade', false, false),
  ...tokens('connection-longer-word', 'Connection', 'upgraded', false, false),
  ...tokens('connection-no-comma', 'Connection', 'keep-alive Upgrade', false, false),
  ...tokens('upgrade-any-case', 'Upgrade', 'WebSocket', true, true),
  ...tokens('upgrade-list', 'Upgrade', 'websocket, foo', true, false),
  ...tokens('upgrade-part-of-word', 'Upgrade', 'notwebsocket', false, false),
  answered(
    'accept-other-case',
    'loose-accept',
    'An accept that differs from the right one in the case of its letters',
    answer({ 'Sec-WebSocket-Accept': { accept: 'other-case' } }),
  ),
  answered(
    'accept-of-another-key',
    'loose-accept',
    'The accept for the key of the example in the RFC',
    answer({ 'Sec-WebSocket-Accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' }),
  ),
];

/**
 * One field towards both roles.
 *
 * @param {string} id
 * @param {string} name
 * @param {string} value
 * @param {boolean} server whether a server takes it
 * @param {boolean} client
 * @returns {readonly AttackCase[]}
 */
function tokens(id, name, value, server, client) {
  const title = (/** @type {boolean} */ taken) =>
    `${name}: ${value} is ${taken ? 'taken for' : 'not taken for'} what was asked`;
  return [
    {
      ...asked(
        `${id}-in-request`,
        'token-lists',
        title(server),
        request({ [name]: value }),
        server ? [101] : BAD_REQUEST,
      ),
      ...(server
        ? {
            steps: [send(frame(TEXT, utf8('open')))],
            replies: [{ text: utf8('open') }],
          }
        : {}),
    },
    answered(`${id}-in-answer`, 'token-lists', title(client), answer({ [name]: value }), client),
  ];
}
