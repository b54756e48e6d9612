/**
 * The clients as a child process: so many connections at a time, one behind the other in each place, a part of
 * the places hostile.
 */

import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { attacks } from './attacks.js';
import { beServed } from './good-client.js';
import { attackOnce } from './hostile-client.js';
import { SoakRandom } from './random.js';

/**
 * @typedef {object} Order
 * @property {number} port
 * @property {number} connections at a time
 * @property {number} hostile the share of them, from 0 to 1
 * @property {number} seed
 */

/**
 * @typedef {object} Tally
 * @property {number} good connections that were good and have ended
 * @property {number} messages that they got back
 * @property {number} bytes of them
 * @property {Record<string, number>} faults how good connections were failed, and how often
 * @property {number} hostile connections that were hostile and have ended
 * @property {Record<string, Record<string, number>>} outcomes of each attack, and how often
 * @property {Record<string, number>} wrong outcomes of attacks that should not be, and how often
 */

const stopping = new AbortController();
// Every client waits for it.
setMaxListeners(0, stopping.signal);
/** @type {Tally} */
const tally = { good: 0, messages: 0, bytes: 0, faults: {}, hostile: 0, outcomes: {}, wrong: {} };

process.on('message', async (/** @type {Order | 'stop' | 'tally'} */ order) => {
  if (order === 'stop') stopping.abort();
  else if (order === 'tally') process.send?.(tally);
  else {
    await run(order);
    process.send?.(tally, () => process.disconnect());
  }
});

/** @param {Order} order */
async function run({ port, connections, hostile, seed }) {
  const random = new SoakRandom(seed);
  const places = Array.from({ length: connections }, async (_, place) => {
    const own = random.fork();
    // Not all at once: everyone's handshake would wait for everyone else's.
    await sleep(place * 10, undefined, { signal: stopping.signal }).catch(() => {});
    while (!stopping.signal.aborted) {
      if (place < connections * hostile) await attackFrom(port, own);
      else await serveOne(port, own);
    }
  });
  await Promise.all(places);
}

/** @param {number} port @param {SoakRandom} random */
async function serveOne(port, random) {
  const { messages, bytes, fault } = await beServed(port, random, stopping.signal);
  tally.good++;
  tally.messages += messages;
  tally.bytes += bytes;
  if (fault !== null) count(tally.faults, fault);
}

/** @param {number} port @param {SoakRandom} random */
async function attackFrom(port, random) {
  const attack = random.pick(attacks);
  const outcome = await attackOnce(port, attack, random, stopping.signal);
  if (outcome === null) return;
  tally.hostile++;
  tally.outcomes[attack.name] ??= {};
  count(tally.outcomes[attack.name] ?? {}, outcome);
  if (!attack.outcomes.some((right) => outcome.startsWith(right))) {
    count(tally.wrong, `${attack.name}: ${outcome}, not ${attack.outcomes.join(' or ')}`);
  }
}

/** @param {Record<string, number>} counts @param {string} what */
function count(counts, what) {
  counts[what] = (counts[what] ?? 0) + 1;
}
