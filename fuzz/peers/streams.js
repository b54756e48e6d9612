/**
 * Other implementations as readers of a stream: what each says of the same bytes, in words of our own.
 */

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { MAX_BYTES, readWithUndici, readWithWs } from './receivers.js';
import { Thread } from './thread.js';

/** @typedef {import('./receivers.js').Verdict} Verdict */

/**
 * A reader that gives the payloads of pongs as text has lost what is no UTF-8 in them.
 *
 * @typedef {{ name: string, role: 'client' | 'server', pongsAreText?: boolean, read: (bytes: Buffer) => Verdict }} Reader
 * @typedef {{ name: string, role: 'client' | 'server', read: (bytes: Uint8Array) => Verdict }} InflatingReader
 */

const require = createRequire(import.meta.url);
/** As a function of strings, so that the type checker does not look for declarations. */
const load = /** @type {(name: string) => unknown} */ (require);

/**
 * @typedef {object} Driver
 * @property {(event: string, listener: (event: { data: string | Uint8Array, code: number }) => void) => void} on
 * @property {() => boolean} start
 * @property {(chunk: Buffer) => void} parse
 * @property {{ on: (event: 'data', listener: (chunk: Buffer) => void) => void }} io
 */

const drivers =
  /** @type {{ http: (request: object, options: object) => Driver, client: (url: string, options: object) => Driver }} */ (
    load('websocket-driver')
  );

/** @type {Thread<{ name: string, role: string, bytes: Uint8Array }, Verdict>} */
const thread = new Thread(new URL('inflating-thread.js', import.meta.url));

/** @type {readonly Reader[]} */
export const readers = [
  { name: 'ws', role: 'server', read: (bytes) => readWithWs(bytes, true)() },
  { name: 'ws', role: 'client', read: (bytes) => readWithWs(bytes, false)() },
  {
    name: 'websocket-driver',
    role: 'server',
    pongsAreText: true,
    read: (bytes) => readWithDriver(bytes, serverDriver()),
  },
  {
    name: 'websocket-driver',
    role: 'client',
    pongsAreText: true,
    read: (bytes) => readWithDriver(bytes, clientDriver()),
  },
  { name: 'undici', role: 'client', read: (bytes) => readWithUndici(bytes)() },
];

function serverDriver() {
  const headers = {
    host: 'localhost',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-version': '13',
  };
  const driver = drivers.http(
    { method: 'GET', url: '/', headers, connection: {} },
    { maxLength: MAX_BYTES },
  );
  driver.start();
  return driver;
}

function clientDriver() {
  const driver = drivers.client('ws://localhost/', { maxLength: MAX_BYTES });
  let request = '';
  driver.io.on('data', (chunk) => {
    request ||= chunk.toString('latin1');
  });
  driver.start();
  const key = /Sec-WebSocket-Key: (.*)\r\n/.exec(request)?.[1] ?? '';
  const accept = computeAcceptOf(key);
  driver.parse(
    Buffer.from(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    ),
  );
  return driver;
}

/** @param {string} key */
function computeAcceptOf(key) {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/**
 * With permessage-deflate, agreed on without parameters. The driver has it from a package that is not used here.
 *
 * @type {readonly InflatingReader[]}
 */
export const inflatingReaders = [
  {
    name: 'ws',
    role: 'server',
    read: (bytes) => thread.ask({ name: 'ws', role: 'server', bytes }),
  },
  {
    name: 'ws',
    role: 'client',
    read: (bytes) => thread.ask({ name: 'ws', role: 'client', bytes }),
  },
  {
    name: 'undici',
    role: 'client',
    read: (bytes) => thread.ask({ name: 'undici', role: 'client', bytes }),
  },
];

/** @type {(bytes: Buffer, driver: Driver) => Verdict} */
function readWithDriver(bytes, driver) {
  /** @type {Verdict} */
  const verdict = { events: [], end: 'open', code: null };
  driver.on('message', ({ data }) => {
    const isText = typeof data === 'string';
    verdict.events.push(isText ? `text ${data}` : `binary ${Buffer.from(data).toString('latin1')}`);
  });
  // The payload as it came stands in the answer, which is written before the event: the event has it as text.
  let answer = '';
  driver.io.on('data', (frame) => {
    answer = payloadOf(frame);
  });
  driver.on('ping', () => verdict.events.push(`ping ${answer}`));
  driver.on('pong', ({ data }) => verdict.events.push(`pong ${data}`));
  driver.on('error', () => {
    verdict.end = 'failed';
  });
  driver.on('close', ({ code }) => {
    if (verdict.end === 'open') verdict.end = 'closed';
    verdict.code = code;
  });
  driver.parse(bytes);
  return verdict;
}

/** Of a frame with a length of 7 bits, as Latin-1. @param {Buffer} frame */
function payloadOf(frame) {
  const isMasked = frame[1] >= 0x80;
  const payload = Buffer.from(frame.subarray(isMasked ? 6 : 2));
  if (isMasked) for (let at = 0; at < payload.length; at++) payload[at] ^= frame[2 + (at % 4)];
  return payload.toString('latin1');
}
