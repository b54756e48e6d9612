/**
 * Bare sockets that ask an echo server with frames made before: what they cost is the same for every
 * server, and as little as can be.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { encodeFrame, encodeHandshakeRequest, Opcode } from 'websocket-codec';
import { requireSameBytes } from './check.js';
import { randomBytes, randomKey } from './inputs.js';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const serverFile = fileURLToPath(new URL('echo-server.js', import.meta.url));

/**
 * @typedef {object} Server
 * @property {'ours' | 'ws'} kind
 * @property {number} port
 * @property {() => Promise<number>} cpuMicroseconds taken so far, all threads together
 * @property {() => void} close
 */

/**
 * Frames to be sent again and again, and what comes back for them.
 *
 * @typedef {object} Burst
 * @property {Buffer} bytes
 * @property {Buffer} reply
 * @property {number} frameBytes of one frame
 * @property {number} replyBytes of one frame that comes back
 * @property {number} count
 */

/**
 * A socket on which messages are under way, never more than a burst has.
 *
 * @typedef {object} Asker
 * @property {(burst: Burst, messages: number) => Promise<void>} ask until so many have come back
 * @property {(burst: Burst) => Promise<void>} verify throws unless a burst comes back byte by byte
 * @property {() => void} close
 */

/**
 * @param {'ours' | 'ws'} kind
 * @returns {Promise<Server>}
 */
export async function startServer(kind) {
  const child = fork(serverFile, [kind]);
  const [{ port }] = await once(child, 'message');
  return {
    kind,
    port,
    async cpuMicroseconds() {
      child.send('cpu');
      const [{ microseconds }] = await once(child, 'message');
      return microseconds;
    },
    close: () => child.disconnect(),
  };
}

/**
 * @param {number} size of a payload
 * @param {number} count of frames
 * @returns {Burst}
 */
export function burstOf(size, count) {
  const frames = [];
  const replies = [];
  for (let seed = 0; seed < count; seed++) {
    const payload = randomBytes(size, seed);
    frames.push(encodeFrame({ opcode: Opcode.Binary, payload, maskingKey: randomKey(seed) }));
    replies.push(encodeFrame({ opcode: Opcode.Binary, payload }));
  }
  const bytes = Buffer.concat(frames);
  const reply = Buffer.concat(replies);
  return {
    bytes,
    reply,
    frameBytes: bytes.length / count,
    replyBytes: reply.length / count,
    count,
  };
}

/**
 * @param {Server} server
 * @returns {Promise<Asker>}
 */
export async function openAsker({ port }) {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.write(encodeHandshakeRequest({ host: `127.0.0.1:${port}`, target: '/', key: KEY }));
  await once(socket, 'data');
  /** @type {(chunk: Buffer) => void} */
  let onData = () => {};
  socket.on('data', (chunk) => onData(chunk));

  /** @type {Asker['ask']} */
  const ask = (burst, messages) =>
    new Promise((resolve, reject) => {
      const { bytes, frameBytes, replyBytes, count } = burst;
      let sent = Math.min(count, messages);
      let left = messages * replyBytes;
      let partial = 0;
      onData = (chunk) => {
        left -= chunk.length;
        if (left < 0) return reject(new Error(`${-left} bytes too many came back`));
        if (left === 0) return resolve();
        partial += chunk.length;
        const whole = Math.floor(partial / replyBytes);
        partial -= whole * replyBytes;
        const more = Math.min(whole, messages - sent);
        sent += more;
        if (more > 0) socket.write(bytes.subarray(0, more * frameBytes));
      };
      socket.write(bytes.subarray(0, sent * frameBytes));
    });

  /** @type {Asker['verify']} */
  const verify = ({ bytes, reply }) =>
    new Promise((resolve, reject) => {
      /** @type {Buffer[]} */
      const chunks = [];
      let left = reply.length;
      onData = (chunk) => {
        chunks.push(chunk);
        left -= chunk.length;
        if (left > 0) return;
        try {
          requireSameBytes(Buffer.concat(chunks), reply);
          resolve();
        } catch (error) {
          reject(error);
        }
      };
      socket.write(bytes);
    });

  return { ask, verify, close: () => socket.destroy() };
}
