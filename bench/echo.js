/**
 * Echo over loopback: a server of this package beside one of ws, each in a process of its own and asked by
 * the same bare sockets, so that the difference is the server's.
 */

import { performance } from 'node:perf_hooks';
import { alternateAsync, calibrateAsync } from './async-rounds.js';
import { burstOf, openAsker, startServer } from './echo-client.js';
import { quick } from './harness.js';
import { rowsOf } from './rows.js';
import { formatBytes, operationsPerSecond, printHeading, printRows } from './table.js';

/** @typedef {import('./echo-client.js').Server} Server */
/** @typedef {import('./echo-client.js').Asker} Asker */

const sizes = [16, 125, 1024, 16_384, 262_144];
const manySizes = [16, 125, 1024];
const MANY = quick ? 4 : 64;
const UNDER_WAY = 32;
const MOST_BYTES_UNDER_WAY = 1 << 20;
const settings = quick
  ? { turnMs: 5, rounds: 2, warmUpTurns: 1 }
  : { turnMs: 80, rounds: 41, warmUpTurns: 12 };
const names = { ours: 'Connection on node:net', ws: 'ws server' };

const now = () => performance.now();
const servers = [await startServer('ours'), await startServer('ws')];

printHeading('Echo of masked binary messages, 1 connection', operationsPerSecond, 'ours');
for (const size of sizes) {
  await compareServers(size, 1, Math.min(4096, MOST_BYTES_UNDER_WAY / size), formatBytes(size));
}
printHeading(
  `Echo, ${MANY} connections, ${UNDER_WAY} messages under way on each`,
  operationsPerSecond,
  'ours',
);
/** @type {Map<number, Awaited<ReturnType<typeof compareServers>>>} */
const cpu = new Map();
for (const size of manySizes) {
  cpu.set(size, await compareServers(size, MANY, UNDER_WAY, formatBytes(size)));
}
printHeading("The same, of the server's processor time alone", operationsPerSecond, 'ours');
for (const [size, measured] of cpu) {
  printRows(formatBytes(size), rowsOf(measured, operationsPerSecond), size);
}
for (const { close } of servers) close();

/**
 * Prints how long a message takes, and returns the processors' time that the servers took for it.
 *
 * @param {number} size
 * @param {number} connections
 * @param {number} underWay messages on each connection
 * @param {string} label
 */
async function compareServers(size, connections, underWay, label) {
  const burst = burstOf(size, underWay);
  const askers = /** @type {Asker[][]} */ ([]);
  for (const server of servers) {
    const mine = await Promise.all(Array.from({ length: connections }, () => openAsker(server)));
    for (const { verify } of mine) await verify(burst);
    askers.push(mine);
  }
  const loops = askers.map((mine) => async (/** @type {number} */ runs) => {
    await Promise.all(mine.map(({ ask }) => ask(burst, runs / connections)));
  });
  const least = connections * underWay;
  /** @type {import("./async-rounds.js").AsyncTurn[]} */
  const turns = [];
  for (const loop of loops) {
    for (let turn = 0; turn < settings.warmUpTurns; turn++) await loop(least);
    turns.push({ loop, runs: await calibrateAsync(loop, least, settings.turnMs, now) });
  }

  const cpuSamples = servers.map(() => /** @type {number[]} */ ([]));
  let finish = async () => {};
  const samples = await alternateAsync(turns, settings.rounds, now, async (who) => {
    await finish();
    const server = /** @type {Server} */ (servers[who]);
    const before = await server.cpuMicroseconds();
    finish = async () => {
      const microseconds = (await server.cpuMicroseconds()) - before;
      cpuSamples[who]?.push((microseconds * 1000) / (turns[who]?.runs ?? 0));
    };
  });
  await finish();
  for (const { close } of askers.flat()) close();
  const measuredOf = (/** @type {number[][]} */ lists) =>
    servers.map(({ kind }, who) => ({ name: names[kind], samples: lists[who] ?? [] }));
  printRows(label, rowsOf(measuredOf(samples), operationsPerSecond), size);
  return measuredOf(cpuSamples);
}
