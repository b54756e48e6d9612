/**
 * Decoders of a stream of masked frames: ours and those of others, each kept over all operations, as on a
 * connection. An operation gets chunks that end with a frame and returns how many messages came out.
 */

import { createRequire } from 'node:module';
import { Connection, FrameDecoder } from 'websocket-codec';
import { loadNativeWs, loadPortableWs } from './peers.js';

/** As a function of strings, so that the type checker does not look for declarations. */
const load = /** @type {(name: string) => unknown} */ (createRequire(import.meta.url));

/** @typedef {(chunks: readonly Buffer[]) => number} DecodeStream */

/**
 * What is used of websocket-driver.
 *
 * @typedef {object} Driver
 * @property {(event: 'message', listener: () => void) => void} on
 * @property {() => void} start
 * @property {(chunk: Buffer) => void} parse
 */

/** @returns {DecodeStream} */
export function frameDecoder() {
  const decoder = new FrameDecoder({ role: 'server' });
  return (chunks) => {
    let count = 0;
    for (const chunk of chunks) {
      decoder.push(chunk);
      for (let result = decoder.next(); result.status === 'complete'; result = decoder.next())
        count++;
    }
    return count;
  };
}

/** @returns {DecodeStream} */
export function connection() {
  const connection = new Connection({ role: 'server' });
  return (chunks) => {
    let count = 0;
    for (const chunk of chunks) {
      connection.receive(chunk);
      for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent())
        count++;
    }
    return count;
  };
}

/**
 * ws's Receiver with the options that its server gives it, but for the limit, which is ours. It unmasks
 * where the chunk lies, so that the next operation finds other payloads; their cost is the same.
 *
 * @param {'native' | 'portable'} masking
 * @returns {DecodeStream}
 */
export function wsReceiver(masking) {
  const { Receiver } = masking === 'native' ? loadNativeWs() : loadPortableWs();
  const options = {
    allowSynchronousEvents: true,
    binaryType: 'nodebuffer',
    extensions: {},
    isServer: true,
    maxPayload: 16_777_216,
    skipUTF8Validation: false,
  };
  const receiver = new Receiver(/** @type {object} */ (options));
  let count = 0;
  receiver.on('message', () => count++);
  return (chunks) => {
    count = 0;
    for (const chunk of chunks) receiver.write(chunk);
    return count;
  };
}

/** @returns {DecodeStream} */
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
  let count = 0;
  driver.on('message', () => count++);
  driver.start();
  return (chunks) => {
    count = 0;
    for (const chunk of chunks) driver.parse(chunk);
    return count;
  };
}
