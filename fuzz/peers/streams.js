/**
 * Other implementations as readers of a stream: what each says of the same bytes, in words of our own.
 */

import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * What a reader has made of a stream.
 *
 * @typedef {object} Verdict
 * @property {string[]} events messages, pings and pongs, each with its content
 * @property {'open' | 'closed' | 'failed'} end waits for more; has read a Close; refuses
 * @property {number | null} code of the Close that was read, or that a refusal names
 */

/**
 * A reader that gives the payloads of pongs as text has lost what is no UTF-8 in them.
 *
 * @typedef {{ name: string, role: 'client' | 'server', pongsAreText?: boolean, read: (bytes: Buffer) => Verdict }} Reader
 */

const require = createRequire(import.meta.url);
/** As a function of strings, so that the type checker does not look for declarations. */
const load = /** @type {(name: string) => unknown} */ (require);
const MAX_BYTES = 16_777_216;
const CLOSE = 0x88;
const TEXT = 1;
const INVALID_PAYLOAD = 1007;
/** What a stream says with a chunk of bytes. */
const ENCODING = /** @type {BufferEncoding} */ (/** @type {string} */ ('buffer'));

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
const { Receiver } =
  /** @type {{ Receiver: new (options: object) => import('node:stream').Writable }} */ (load('ws'));
const { ByteParser } =
  /** @type {{ ByteParser: new (handler: object, extensions: null, options: object) => import('node:stream').Writable }} */ (
    load(join(dirname(require.resolve('undici/package.json')), 'lib/web/websocket/receiver.js'))
  );

/** @type {readonly Reader[]} */
export const readers = [
  { name: 'ws', role: 'server', read: (bytes) => readWithWs(bytes, true) },
  { name: 'ws', role: 'client', read: (bytes) => readWithWs(bytes, false) },
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
  { name: 'undici', role: 'client', read: readWithUndici },
];

/** @type {(bytes: Buffer, isServer: boolean) => Verdict} */
function readWithWs(bytes, isServer) {
  /** @type {Verdict} */
  const verdict = { events: [], end: 'open', code: null };
  const receiver = new Receiver({
    isServer,
    maxPayload: MAX_BYTES,
    skipUTF8Validation: false,
  });
  receiver.on('message', (data, isBinary) => {
    verdict.events.push(isBinary ? `binary ${data.toString('latin1')}` : `text ${data.toString()}`);
  });
  receiver.on('ping', (data) => verdict.events.push(`ping ${data.toString('latin1')}`));
  receiver.on('pong', (data) => verdict.events.push(`pong ${data.toString('latin1')}`));
  receiver.on('conclude', (code) => {
    verdict.end = 'closed';
    verdict.code = code;
  });
  receiver.on('error', () => {});
  // What `write` would call, and at once; an error would come a turn later.
  receiver._write(bytes, ENCODING, (error) => {
    if (!error) return;
    verdict.end = 'failed';
    const symbol = Object.getOwnPropertySymbols(error).find(
      (key) => key.description === 'status-code',
    );
    verdict.code = symbol === undefined ? null : Reflect.get(error, symbol);
  });
  return verdict;
}

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

/** @type {(bytes: Buffer) => Verdict} */
function readWithUndici(bytes) {
  /** @type {Verdict} */
  const verdict = { events: [], end: 'open', code: null };
  const say = (/** @type {string} */ event) => {
    if (verdict.end === 'open') verdict.events.push(event);
  };
  const handler = {
    readyState: 1,
    closeState: new Set(),
    controller: {
      abort() {
        verdict.end = 'failed';
      },
    },
    socket: {
      destroyed: true,
      writableNeedDrain: false,
      write: (/** @type {Buffer} */ frame) => noteClose(frame, verdict),
    },
    onMessage(/** @type {number} */ type, /** @type {Buffer} */ data) {
      if (type === TEXT && !isUtf8(data)) {
        // There, the reading of text is the handler's.
        verdict.end = 'failed';
        verdict.code = INVALID_PAYLOAD;
      } else say(type === TEXT ? `text ${data.toString()}` : `binary ${data.toString('latin1')}`);
    },
    onPing: (/** @type {Buffer} */ data) => say(`ping ${data.toString('latin1')}`),
    onPong: (/** @type {Buffer} */ data) => say(`pong ${data.toString('latin1')}`),
    onSocketClose() {},
    onFail() {},
  };
  const parser = new ByteParser(handler, null, { maxPayloadSize: MAX_BYTES });
  parser._write(bytes, ENCODING, () => {});
  const { closingInfo } = /** @type {{ closingInfo?: { code?: number, error: boolean } }} */ (
    /** @type {unknown} */ (parser)
  );
  if (verdict.end === 'open' && closingInfo !== undefined) {
    verdict.end = 'closed';
    verdict.code = closingInfo.code ?? 1005;
  }
  return verdict;
}

/** The code of a masked Close frame. @type {(frame: Buffer, verdict: Verdict) => boolean} */
function noteClose(frame, verdict) {
  if (verdict.end === 'failed' || frame[0] !== CLOSE || (frame[1] & 127) < 2) return true;
  verdict.code = ((frame[6] ^ frame[2]) << 8) | (frame[7] ^ frame[3]);
  return true;
}
