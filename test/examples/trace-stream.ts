/**
 * A listener on the live example's side channel.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { LiveServer } from './live-server.js';

export interface TraceEvent {
  readonly name: string;
  readonly data: {
    readonly sender?: string;
    readonly hex?: string;
    readonly lines?: string[];
    readonly totalBytes?: number;
    readonly code?: string;
    readonly state?: string;
    readonly transport?: string;
    readonly roundTripMs?: number | null;
  };
}

export interface Trace {
  readonly socket: Socket;
  readonly events: () => TraceEvent[];
}

/** Asks again until the answer is right; the machine may be busy with other tests. */
export function poll<T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll> {
  return expect.poll(read, { timeout: 10_000 });
}

/** Opens the stream of an id and collects its events. */
export async function openTrace(server: LiveServer, id: string): Promise<Trace> {
  const socket = connect(server.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(`GET /trace?id=${id} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(socket, 'data');
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  onTestFinished(() => void socket.destroy());
  const events = (): TraceEvent[] =>
    [...text.matchAll(/^event: (.+)\ndata: (.+)\n\n/gm)].map(([, name = '', data = '']) => ({
      name,
      data: JSON.parse(data),
    }));
  return { socket, events };
}

/** Runs a connection under an id and returns what was told about it. */
export async function traced(
  server: LiveServer,
  use: (socket: WebSocket, id: string) => unknown,
  headers = {},
): Promise<TraceEvent[]> {
  const id = randomUUID();
  const trace = await openTrace(server, id);
  const socket = new WebSocket(`${server.chat}?trace=${id}`, 'chat', { headers });
  socket.on('error', () => {});
  socket.on('open', () => use(socket, id));
  await poll(() => trace.events().at(-1)?.name).toBe('done');
  return trace.events();
}

/** The frames that a side has sent, in hex. */
export function framesFrom(events: TraceEvent[], sender: string): (string | undefined)[] {
  return events
    .filter(({ name, data }) => name === 'frame' && data.sender === sender)
    .map(({ data }) => data.hex);
}

/** The events as words: their names, with who sent or what the state is. */
export function inWords(events: TraceEvent[]): string[] {
  return events.map(({ name, data: { sender, state, transport } }) =>
    [name, sender, state, transport].filter((word) => word !== undefined).join(' '),
  );
}
