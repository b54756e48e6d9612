/**
 * Heads of HTTP for inputs: handshakes of either side as they are sent, and the small things that senders vary.
 */

/** @typedef {import('../engine/draft.js').Draft} Draft */
/** @typedef {import('../engine/random.js').Random} Random */

export const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

const targets = [
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
const protocols = ['chat', 'chat, superchat', 'chat,chat', 'v1.x;y', ','];
const others = [
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
];
const extensionNames = ['permessage-deflate', 'permessage-deflate', 'x-webkit-deflate-frame', 'a'];
const parameters = [
  'server_no_context_takeover',
  'client_no_context_takeover',
  'server_max_window_bits=10',
  'server_max_window_bits="15"',
  'client_max_window_bits',
  'client_max_window_bits=8',
  'client_max_window_bits=16',
  'client_max_window_bits="1\\0"',
  'a=b',
  'a="b c"',
  'a=',
];

/** The usual one mostly, another one now and then. @type {<T>(random: Random, list: readonly T[]) => T} */
function usual(random, list) {
  return random.oneIn(12) ? random.pick(list) : list[random.below(2)];
}

/** An element or more of Sec-WebSocket-Extensions. @param {Random} random */
export function someExtensions(random) {
  const elements = [];
  for (let count = random.between(1, 3); count > 0; count--) {
    let element = random.pick(extensionNames);
    for (let left = random.below(4); left > 0; left--) {
      element += `${random.pick([';', '; ', ' ; ', ';\t'])}${random.pick(parameters)}`;
    }
    elements.push(element);
  }
  return elements.join(random.pick([', ', ',', ' ,', ',,']));
}

/**
 * Writes a request, a line a unit.
 *
 * @param {Draft} draft
 * @param {Random} random
 */
export function writeRequest(draft, random) {
  const method = random.oneIn(30) ? random.pick(['POST', 'get', 'G']) : 'GET';
  const version = random.oneIn(30) ? random.pick(['HTTP/1.0', 'HTTP/2.0', 'http/1.1']) : 'HTTP/1.1';
  /** @type {(readonly string[])[]} */
  const fields = [
    ['Host', usual(random, hosts)],
    ['Connection', usual(random, connections)],
    ['Upgrade', usual(random, upgrades)],
    ['Sec-WebSocket-Key', usual(random, keys)],
    ['Sec-WebSocket-Version', usual(random, versions)],
  ];
  if (random.oneIn(3)) fields.push(['Sec-WebSocket-Protocol', usual(random, protocols)]);
  if (random.oneIn(3)) fields.push(['Sec-WebSocket-Extensions', someExtensions(random)]);
  writeFields(draft, random, `${method} ${usual(random, targets)} ${version}`, fields);
}

/**
 * Writes a response.
 *
 * @param {Draft} draft
 * @param {Random} random
 * @param {string} accept
 */
export function writeResponse(draft, random, accept) {
  if (random.oneIn(10)) draft.latin1('HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n');
  const status = random.oneIn(12)
    ? random.pick(['200 OK', '101', '404 Not Found', '099 Low', '1010 Long'])
    : '101 Switching Protocols';
  /** @type {(readonly string[])[]} */
  const fields = [
    ['Upgrade', usual(random, upgrades)],
    ['Connection', usual(random, connections)],
    ['Sec-WebSocket-Accept', random.oneIn(20) ? 'AAAA' : accept],
  ];
  if (random.oneIn(3)) fields.push(['Sec-WebSocket-Protocol', usual(random, protocols)]);
  if (random.oneIn(3)) fields.push(['Sec-WebSocket-Extensions', someExtensions(random)]);
  writeFields(draft, random, `HTTP/1.1 ${status}`, fields);
}

/** @type {(draft: Draft, random: Random, line: string, fields: (readonly string[])[]) => void} */
function writeFields(draft, random, line, fields) {
  for (let left = random.below(3); left > 0; left--) {
    fields.splice(
      random.below(fields.length + 1),
      0,
      random.oneIn(3) ? random.pick(others) : others[2],
    );
  }
  draft.mark();
  draft.latin1(`${line}\r\n`);
  for (const [name, value] of fields) {
    draft.mark();
    const written = random.oneIn(8) ? name.toLowerCase() : name;
    draft.latin1(
      `${written}:${random.oneIn(8) ? random.pick(['', '\t', '   ']) : ' '}${value}\r\n`,
    );
  }
  draft.mark();
  draft.latin1('\r\n');
  if (random.oneIn(6)) draft.noise(random, random.below(12));
}
