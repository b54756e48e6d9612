/**
 * Other people's decoders of a stream, each kept over all operations, as on a connection.
 */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadNativeWs, loadPortableWs } from './peers.js';
import { makeSink } from './stream-ours.js';

/** @typedef {import('./stream-ours.js').Decoder} Decoder */

const require = createRequire(import.meta.url);
/** As a function of strings, so that the type checker does not look for declarations. */
const load = /** @type {(name: string) => unknown} */ (require);

/**
 * What is used of websocket-driver.
 *
 * @typedef {object} Driver
 * @property {(event: 'message', listener: (event: { data: Uint8Array | string }) => void) => void} on
 * @property {() => void} start
 * @property {(chunk: Buffer) => void} parse
 */

/**
 * What undici's parser of frames wants of the one who owns it.
 *
 * @typedef {{ onMessage: (type: number, data: Buffer) => void, socket: object }} UndiciHandler
 */

/** Loaded once each, so that many receivers run one code, as on a server. */
const ws = { native: loadNativeWs(), portable: loadPortableWs() };

/**
 * ws's Receiver with the options that its server gives it, but for the limit, which is ours. It unmasks
 * where the chunk lies, so that the next operation finds other payloads; their cost is the same.
 *
 * @param {'native' | 'portable'} masking
 * @param {{ role?: 'client' | 'server', makesStrings?: boolean }} [setting] `makesStrings`: a string is made of each message, which
 *   ws leaves to the application
 * @returns {Decoder}
 */
export function wsReceiver(masking, setting = {}) {
  const { Receiver } = ws[masking];
  const options = {
    allowSynchronousEvents: true,
    binaryType: 'nodebuffer',
    extensions: {},
    isServer: setting.role !== 'client',
    maxPayload: 16_777_216,
    skipUTF8Validation: false,
  };
  const receiver = new Receiver(/** @type {object} */ (options));
  const sink = makeSink();
  let count = 0;
  let last = '';
  receiver.on(
    'message',
    setting.makesStrings
      ? (/** @type {Buffer} */ data) => {
          count++;
          last = data.toString();
          if (sink.kept !== null) sink.kept.push(last);
        }
      : (/** @type {Buffer} */ data) => {
          count++;
          if (sink.kept !== null) sink.kept.push(Uint8Array.from(data));
        },
  );
  const decode = (/** @type {readonly Buffer[]} */ chunks) => {
    count = 0;
    for (const chunk of chunks) receiver.write(chunk);
    return count;
  };
  return { decode, sink };
}

/** @returns {Decoder} */
export function websocketDriver() {
  const { http } = /** @type {{ http: (request: object) => Driver }} */ (load('websocket-driver'));
  const driver = http({
    method: 'GET',
    url: '/',
    headers: {
      host: 'localhost',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-version': '13',
    },
    connection: {},
  });
  const sink = makeSink();
  let count = 0;
  driver.on('message', ({ data }) => {
    count++;
    if (sink.kept !== null) sink.kept.push(typeof data === 'string' ? data : Uint8Array.from(data));
  });
  driver.start();
  const decode = (/** @type {readonly Buffer[]} */ chunks) => {
    count = 0;
    for (const chunk of chunks) driver.parse(chunk);
    return count;
  };
  return { decode, sink };
}

/**
 * The parser behind undici's WebSocket, which is a client: it takes frames without a mask only.
 *
 * @returns {Decoder}
 */
export function undiciParser() {
  const folder = dirname(require.resolve('undici/package.json'));
  const { ByteParser } =
    /** @type {{ ByteParser: new (handler: UndiciHandler, extensions: null) => import('node:stream').Writable }} */ (
      load(join(folder, 'lib/web/websocket/receiver.js'))
    );
  const sink = makeSink();
  let count = 0;
  const onMessage = (/** @type {number} */ _type, /** @type {Buffer} */ data) => {
    count++;
    if (sink.kept !== null) sink.kept.push(Uint8Array.from(data));
  };
  const parser = new ByteParser({ onMessage, socket: {} }, null);
  const decode = (/** @type {readonly Buffer[]} */ chunks) => {
    count = 0;
    for (const chunk of chunks) parser.write(chunk);
    return count;
  };
  return { decode, sink };
}
