/**
 * One good client: it sends messages of every kind and pings, and checks that each message and each ping's payload comes
 * back.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { permessageDeflate } from 'websocket-codec/deflate';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import { connectWebSocket } from '../examples/transports/client.js';
import { PATIENCE_MS } from './terms.js';

/**
 * @import { SocketDriver } from '../examples/transports/socket-driver.js'
 * @import { SoakRandom } from './random.js'
 */

/**
 * @typedef {object} Served
 * @property {number} messages that came back
 * @property {number} bytes of them
 * @property {number} pongs that answered its pings
 * @property {string | null} fault why it was not served as it should be
 */

/**
 * @typedef {object} Sent
 * @property {{ data: string | Uint8Array, pings: number }[]} messages that have not come back, each with the number of
 *   pings that went in front of it
 * @property {number} pings
 */

const MAX_MESSAGE_BYTES = 65_536;
const MAX_PAUSE_MS = 20_000;
const letters = [...'abcdefghijklmnopqrstuvwxyz äßπ€水😀'];
/** A ping goes in front of so many messages. */
const PING_SHARE = 0.1;
const deflate = permessageDeflate({ compressor: pakoCompressor() });

/**
 * Connects, talks for a while, and closes.
 *
 * @param {number} port
 * @param {SoakRandom} random
 * @param {AbortSignal} stopping
 * @returns {Promise<Served>}
 */
export async function beServed(port, random, stopping) {
  /** @type {Sent} */
  const sent = { messages: [], pings: 0 };
  const served = /** @type {Served} */ ({ messages: 0, bytes: 0, pongs: 0, fault: null });
  let isClosing = false;
  /** @type {() => void} */
  let onEcho = () => {};
  /** @type {(peer: SocketDriver | null) => void} */
  let onReady = () => {};
  const ready = /** @type {Promise<SocketDriver | null>} */ (
    new Promise((resolve) => {
      onReady = resolve;
    })
  );

  const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
    extensions: random.happens(0.5) ? [deflate] : [],
    handshakeTimeoutMs: PATIENCE_MS,
    closeTimeoutMs: PATIENCE_MS,
    onOpen: (peer) => onReady(peer),
    onMessage: ({ data }) => {
      const message = sent.messages.shift();
      if (message === undefined || !isSame(message.data, data)) {
        served.fault ??= 'another message came back';
      } else if (served.pongs < message.pings) {
        // Its pong was due before the server has read on.
        served.fault ??= 'a ping was not answered';
      }
      served.messages++;
      served.bytes += data.length;
      onEcho();
    },
    onPong: (payload) => {
      // Of the heartbeat, which has pings without a payload.
      if (payload.length === 0) return;
      const isNext = served.pongs < sent.pings && isSame(pingOf(served.pongs), payload);
      if (!isNext) served.fault ??= 'a pong that answers no ping, or not in its turn';
      served.pongs++;
    },
    onClose: ({ code, wasClean, error }) => {
      if (!isClosing || code !== 1000 || !wasClean) {
        served.fault ??= `closed with ${code}, clean: ${wasClean}, ${error?.message ?? 'no error'}`;
      }
      onReady(null);
      onEcho();
    },
  });

  const peer = await ready;
  for (let left = random.between(1, 12); peer?.isOpen && left > 0 && !stopping.aborted; left--) {
    for (let burst = random.between(1, 5); burst > 0; burst--) send(peer, random, sent);
    await peer.drained();
    if (!(await echoed())) served.fault ??= `no echo within ${PATIENCE_MS} ms`;
    await sleep(random.below(MAX_PAUSE_MS), undefined, { signal: stopping }).catch(() => {});
  }
  isClosing = true;
  client.stop();
  await client.finished;
  return served;

  /** Waits for all that is expected; false when it takes too long. */
  async function echoed() {
    const deadline = Date.now() + PATIENCE_MS;
    while (peer?.isOpen && sent.messages.length > 0) {
      if (Date.now() > deadline) return false;
      await Promise.race([
        new Promise((resolve) => {
          onEcho = () => resolve(undefined);
        }),
        sleep(1_000),
      ]);
    }
    return sent.messages.length === 0;
  }
}

/** The payload of a ping. @param {number} index */
function pingOf(index) {
  return Buffer.from(`ping ${index}`);
}

/**
 * @param {SocketDriver} peer
 * @param {SoakRandom} random
 * @param {Sent} sent
 */
function send(peer, random, sent) {
  if (!peer.isOpen) return;
  if (random.happens(PING_SHARE)) peer.ping(pingOf(sent.pings++));
  const size = random.magnitude(MAX_MESSAGE_BYTES);
  const data = random.happens(0.5) ? textOf(random, size) : random.bytes(size);
  const compress = random.happens(0.5);
  sent.messages.push({ data, pings: sent.pings });
  if (random.happens(0.7)) {
    peer.send(data, { compress });
    return;
  }
  let at = random.between(0, data.length);
  // A text is cut between characters, as a program would do it.
  if (typeof data === 'string' && /[\ud800-\udbff]/.test(data[at - 1] ?? '')) at++;
  peer.sendFragment(data.slice(0, at), { fin: false, compress });
  peer.sendFragment(data.slice(at), { fin: true });
}

/**
 * @param {SoakRandom} random
 * @param {number} length
 */
function textOf(random, length) {
  const word = Array.from({ length: Math.min(length, 64) }, () => random.pick(letters)).join('');
  return word.repeat(Math.ceil(length / 64));
}

/**
 * @param {string | Uint8Array} sent
 * @param {string | Uint8Array} back
 */
function isSame(sent, back) {
  if (typeof sent === 'string' || typeof back === 'string') return sent === back;
  return Buffer.compare(sent, back) === 0;
}
