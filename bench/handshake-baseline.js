/**
 * Opening handshakes as browsers make them, and the plainest way to read one.
 */

import { randomBytes } from './inputs.js';

/**
 * @typedef {object} Browser
 * @property {string} name
 * @property {readonly (readonly [string, string])[]} headers around those of the handshake
 */

/** @type {readonly Browser[]} */
export const browsers = [
  {
    name: 'small',
    headers: [],
  },
  {
    name: 'Chromium',
    headers: [
      ['Pragma', 'no-cache'],
      ['Cache-Control', 'no-cache'],
      [
        'User-Agent',
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      ],
      ['Accept-Encoding', 'gzip, deflate, br, zstd'],
      ['Accept-Language', 'en-GB,en;q=0.9,de;q=0.8'],
    ],
  },
  {
    name: 'Firefox, cookies',
    headers: [
      ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
      ['Accept', '*/*'],
      ['Accept-Language', 'en-GB,en;q=0.5'],
      ['Accept-Encoding', 'gzip, deflate, br, zstd'],
      ['Sec-Fetch-Dest', 'empty'],
      ['Sec-Fetch-Mode', 'websocket'],
      ['Sec-Fetch-Site', 'same-origin'],
      ['Pragma', 'no-cache'],
      ['Cache-Control', 'no-cache'],
      [
        'Cookie',
        `session=${'0123456789abcdef'.repeat(16)}; theme=dark; consent=${'yes-'.repeat(32)}`,
      ],
    ],
  },
];

/**
 * A request, different for every index in target, host, origin and key.
 *
 * @param {Browser} browser
 * @param {number} index
 * @returns {Uint8Array}
 */
export function browserRequest(browser, index) {
  const room = String(index).padStart(4, '0');
  const key = Buffer.from(randomBytes(16, index)).toString('base64');
  const lines = [
    `GET /chat/room-${room}?token=${key.slice(0, 20).replaceAll('/', '_')} HTTP/1.1`,
    `Host: node-${room}.example.com:8080`,
    'Connection: Upgrade',
    ...browser.headers.map(([name, value]) => `${name}: ${value}`),
    'Upgrade: websocket',
    `Origin: https://app-${room}.example.com`,
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
    'Sec-WebSocket-Protocol: chat.v2, chat.v1',
  ];
  return Uint8Array.from(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`));
}

/**
 * A request whose head has exactly this many bytes, filled up with header fields.
 *
 * @param {number} length at least 256
 * @param {number} index
 * @returns {Uint8Array}
 */
export function headOfLength(length, index) {
  const [first = '', ...rest] = [
    `GET /${String(index).padStart(4, '0')} HTTP/1.1`,
    'Host: example.com',
    'Connection: Upgrade',
    'Upgrade: websocket',
  ];
  let head = `${[first, ...rest].join('\r\n')}\r\n`;
  while (head.length + 256 < length) head += `X-Filler: ${'f'.repeat(116)}\r\n`;
  const last = 'X-Last: ';
  head += `${last}${'l'.repeat(length - head.length - last.length - 4)}\r\n\r\n`;
  return Uint8Array.from(Buffer.from(head));
}

/**
 * Reads what {@link browserRequest} makes, and believes every word of it.
 *
 * @param {Uint8Array} bytes
 */
export function naiveParse(bytes) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = text.slice(0, end).split('\r\n');
  const [method = '', target = '', version = ''] = start.split(' ');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return /** @type {const} */ ([line.slice(0, colon), line.slice(colon + 1).trim()]);
  });
  const fields = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  const value = {
    method,
    target,
    version: version.slice('HTTP/'.length),
    headers,
    host: fields.get('host') ?? '',
    origin: fields.get('origin') ?? null,
    key: fields.get('sec-websocket-key') ?? '',
    protocols: splitList(fields.get('sec-websocket-protocol') ?? '', ','),
    extensions: splitList(fields.get('sec-websocket-extensions') ?? '', ',').map((item) => {
      const [name = '', ...parameters] = splitList(item, ';');
      return {
        name,
        parameters: parameters.map((parameter) => {
          const [key = '', text = null] = parameter.split('=');
          return /** @type {const} */ ([key, text]);
        }),
      };
    }),
  };
  return { status: 'complete', value, bytesRead: end + 4 };
}

/**
 * @param {string} text
 * @param {string} separator
 */
function splitList(text, separator) {
  return text.split(separator).map((item) => item.trim());
}
