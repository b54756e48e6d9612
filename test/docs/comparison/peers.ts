/**
 * The peers of docs/comparison.md, as far as no declarations describe what is asked of them.
 */

import { createRequire, isBuiltin } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { type BuildFailure, build } from 'esbuild';
import { readers, type Verdict } from '../../../fuzz/peers/streams.js';
import { encodeHandshakeResponse, parseHandshake } from '../../../src/index.js';

const require = createRequire(import.meta.url);

interface Driver {
  on(event: string, listener: (event: { code: number }) => void): void;
  start(): boolean;
  readonly version: string;
  readonly io: NodeJS.ReadWriteStream;
  proxy(origin: string): NodeJS.ReadableStream & { start(): boolean };
}

interface DriverPackage {
  client(url: string): Driver;
  http(request: object, options?: object): Driver;
}

export const driverPackage = require('websocket-driver') as DriverPackage;

/** What a package says of itself. */
interface Manifest {
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly types?: string;
}

export const manifestOf = (name: string) =>
  require(name === 'codec' ? '../../../package.json' : `${name}/package.json`) as Manifest;

/** The reading of bytes by a peer, as a client. */
export function read(name: string, bytes: Uint8Array): Verdict {
  const reader = readers.find((one) => one.name === name && one.role === 'client');
  if (reader === undefined) throw new Error(`no reader ${name}`);
  return reader.read(Buffer.from(bytes));
}

/** Whether a bundle of this module needs nothing that only Node has. */
export async function buildsWithoutNode(module: string): Promise<'yes' | 'no'> {
  const bundle = build({
    stdin: { contents: `export * from ${JSON.stringify(module)}`, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  try {
    await bundle;
    return 'yes';
  } catch (error) {
    const { errors } = error as BuildFailure;
    const [first] = errors.map(({ text }) => /^Could not resolve "(.*)"/.exec(text)?.[1] ?? '');
    if (first === undefined || !isBuiltin(first)) throw error;
    return 'no';
  }
}

/** How many connections come to a server that a package is told of, until some time has passed. */
export async function connectionsTo(use: (url: string) => void): Promise<number> {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  }).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  use(`ws://localhost:${(server.address() as AddressInfo).port}/`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  server.close();
  return connections;
}

/** A server that answers the handshake and leaves the rest to `then`, for as long as `use` takes. */
export async function withServer<T>(
  then: (socket: Socket, request: string) => void,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      const request = parseHandshake(bytes);
      if (request.status === 'complete') socket.write(encodeHandshakeResponse(request.value));
      then(socket, String(bytes));
    });
  }).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await use(`ws://localhost:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
  }
}
