/**
 * Lets the example server run under many connections, half of them hostile, and stops by itself:
 *
 *     npm run soak -- --connections 2000 --minutes 10 --hostile 0.5 --seed 1
 *
 * With `--record` the figures go into `results.json` and the README of this folder.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { attacks } from './attacks.js';
import { judge } from './judge.js';
import { describeRun, record } from './report.js';
import { emptyTally } from './tally.js';

/**
 * @import { Memory } from './server.js'
 * @import { Tally } from './tally.js'
 */

const SAMPLES = 60;
/** What is still going on when the time is up may take so long. */
const DRAIN_MS = 150_000;
/** The server's own deadlines end what the clients have left behind within this. */
const SETTLE_MS = 3_000;

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '10' },
    hostile: { type: 'string', default: '0.5' },
    seed: { type: 'string', default: '1' },
    server: { type: 'string', default: 'server.js' },
    'answer-seconds': { type: 'string', default: '60' },
    record: { type: 'boolean', default: false },
  },
});
const [connections, minutes, hostile, seed] = [
  numberOf('connections', 2, 10_000),
  numberOf('minutes', 0.01, 24 * 60),
  numberOf('hostile', 0, 1),
  numberOf('seed', 0, 2 ** 32),
];
/** A server that is busy with thousands answers late; one that does not answer for so long never will. */
const answerMs = numberOf('answer-seconds', 0.1, 3600) * 1000;

const server = start(values.server, ['--expose-gc']);
const ended = once(server, 'exit').then(([code]) => /** @type {number | null} */ (code));
/** Whether the server has been asked for something and has not answered. */
let isHanging = false;
const { port } = await answer();
const before = await memory();
const clients = start('load.js', []);
const finished = once(clients, 'exit');
/** @type {Tally} */
let tally = emptyTally();
clients.on('message', (message) => {
  tally = /** @type {Tally} */ (message);
});
const startedAt = Date.now();
clients.send({ port, connections, hostile, seed });

/** @type {Memory[]} */
const samples = [];
while (samples.length < SAMPLES && server.connected) {
  await Promise.race([sleep((minutes * 60_000) / SAMPLES), ended]);
  if (!server.connected) break;
  const sample = await memory();
  if (isHanging) break;
  samples.push(sample);
  if (samples.length % 6 === 0) clients.send('tally');
  if (samples.length % 6 === 1) console.log(describeRun(samples.at(-1), tally));
}
clients.send('stop');
const timeout = setTimeout(() => clients.kill('SIGKILL'), DRAIN_MS);
const [clientsExitCode] = await finished;
clearTimeout(timeout);
await Promise.race([sleep(SETTLE_MS), ended]);
const after = server.connected ? await memory() : before;
if (server.connected) server.send('close');
const closing = setTimeout(giveUp, answerMs);
const exitCode = await ended;
clearTimeout(closing);
const seconds = Math.round((Date.now() - startedAt) / 1000);

const names = attacks.map(({ name }) => name);
const faults = judge({ samples, after, tally, attacks: names, exitCode });
if (isHanging) faults.push(`the server has not answered for ${answerMs / 1000} s`);
if (clientsExitCode !== 0) faults.push(`the clients have ended with ${clientsExitCode}`);
const run = { connections, minutes, hostile, seed, seconds, before, after, samples, tally, faults };
console.log(describeRun(after, tally));
for (const fault of faults) console.error(`FAULT: ${fault}`);
console.log(faults.length === 0 ? 'no fault' : `${faults.length} faults`);
if (values.record) await record(run);
process.exitCode = faults.length === 0 ? 0 : 1;

/** @param {string} file @param {string[]} execArgv */
function start(file, execArgv) {
  return fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv });
}

/** What the server uses now; what it used at first when it cannot tell any more. @returns {Promise<Memory>} */
async function memory() {
  const answered = answer();
  server.send('memory');
  return (await answered).memory ?? before;
}

/** What the server says next; nothing when it has ended, or has to be ended. @returns {Promise<any>} */
async function answer() {
  const late = setTimeout(giveUp, answerMs);
  const reply = await Promise.race([once(server, 'message'), ended]);
  clearTimeout(late);
  return Array.isArray(reply) ? reply[0] : {};
}

/** Ends a server that does not answer any more, so that its clients need not wait either. */
function giveUp() {
  isHanging = true;
  server.kill('SIGKILL');
}

/** @param {keyof typeof values} name @param {number} least @param {number} most */
function numberOf(name, least, most) {
  const value = Number(values[name]);
  if (!(value >= least && value <= most)) {
    throw new RangeError(`--${name} is ${values[name]}; it must be from ${least} to ${most}`);
  }
  return value;
}
