/**
 * What the parts of a head may be: what senders vary, and what is wrong in one way.
 */

/** @typedef {readonly [name: string, value: string]} Field */

export const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

export const targets = [
  '/',
  '/chat',
  '/chat?room=1',
  '/a%20b?x=y&z',
  'http://example.com/chat',
  '*',
  '/a#b',
  '',
];
const hosts = [
  'example.com',
  'example.com:8080',
  'a%20b',
  'a%2',
  'example.com:',
  ':80',
  'a:99999',
  '[v1.x]',
  '[::ffff:1.2.3.4]',
  "a!$&'()*+,;=b",
  '[::1]:80',
  '127.0.0.1',
  'a_b.c',
  '',
  'a b',
  '[::g]',
];
const connections = ['Upgrade', 'keep-alive, Upgrade', 'upgrade', 'Upgrade,', 'close', 'Upgrade;x'];
const upgrades = ['websocket', 'WebSocket', 'h2c, websocket', 'websocket/13', 'websockets', ''];
const keys = [
  SAMPLE_KEY,
  SAMPLE_KEY,
  'AAAAAAAAAAAAAAAAAAAAAA==',
  'AAAA',
  'dGhlIHNhbXBsZSBub25jZR==',
  '',
];
const versions = ['13', '13', '13', '8', '13, 8', '013'];
const accepts = ['AAAA', '', 's3pPLMBiTxaQ9kYGzzhZRbK+xOp=', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo'];
const protocols = ['chat', 'chat, superchat', 'chat,chat', 'v1.x;y', ','];
const extensions = [
  'permessage-deflate',
  'a; b=c',
  'a, b',
  'a; b=',
  ',',
  'permessage-deflate; x',
  '',
];
/** Fields that stand in a head besides. @type {readonly Field[]} */
export const others = [
  ['Origin', 'https://example.com'],
  ['Origin', 'null'],
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64)'],
  ['Cookie', 'a=1; b="2"'],
  ['Content-Length', '0'],
  ['Content-Length', '5'],
  ['Transfer-Encoding', 'chunked'],
  ['X-Empty', ''],
  ['X-Latin', 'caf\u00e9'],
  ['X-Obs', 'a\r\n b'],
  ['Sec-WebSocket-Key', SAMPLE_KEY],
  ['Host', 'other.example'],
  ['Expect', '100-continue'],
  ['Sec-WebSocket-Odd', 'caf\u00e9'],
  ['Content-Length', '00'],
  ['Content-Length', '-1'],
];

/** Fields that stand in a section of HTTP/2 or HTTP/3 besides. @type {readonly Field[]} */
export const othersOfSections = [
  ['user-agent', 'Mozilla/5.0 (X11; Linux x86_64)'],
  ['cookie', 'a=1'],
  ['cookie', 'b="2"'],
  ['te', 'trailers'],
  ['te', 'gzip'],
  ['connection', 'Upgrade'],
  ['keep-alive', 'timeout=5'],
  ['proxy-connection', 'close'],
  ['upgrade', 'websocket'],
  ['transfer-encoding', 'chunked'],
  ['content-length', '0'],
  ['host', 'EXAMPLE.com:443'],
  ['host', 'other.example'],
  ['x-empty', ''],
  ['x-edge', 'a '],
  ['x-control', 'a\u0000'],
  ['x-latin', 'caf\u00e9'],
  ['sec-websocket-odd', 'caf\u00e9'],
  [':odd', '1'],
  ['', 'no name'],
];

/** Other values of a field, right ones and wrong ones. @type {ReadonlyMap<string, readonly string[]>} */
export const valuesOf = new Map([
  ['Host', hosts],
  ['Connection', connections],
  ['Upgrade', upgrades],
  ['Sec-WebSocket-Key', keys],
  ['Sec-WebSocket-Version', versions],
  ['Sec-WebSocket-Accept', accepts],
  ['Sec-WebSocket-Protocol', protocols],
  ['Sec-WebSocket-Extensions', extensions],
  [':method', ['CONNECT', 'GET', 'connect', '']],
  [':protocol', ['websocket', 'WebSocket', 'connect-udp', 'websockets', '']],
  [':scheme', ['https', 'http', 'HTTPS', 'wss', 'ftp', '']],
  [':authority', hosts],
  [':path', ['/', '/chat?room=1', '*', '/a#b', '/a b', 'chat', '', '/\u00e9']],
  [
    ':status',
    ['200', '201', '299', '100', '101', '103', '199', '300', '404', '600', '099', '20', ''],
  ],
]);

export const methods = ['GET', 'POST', 'get', 'G', 'CONNECT'];
export const httpVersions = [
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/0.9',
  'HTTP/1.2',
  'http/1.1',
];
export const statuses = [
  '101 Switching Protocols',
  '200 OK',
  '101',
  '101 ',
  '404 Not Found',
  '100 Continue',
  '099 Low',
  '1010 Long',
  '101 caf\u00e9',
];
