/**
 * The clients as a child process: so many connections at a time, one behind the other in each place, a part of
 * the places hostile. Each attack is played to its end at least once, also when the time is up meanwhile.
 */

import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { attacks } from './attacks.js';
import { beServed } from './good-client.js';
import { attackOnce } from './hostile-client.js';
import { SoakRandom } from './random.js';
import { emptyTally } from './tally.js';

/**
 * @typedef {object} Order
 * @property {number} port
 * @property {number} connections at a time
 * @property {number} hostile the share of them, from 0 to 1
 * @property {number} seed
 */

const stopping = new AbortController();
// Every client waits for it.
setMaxListeners(0, stopping.signal);
const tally = emptyTally();
/** Attacks that nobody has begun. */
const unplayed = [...attacks];
/** For what is not to be cut off. */
const never = new AbortController().signal;
setMaxListeners(0, never);

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
    const isHostile = place < connections * hostile;
    while (!stopping.signal.aborted || (isHostile && unplayed.length > 0)) {
      if (isHostile) await attackFrom(port, own);
      else await serveOne(port, own);
    }
  });
  await Promise.all(places);
}

/** @param {number} port @param {SoakRandom} random */
async function serveOne(port, random) {
  const { messages, bytes, pongs, fault } = await beServed(port, random, stopping.signal);
  tally.good++;
  tally.messages += messages;
  tally.bytes += bytes;
  tally.pongs += pongs;
  if (fault !== null) count(tally.faults, fault);
}

/** @param {number} port @param {SoakRandom} random */
async function attackFrom(port, random) {
  const first = unplayed.pop();
  const attack = first ?? random.pick(attacks);
  const signal = first === undefined ? stopping.signal : never;
  const outcome = await attackOnce(port, attack, random, signal);
  if (outcome === null) {
    tally.cutOff++;
    return;
  }
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
