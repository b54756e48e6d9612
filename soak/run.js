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
import { judge } from './judge.js';
import { describeRun, record } from './report.js';

/**
 * @import { ChildProcess } from 'node:child_process'
 * @import { Memory } from './server.js'
 * @import { Tally } from './load.js'
 */

const SAMPLES = 60;
/** What is still going on when the time is up may take so long. */
const DRAIN_MS = 150_000;

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '10' },
    hostile: { type: 'string', default: '0.5' },
    seed: { type: 'string', default: '1' },
    server: { type: 'string', default: 'server.js' },
    record: { type: 'boolean', default: false },
  },
});
const [connections, minutes, hostile, seed] = [
  numberOf('connections', 2, 10_000),
  numberOf('minutes', 0.01, 24 * 60),
  numberOf('hostile', 0, 1),
  numberOf('seed', 0, 2 ** 32),
];

const server = start(values.server, ['--expose-gc']);
const ended = once(server, 'exit').then(([code]) => /** @type {number | null} */ (code));
const { port } = await answer(server);
const before = await memory();
const clients = start('load.js', []);
const finished = once(clients, 'exit');
/** @type {Tally} */
let tally = { good: 0, messages: 0, bytes: 0, faults: {}, hostile: 0, outcomes: {}, wrong: {} };
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
  samples.push(await memory());
  if (samples.length % 6 === 0) clients.send('tally');
  if (samples.length % 6 === 1) console.log(describeRun(samples.at(-1), tally));
}
clients.send('stop');
const timeout = setTimeout(() => clients.kill('SIGKILL'), DRAIN_MS);
const [clientsExitCode] = await finished;
clearTimeout(timeout);
// The server's own deadlines end what the clients have left behind.
await Promise.race([sleep(3_000), ended]);
const after = server.connected ? await memory() : before;
if (server.connected) server.send('close');
const exitCode = await ended;
const seconds = Math.round((Date.now() - startedAt) / 1000);

const faults = judge({ samples, after, tally, exitCode });
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

/** @returns {Promise<Memory>} */
async function memory() {
  const answered = answer(server);
  server.send('memory');
  const reply = await Promise.race([answered, ended]);
  return typeof reply === 'object' && reply !== null && 'memory' in reply ? reply.memory : before;
}

/** @param {ChildProcess} child @returns {Promise<any>} */
async function answer(child) {
  const [message] = await once(child, 'message');
  return message;
}

/** @param {keyof typeof values} name @param {number} least @param {number} most */
function numberOf(name, least, most) {
  const value = Number(values[name]);
  if (!(value >= least && value <= most)) {
    throw new RangeError(`--${name} is ${values[name]}; it must be from ${least} to ${most}`);
  }
  return value;
}
