/**
 * Bytes that an idle connection of a server holds, over many of them, before and after traffic: on the
 * heap, and in array buffers beside it.
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Connection, encodeFrame, Opcode } from 'websocket-codec';
import { quick } from './harness.js';
import { print, tell } from './output.js';
import { loadNativeWs } from './peers.js';

const COUNT = quick ? 1_000 : 10_000;
const ROUNDS = quick ? 1 : 5;

setFlagsFromString('--expose-gc');
const gc = /** @type {() => void} */ (runInNewContext('gc'));
const { Receiver, Sender } = loadNativeWs();
const maskingKey = Uint8Array.of(1, 2, 3, 4);
const message = encodeFrame({ opcode: Opcode.Text, payload: 'Hello', maskingKey });

/** @type {Record<string, () => unknown>} */
const contenders = {
  'Connection, new': () => new Connection({ role: 'server' }),
  'Connection, after a message each way': () => {
    const connection = new Connection({ role: 'server' });
    connection.receive(message);
    if (connection.nextEvent()?.type !== 'text') throw new Error('no message came');
    connection.sendText('Hello');
    if (connection.takeOutput().length !== 1) throw new Error('no message went');
    return connection;
  },
  'ws Receiver and Sender, new': () => [makeReceiver(), new Sender({})],
  'ws Receiver and Sender, after a message': () => {
    const receiver = makeReceiver();
    let count = 0;
    receiver.on('message', () => count++);
    receiver.write(Buffer.from(message));
    if (count !== 1) throw new Error('no message came');
    return [receiver, new Sender({})];
  },
};

print(`\nBytes held by each of ${COUNT} idle connections, the median of ${ROUNDS} rounds\n`);
/** @type {Map<string, { heap: number, buffers: number }[]>} */
const samples = new Map();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, make] of Object.entries(contenders)) {
    const list = samples.get(name) ?? [];
    list.push(measure(make));
    samples.set(name, list);
  }
}
const figures = [...samples].map(([name, list]) => {
  const heap = middle(list.map((sample) => sample.heap));
  const buffers = middle(list.map((sample) => sample.buffers));
  print(
    `${name.padEnd(42)}${String(heap).padStart(8)} on the heap${String(buffers).padStart(8)} in buffers`,
  );
  return { name, values: { heap, buffers } };
});
tell({ title: 'Bytes of each idle connection', figures });

/** @param {() => unknown} make */
function measure(make) {
  for (let i = 0; i < 100; i++) make(); // what is made once for all is not a connection's
  gc();
  const before = process.memoryUsage();
  const kept = Array.from({ length: COUNT }, make);
  gc();
  const after = process.memoryUsage();
  if (kept.length !== COUNT) throw new Error('they are gone');
  return {
    heap: (after.heapUsed - before.heapUsed) / COUNT,
    buffers: (after.arrayBuffers - before.arrayBuffers) / COUNT,
  };
}

function makeReceiver() {
  return new Receiver(
    /** @type {object} */ ({ isServer: true, extensions: {}, maxPayload: 16_777_216 }),
  );
}

/** @param {number[]} values */
function middle(values) {
  return Math.round(values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN);
}
