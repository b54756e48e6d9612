/**
 * Echo over loopback: a server of this package beside one of ws, each asked by the same bare socket with
 * frames that were made before, so that the difference is the server's.
 */

import { connect, createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import {
  Connection,
  encodeFrame,
  encodeHandshakeRequest,
  encodeHandshakeResponse,
  HeadBuffer,
  Opcode,
  parseHandshake,
} from 'websocket-codec';
import { WebSocketServer } from 'ws';
import { quick } from './harness.js';
import { randomBytes, randomKey } from './inputs.js';
import { speedRatio, summarise } from './statistics.js';
import { formatBytes, operationsPerSecond, printHeading, printRows } from './table.js';

const sizes = [16, 125, 1024, 16_384, 262_144];
const ROUNDS = quick ? 2 : 31;
const BYTES_PER_TURN = quick ? 65_536 : 2_097_152;
const key = 'dGhlIHNhbXBsZSBub25jZQ==';

const ours = await listenOurs();
const theirs = await listenWs();
const asks = [await openSocket(ours.port), await openSocket(theirs.port)];

printHeading('Echo of masked binary messages, many under way', operationsPerSecond, 'ours');
for (const size of sizes) {
  const count = Math.max(1, Math.min(4_096, Math.round(BYTES_PER_TURN / (size + 64))));
  const burst = burstOf(size, count);
  // An unmasked frame comes back: four bytes less than what went out, for each.
  const replyBytes = burst.length - 4 * count;
  const samples = /** @type {number[][]} */ ([[], []]);
  for (let round = -3; round < ROUNDS; round++) {
    for (let place = 0; place < 2; place++) {
      const who = (place + round + 3) % 2;
      const begin = performance.now();
      await asks[who]?.(burst, replyBytes);
      const ns = ((performance.now() - begin) * 1e6) / count;
      if (round >= 0) samples[who]?.push(ns); // the first rounds warm up
    }
  }
  const [first = [], second = []] = samples;
  printRows(
    formatBytes(size),
    [first, second].map((list, who) => {
      const time = summarise(list);
      return {
        name: who === 0 ? 'Connection on node:net' : 'ws server',
        time,
        rate: operationsPerSecond.of(time.median, 1),
        ratio: who === 0 ? null : speedRatio(first, second),
      };
    }),
  );
}
process.exit(0);

/**
 * @param {number} size
 * @param {number} count
 */
function burstOf(size, count) {
  const frames = Array.from({ length: count }, (_, seed) =>
    encodeFrame({
      opcode: Opcode.Binary,
      payload: randomBytes(size, seed),
      maskingKey: randomKey(seed),
    }),
  );
  return Buffer.concat(frames);
}

/**
 * Opens a WebSocket and returns a function that sends bytes and waits for so many to come back.
 *
 * @param {number} port
 * @returns {Promise<(burst: Buffer, replyBytes: number) => Promise<void>>}
 */
async function openSocket(port) {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.write(encodeHandshakeRequest({ host: `127.0.0.1:${port}`, target: '/', key }));
  await new Promise((resolve) => socket.once('data', resolve));
  return (burst, replyBytes) =>
    new Promise((resolve, reject) => {
      let left = replyBytes;
      const onData = (/** @type {Buffer} */ chunk) => {
        left -= chunk.length;
        if (left > 0) return;
        socket.off('data', onData);
        if (left < 0) reject(new Error(`${-left} bytes too many came back`));
        else resolve();
      };
      socket.on('data', onData);
      socket.write(burst);
    });
}

async function listenOurs() {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const head = new HeadBuffer();
    /** @type {Connection | null} */
    let connection = null;
    socket.on('data', (chunk) => {
      if (connection === null) {
        const bytes = head.push(chunk);
        if (bytes === null) return;
        const request = parseHandshake(bytes);
        if (request.status !== 'complete') throw new Error('the handshake failed');
        socket.write(encodeHandshakeResponse(request.value));
        connection = new Connection({ role: 'server' });
        return;
      }
      connection.receive(chunk);
      for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
        if (event.type === 'binary') connection.sendBinary(event.data, { takeOwnership: true });
      }
      socket.cork();
      for (const bytes of connection.takeOutput()) socket.write(bytes);
      socket.uncork();
    });
  });
  return { port: await portOf(server.listen(0, '127.0.0.1')) };
}

async function listenWs() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('message', (data) => socket.send(data));
  });
  return { port: await portOf(server) };
}

/** @param {import('node:net').Server | WebSocketServer} server */
async function portOf(server) {
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
