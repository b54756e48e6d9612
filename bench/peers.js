/**
 * Other people's code to measure beside ours, and proof that it is the code which the tables name.
 */

import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

const require = createRequire(import.meta.url);
/** ws asks the environment for it once, when it is loaded. */
const JAVASCRIPT_ONLY = 'WS_NO_BUFFER_UTIL';

const wsFolder = join(dirname(require.resolve('ws/package.json')), 'lib');

/**
 * @typedef {object} BufferUtil
 * @property {(source: Uint8Array, key: Uint8Array, target: Uint8Array, offset: number, length: number) => void} mask
 * @property {(bytes: Uint8Array, key: Uint8Array) => void} unmask
 */

/**
 * @typedef {object} FrameOptions
 * @property {boolean} fin
 * @property {number} opcode
 * @property {boolean} mask
 * @property {boolean} readOnly
 * @property {(key: Uint8Array) => void} [generateMask] left out, a random one is made
 */

/**
 * @typedef {object} Ws
 * @property {BufferUtil} bufferUtil
 * @property {(data: Uint8Array | string, options: FrameOptions) => (Buffer | string)[]} frame
 * @property {typeof import('node:stream').Writable} Receiver
 * @property {new (socket: object, extensions?: object) => Sender} Sender
 * @property {new (options: object) => PerMessageDeflate} PerMessageDeflate
 */

/**
 * @typedef {object} Sender
 * @property {(data: string, options: object, done: () => void) => void} send
 */

/**
 * @typedef {(data: Uint8Array, fin: boolean, callback: (error: Error | null, result: Buffer) => void) => void} Transform
 */

/**
 * What ws does to the messages of one connection.
 *
 * @typedef {object} PerMessageDeflate
 * @property {(offers: Record<string, (string | true)[]>[]) => object} accept
 * @property {Transform} compress
 * @property {Transform} decompress
 * @property {() => void} cleanup
 */

/**
 * A copy of ws of its own that masks in JavaScript alone.
 *
 * @returns {Ws}
 */
export function loadPortableWs() {
  const ws = withoutNodeMasking(() => withEnvironment('1', loadWs));
  if (ws.bufferUtil.unmask.name !== '_unmask') {
    throw new Error(
      'ws did not choose its JavaScript loop; its file lib/buffer-util.js has changed',
    );
  }
  return ws;
}

/**
 * A copy of ws of its own in which bufferutil masks all but short payloads, also where ws would rather have
 * Node's own functions.
 *
 * @returns {Ws}
 */
export function loadNativeWs() {
  return withoutNodeMasking(() => withEnvironment(undefined, loadWs));
}

/**
 * Puts what ws takes from `node:http` aside while it is loaded.
 *
 * @param {() => Ws} load
 */
function withoutNodeMasking(load) {
  const http = require('node:http');
  const native = Object.getOwnPropertyDescriptor(http, 'websocketMask');
  if (native) Object.defineProperty(http, 'websocketMask', { ...native, value: undefined });
  try {
    return load();
  } finally {
    if (native) Object.defineProperty(http, 'websocketMask', native);
  }
}

/**
 * @param {string | undefined} value of the variable that forbids bufferutil
 * @param {() => Ws} load
 */
function withEnvironment(value, load) {
  const before = process.env[JAVASCRIPT_ONLY];
  const set = (/** @type {string | undefined} */ text) => {
    if (text === undefined) delete process.env[JAVASCRIPT_ONLY];
    else process.env[JAVASCRIPT_ONLY] = text;
  };
  set(value);
  try {
    return load();
  } finally {
    set(before);
  }
}

/**
 * The native add-on bufferutil, or null where it has no binary and would be JavaScript under its name.
 *
 * @returns {BufferUtil | null}
 */
export function loadBufferUtil() {
  const bufferUtil = /** @type {BufferUtil} */ (require('bufferutil'));
  return String(bufferUtil.mask).includes('[native code]') ? bufferUtil : null;
}

/**
 * Node's own functions, which ws prefers to bufferutil where there are any; null elsewhere.
 *
 * @returns {BufferUtil | null}
 */
export function loadNodeMasking() {
  const { websocketMask, websocketUnmask } =
    /** @type {{ websocketMask?: BufferUtil['mask'], websocketUnmask?: BufferUtil['unmask'] }} */ (
      require('node:http')
    );
  if (websocketMask === undefined || websocketUnmask === undefined) return null;
  return { mask: websocketMask, unmask: websocketUnmask };
}

/** @returns {Ws} */
function loadWs() {
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(wsFolder + sep)) delete require.cache[path];
  }
  const bufferUtil = /** @type {BufferUtil} */ (require(join(wsFolder, 'buffer-util.js')));
  const Sender = require(join(wsFolder, 'sender.js'));
  const Receiver = require(join(wsFolder, 'receiver.js'));
  const PerMessageDeflate = require(join(wsFolder, 'permessage-deflate.js'));
  return { bufferUtil, frame: Sender.frame, Receiver, Sender, PerMessageDeflate };
}
