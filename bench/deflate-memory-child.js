/**
 * One process of bench/deflate-memory: makes connections of one kind, lets each receive and send a
 * compressed message, and prints what they hold when they are idle again.
 *
 *   node bench/deflate-memory-child.js CONTENDER with|without COUNT
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Connection, encodeFrame, Opcode } from 'websocket-codec';
import { messages } from './deflate-inputs.js';
import { compressedByZlib } from './deflate-lines.js';
import { acceptWs, compressors, negotiated } from './deflate-peers.js';
import { randomKey } from './inputs.js';
import { loadNativeWs } from './peers.js';

/** @typedef {import('./deflate-peers.js').Compressor} Compressor */
/** @typedef {import('./deflate-peers.js').Takeover} Takeover */

const MESSAGE_BYTES = 1024;
/** What is made once for all is not a connection's. Few, because what they leave behind is used again. */
const WARM_UP = 4;
const SETTLE_MS = 100;

const [name = '', takeoverName, count = ''] = process.argv.slice(2);
const takeover = /** @type {Takeover} */ (takeoverName);
const COUNT = Number(count);
setFlagsFromString('--expose-gc');
const gc = /** @type {() => void} */ (runInNewContext('gc'));
const { Receiver, Sender } = loadNativeWs();

/** @type {Record<string, (frame: Uint8Array, text: string) => unknown>} */
const contenders = {
  'Connection, uncompressed': (frame, text) => runOurs(null, frame, text),
  'Connection, zlibCompressor': (frame, text) => runOurs(compressors.zlibCompressor, frame, text),
  'Connection, pakoCompressor': (frame, text) => runOurs(compressors.pakoCompressor, frame, text),
  'ws, uncompressed': (frame, text) => runWs(false, frame, text),
  'ws, PerMessageDeflate': (frame, text) => runWs(true, frame, text),
};
const run = contenders[name];
if (run === undefined) throw new RangeError(`there is no contender called ${name}`);

const plain = messages('JSON', MESSAGE_BYTES, 256);
const texts = plain.map((message) => Buffer.from(message).toString());
const frames = await framesOf(plain, !name.endsWith('uncompressed'));
await make(WARM_UP);
await settle();
const before = process.memoryUsage();
const kept = await make(COUNT);
await settle();
const after = process.memoryUsage();
if (kept.length !== COUNT) throw new Error('they are gone');
const each = (/** @type {'rss' | 'heapUsed' | 'external'} */ key) =>
  (after[key] - before[key]) / COUNT;
console.log(
  JSON.stringify({ rss: each('rss'), heap: each('heapUsed'), external: each('external') }),
);
process.exit(0);

/** @param {number} howMany */
async function make(howMany) {
  const made = [];
  for (let i = 0; i < howMany; i++) {
    const at = i % frames.length;
    const frame = /** @type {Uint8Array} */ (frames[at]);
    made.push(await run?.(frame, /** @type {string} */ (texts[at])));
  }
  return made;
}

/** More than once and with time between, because buffers are freed later and may have held more. */
async function settle() {
  for (let times = 0; times < 3; times++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
}

/**
 * What a client sends first.
 *
 * @param {readonly Uint8Array[]} payloads
 * @param {boolean} isCompressed
 */
async function framesOf(payloads, isCompressed) {
  if (!isCompressed) return payloads.map((payload, seed) => frameOf(payload, seed, false));
  // Nothing before them: each is the first message of a connection of its own.
  const compressed = await compressedByZlib(payloads, 'without');
  return compressed.map((payload, seed) => frameOf(payload, seed, true));
}

/**
 * @param {Uint8Array} payload
 * @param {number} seed
 * @param {boolean} rsv1
 */
function frameOf(payload, seed, rsv1) {
  return encodeFrame({ opcode: Opcode.Text, payload, maskingKey: randomKey(seed), rsv1 });
}

/**
 * @param {Compressor | null} compressor
 * @param {Uint8Array} frame
 * @param {string} text
 */
function runOurs(compressor, frame, text) {
  const extensions = compressor === null ? [] : [negotiated(compressor, takeover)];
  const connection = new Connection({ role: 'server', extensions });
  connection.receive(frame);
  const event = connection.nextEvent();
  if (event?.type !== 'text' || event.data !== text) throw new Error('another message came');
  connection.sendText(text, { compress: true });
  if (connection.takeOutput().length === 0) throw new Error('no message went');
  return connection;
}

/**
 * @param {boolean} isCompressed
 * @param {Uint8Array} frame
 * @param {string} text
 */
async function runWs(isCompressed, frame, text) {
  const extensions = isCompressed ? { 'permessage-deflate': acceptWs(takeover) } : {};
  const receiver = new Receiver(
    /** @type {object} */ ({ isServer: true, extensions, maxPayload: 16_777_216 }),
  );
  const received = new Promise((resolve) => receiver.once('message', resolve));
  receiver.write(Buffer.from(frame));
  if (String(await received) !== text) throw new Error('another message came');
  const socket = {
    cork: () => {},
    uncork: () => {},
    write: (/** @type {unknown} */ _bytes, /** @type {(() => void) | undefined} */ done) =>
      done?.(),
  };
  const sender = new Sender(socket, extensions);
  const options = { fin: true, binary: false, compress: isCompressed, mask: false };
  await new Promise((resolve) => sender.send(text, options, () => resolve(undefined)));
  return [receiver, sender, extensions];
}
