/**
 * permessage-deflate beside ws: messages a second, compressed and decompressed apart, by one connection that
 * waits for each answer and by 64 that have a message under way each.
 */

import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { alternateAsync, calibrateAsync } from './async-rounds.js';
import { requireSameBytes } from './check.js';
import { kinds, messages as messagesOf } from './deflate-inputs.js';
import {
  answersOf,
  compressedByZlib,
  deferredLoop,
  laterAnswersOf,
  promptLoop,
  requireCompressed,
} from './deflate-lines.js';
import { compressors, opensOurs, openWs } from './deflate-peers.js';
import { directions, keyOf, printTargets, takeovers } from './deflate-targets.js';
import { quick } from './harness.js';
import { rowsOf } from './rows.js';
import { speedRatio } from './statistics.js';
import { formatBytes, operationsPerSecond, printHeading, printRows } from './table.js';

/** @typedef {import('./deflate-targets.js').Question} Question */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(connections: number) => { loop: import('./async-rounds.js').AsyncLoop, close: () => void }} start
 * @property {() => Promise<Uint8Array[]>} answers to all inputs, of a connection of its own
 */

const sizes = quick ? [64, 16_384] : [64, 256, 1024, 16_384, 65_536, 1_048_576];
const MANY = quick ? 4 : 64;
// A turn is long enough to fill and drain the thread pool many times.
const settings = quick
  ? { warmUpMs: 0, turnMs: 0.2, fewRounds: 2, minRounds: 2, maxRounds: 2, budgetMs: 1 }
  : { warmUpMs: 80, turnMs: 12, fewRounds: 3, minRounds: 5, maxRounds: 31, budgetMs: 900 };
/** Where the slow contender would fill minutes and tell no more than with one connection. */
const MOST_BYTES_UNDER_WAY = 1 << 20;

const now = () => performance.now();
setFlagsFromString('--expose-gc');
const gc = /** @type {(options?: { type: 'minor' }) => void} */ (runInNewContext('gc'));

/** @type {Map<string, import('./deflate-targets.js').Outcome>} */
const outcomes = new Map();

for (const direction of directions) {
  for (const takeover of takeovers) {
    for (const connections of [1, MANY]) {
      const many = `${connections} connections with a message under way each`;
      const title = `${direction}, ${takeover} context takeover, ${connections === 1 ? '1 connection' : many}`;
      printHeading(title, operationsPerSecond, 'ours');
      for (const size of sizes) {
        for (const kind of kinds) await ask({ direction, takeover, connections, size, kind });
      }
    }
  }
}
printTargets(sizes, [1, MANY], outcomes);

/** @param {Question} question */
async function ask(question) {
  const { direction, takeover, connections, size, kind } = question;
  const plain = quick ? messagesOf(kind, size, 8) : messagesOf(kind, size);
  const payloads = await compressedByZlib(plain, takeover);
  const contenders = contendersFor(question, direction === 'compress' ? plain : payloads);
  for (const { name, answers } of contenders) {
    try {
      if (direction === 'compress') requireCompressed(await answers(), plain, takeover);
      else
        for (const [i, answer] of (await answers()).entries()) {
          requireSameBytes(answer, /** @type {Uint8Array} */ (plain[i]));
        }
    } catch (cause) {
      throw new Error(`${name} gives a wrong result for ${JSON.stringify(question)}`, { cause });
    }
  }

  const started = contenders.map(({ start }) => timed(start(connections)));
  const turns = [];
  for (const { loop } of started) {
    const end = now() + settings.warmUpMs;
    let runs = await calibrateAsync(loop, connections, settings.turnMs, now);
    if (now() < end) {
      while (now() < end) await loop(runs);
      runs = await calibrateAsync(loop, connections, settings.turnMs, now);
    }
    turns.push({ loop, runs });
  }
  const begin = now();
  await alternateAsync(turns, 1, now, collect);
  const affordable = Math.floor(settings.budgetMs / (now() - begin));
  const least = affordable === 0 ? settings.fewRounds : settings.minRounds;
  const rounds = Math.max(least, Math.min(settings.maxRounds, affordable));
  const samples = await alternateAsync(turns, rounds, now, collect);
  for (const { close } of started) close();
  gc();
  const cpu = started.map(({ cpuSamples }) => cpuSamples.slice(-rounds));

  const [first = []] = samples;
  const measured = contenders.map(({ name }, who) => ({ name, samples: samples[who] ?? [] }));
  printRows(`${formatBytes(size)} of ${kind}`, rowsOf(measured, operationsPerSecond), size);
  const last = contenders.length - 1;
  outcomes.set(keyOf(question), {
    time: speedRatio(first, samples[last] ?? []).median,
    cpu: speedRatio(cpu[0] ?? [], cpu[last] ?? []).median,
  });
}

/**
 * Counts the processors' time of each turn too, all threads of the process together.
 *
 * @param {{ loop: import('./async-rounds.js').AsyncLoop, close: () => void }} started
 */
function timed({ loop, close }) {
  const cpuSamples = /** @type {number[]} */ ([]);
  return {
    close,
    cpuSamples,
    loop: async (/** @type {number} */ runs) => {
      const before = process.cpuUsage();
      await loop(runs);
      const { user, system } = process.cpuUsage(before);
      cpuSamples.push((user + system) / runs);
    },
  };
}

/**
 * Ours first, ws last.
 *
 * @param {Question} question
 * @param {readonly Uint8Array[]} inputs
 * @returns {Contender[]}
 */
function contendersFor({ direction, takeover, connections, size }, inputs) {
  // What is decompressed with a window must begin at its beginning; what is compressed need not, and the
  // connections are then at different messages.
  const stride = direction === 'compress' ? Math.ceil(inputs.length / connections) : 0;
  const ours = Object.entries(compressors).filter(
    ([name]) =>
      name === 'zlibCompressor' ||
      (size * connections <= MOST_BYTES_UNDER_WAY &&
        (name !== 'compressorBySize' || takeover === 'without')),
  );
  const prompt = ours.map(([name, compressor]) => {
    const open = () => opensOurs(compressor)(direction, takeover);
    return {
      name,
      start: (/** @type {number} */ count) => {
        const lines = Array.from({ length: count }, open);
        const loop = promptLoop(
          lines.map(({ run }) => run),
          inputs,
          stride,
        );
        return { loop, close: () => closeAll(lines) };
      },
      answers: async () => {
        const line = open();
        const answers = answersOf(line.run, inputs);
        line.close();
        return answers;
      },
    };
  });
  const theirs = {
    name: 'ws PerMessageDeflate',
    start: (/** @type {number} */ count) => {
      const lines = Array.from({ length: count }, () => openWs(direction, takeover));
      const loop = deferredLoop(
        lines.map(({ run }) => run),
        inputs,
        stride,
      );
      return { loop, close: () => closeAll(lines) };
    },
    answers: async () => {
      const line = openWs(direction, takeover);
      const answers = await laterAnswersOf(line.run, inputs);
      line.close();
      return answers;
    },
  };
  return [...prompt, theirs];
}

/** @param {readonly { close: () => void }[]} lines */
function closeAll(lines) {
  for (const { close } of lines) close();
}

function collect() {
  gc({ type: 'minor' });
}
