/**
 * One hostile client: a bare socket that plays one attack, and tells how the server ended it.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  decodeClosePayload,
  encodeHandshakeRequest,
  FrameDecoder,
  generateKey,
} from 'websocket-codec';
import { permessageDeflate } from 'websocket-codec/deflate';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import { PATIENCE_MS } from './terms.js';

/**
 * @import { Socket } from 'node:net'
 * @import { Attack } from './attacks.js'
 * @import { SoakRandom } from './random.js'
 */

/** So long a client may hold its connection before it does anything. */
const IDLE_MS = 8_000;

/** Permessage-deflate as it is when nobody asks for more; the client inflates nothing itself. */
const deflate = permessageDeflate({ compressor: pakoCompressor() });

/** What the server has said, and whether it has ended the connection. */
export class HostileClient {
  socket;
  /** The status of an HTTP response. @type {number | null} */
  status = null;
  /** The code of the server's Close. @type {number | null} */
  closeCode = null;
  /** What the server should not have sent, in a word. @type {string | null} */
  wrong = null;
  #head = '';
  #frames = new FrameDecoder({ role: 'client', allowedRsv: 4 });
  #ended;

  /** @param {Socket} socket */
  constructor(socket) {
    this.socket = socket;
    this.#ended = new Promise((resolve) => {
      socket.once('end', () => resolve('ended')).once('close', () => resolve('ended'));
    });
    socket.on('error', () => {});
    socket.on('data', (chunk) => this.#receive(chunk));
  }

  /** Writes as much as the server takes, and says whether the connection is still there. @param {Uint8Array} bytes */
  async write(bytes) {
    if (this.socket.writable && !this.socket.write(bytes)) {
      await Promise.race([once(this.socket, 'drain').catch(() => {}), this.#ended]);
    }
    return this.socket.writable;
  }

  /** Makes a good opening handshake. @param {boolean} [compressed] */
  async upgrade(compressed = false) {
    const extensions = compressed ? [deflate] : [];
    const key = generateKey();
    await this.write(encodeHandshakeRequest({ host: 'localhost', target: '/', key, extensions }));
    while (this.status === null && this.socket.readable) {
      await Promise.race([once(this.socket, 'data').catch(() => {}), this.#ended]);
    }
  }

  /** Waits until the server has ended the connection. @param {number} milliseconds */
  async ended(milliseconds) {
    const timer = new AbortController();
    const late = sleep(milliseconds, 'late', { signal: timer.signal }).catch(() => 'late');
    const outcome = await Promise.race([this.#ended, late]);
    timer.abort();
    return outcome;
  }

  /** @param {Uint8Array} chunk */
  #receive(chunk) {
    if (this.status !== null) {
      this.#readFrames(chunk);
      return;
    }
    this.#head += Buffer.from(chunk).toString('latin1');
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    this.status = Number(this.#head.slice(9, 12));
    if (this.status === 101) this.#readFrames(Buffer.from(this.#head.slice(end + 4), 'latin1'));
  }

  /** @param {Uint8Array} chunk */
  #readFrames(chunk) {
    this.#frames.push(chunk);
    let next = this.#frames.next();
    for (; next.status === 'complete'; next = this.#frames.next()) {
      const { opcode, payload } = next.value;
      // A pong may follow its Close, and nothing else (RFC 6455 §5.5.1).
      if (this.closeCode !== null && opcode !== 10) this.wrong ??= 'frames behind';
      if (opcode !== 8) continue;
      const close = decodeClosePayload(payload);
      if (close.status === 'complete') this.closeCode ??= close.value.code;
      else this.wrong ??= 'a wrong Close';
    }
    if (next.status === 'invalid') this.wrong ??= `${next.error.code} with`;
  }
}

/**
 * Plays the attack, and gives its outcome: `400` for a status, `Close 1002`, `ended` when there was neither, `left` when
 * the attacker went away, `stays` when the server would have let it wait for ever; what the server should not have sent
 * stands in front; null when the run is over first.
 *
 * @param {number} port
 * @param {Attack} attack
 * @param {SoakRandom} random
 * @param {AbortSignal} stopping
 * @returns {Promise<string | null>}
 */
export async function attackOnce(port, attack, random, stopping) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  const client = new HostileClient(socket);
  const onStop = () => socket.destroy();
  stopping.addEventListener('abort', onStop);
  try {
    // Connected, and in no hurry: so that there are as many at a time as there should be.
    await sleep(random.below(IDLE_MS), undefined, { signal: stopping }).catch(() => {});
    const leaves = await attack.play(client, random);
    const ended = leaves === 'leaves' ? 'left' : await client.ended(PATIENCE_MS);
    if (stopping.aborted) return null;
    const outcome = ended === 'late' ? 'stays' : outcomeOf(client, ended);
    return client.wrong === null ? outcome : `${client.wrong} ${outcome}`;
  } finally {
    stopping.removeEventListener('abort', onStop);
    socket.destroy();
  }
}

/** @param {HostileClient} client @param {string} ended */
function outcomeOf({ closeCode, status }, ended) {
  if (closeCode !== null) return `Close ${closeCode}`;
  if (status !== null && status !== 101) return String(status);
  return ended;
}
