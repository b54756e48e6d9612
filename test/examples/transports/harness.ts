/**
 * Servers, sockets and drivers on loopback for the tests of the transports; all of them are gone after the
 * test that opened them.
 */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { createWebSocketServer } from '../../../examples/transports/server.js';
import { SocketDriver } from '../../../examples/transports/socket-driver.js';
import { encodeFrame, type Frame, FrameDecoder, Opcode } from '../../../src/index.js';

export type ServerOptions = Parameters<typeof createWebSocketServer>[0];
export type Handlers = Parameters<SocketDriver['start']>[0];
export type Closed = Parameters<NonNullable<Handlers['onClose']>>[0];

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const MASK = Uint8Array.of(1, 2, 3, 4);

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function afterTest(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

/** Waits until something holds; fails when it takes too long. */
export async function until(condition: () => boolean, what: string, timeoutMs = 20_000) {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await sleep(5);
  }
}

/** Waits until a count has not changed for a while, and returns it. */
export async function settled(count: () => number, quietMs = 250): Promise<number> {
  for (let last = Number.NaN; ; ) {
    const now = count();
    if (now === last) return now;
    last = now;
    await sleep(quietMs);
  }
}

export async function openServer(options: ServerOptions) {
  const server = createWebSocketServer({ closeTimeoutMs: 300, heartbeatMs: 0, ...options });
  const { port } = await server.listen();
  afterTest(() => server.close());
  return { server, port };
}

/** Sends back whatever comes, and waits for the peer to take it. */
export const echo: ServerOptions['onConnection'] = () => ({
  onMessage: ({ data }, peer) => peer.send(data) || peer.drained(),
});

/** The text of a request for WebSocket. */
export function requestText(extraFields: readonly string[] = []): string {
  const fields = [
    'Host: 127.0.0.1',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${KEY}`,
    'Sec-WebSocket-Version: 13',
    ...extraFields,
  ];
  return `GET /chat HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`;
}

/** A masked frame. */
export function masked(opcode: Opcode, payload: Uint8Array | string): Uint8Array {
  return encodeFrame({ opcode, payload, maskingKey: MASK });
}

/** The other end of a connection: a bare socket that answers nothing by itself. */
export class RawPeer {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  isEnded = false;
  isClosed = false;
  error: Error | null = null;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => this.#chunks.push(chunk));
    socket.on('end', () => {
      this.isEnded = true;
    });
    socket.on('close', () => {
      this.isClosed = true;
    });
    socket.on('error', (error) => {
      this.error = error;
    });
    afterTest(() => socket.destroy());
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get receivedBytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  get text(): string {
    return this.received.toString('latin1');
  }

  /** The frames behind the head, if there was one. */
  get frames(): Frame[] {
    const { received } = this;
    const headEnd = received.toString('latin1').startsWith('HTTP/')
      ? received.indexOf('\r\n\r\n') + 4
      : 0;
    const decoder = new FrameDecoder({});
    decoder.push(received.subarray(headEnd));
    const frames: Frame[] = [];
    for (let result = decoder.next(); result.status === 'complete'; result = decoder.next()) {
      frames.push(result.value);
    }
    return frames;
  }

  /** The code and the reason of the Close that came. */
  get close(): string | null {
    const close = this.frames.find(({ opcode }) => opcode === Opcode.Close);
    if (close === undefined) return null;
    const payload = Buffer.from(close.payload);
    return payload.length < 2 ? '' : `${payload.readUInt16BE(0)} ${payload.toString('utf8', 2)}`;
  }
}

/** A socket to a port, half-open, on which nothing has been sent. */
export async function dial(port: number): Promise<RawPeer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const peer = new RawPeer(socket);
  await once(socket, 'connect');
  return peer;
}

/** A socket to a port with its handshake done. */
export async function dialWebSocket(port: number, fields?: readonly string[]): Promise<RawPeer> {
  const peer = await dial(port);
  peer.socket.write(requestText(fields));
  await until(() => peer.text.includes('\r\n\r\n'), 'the handshake is answered');
  return peer;
}

/** A bare TCP server. */
export async function listenRaw(
  onSocket: (socket: Socket) => unknown,
): Promise<{ port: number; server: Server }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    afterTest(() => socket.destroy());
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(() => server.close());
  return { port: (server.address() as AddressInfo).port, server };
}

/** A driver in the given role, not started, with a bare socket at the other end. */
export async function driveOne(
  role: 'client' | 'server',
  options: ConstructorParameters<typeof SocketDriver>[2] = {},
): Promise<{ driver: SocketDriver; socket: Socket; raw: RawPeer }> {
  const accepted: Socket[] = [];
  const { port } = await listenRaw((socket) => accepted.push(socket.pause()));
  const raw = await dial(port);
  await until(() => accepted.length > 0, 'the socket is accepted');
  const [socket] = accepted as [Socket];
  const driver = new SocketDriver(socket, role, {
    heartbeatMs: 0,
    closeTimeoutMs: 300,
    ...options,
  });
  return { driver, socket, raw };
}

/** A frame as the peer of the given role has to send it. */
export function frameFor(
  role: 'client' | 'server',
  opcode: Opcode,
  payload: Uint8Array | string,
): Uint8Array {
  return encodeFrame({ opcode, payload, maskingKey: role === 'server' ? MASK : null });
}

export const NO_BYTES: Uint8Array = new Uint8Array(0);
