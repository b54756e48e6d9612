/**
 * A listener on the live example's side channel.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import type { LiveServer } from './live-server.js';

/** What came out of the payload of a frame. */
export interface Inflated {
  readonly hex: string;
  readonly totalBytes: number;
  readonly message: { readonly wireBytes: number; readonly plainBytes: number } | null;
  readonly fault: string | null;
}

export interface TraceEvent {
  readonly name: string;
  readonly data: {
    readonly sender?: string;
    readonly hex?: string;
    readonly lines?: string[];
    readonly totalBytes?: number;
    readonly inflated?: Inflated;
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

/**
 * Runs a connection under an id and returns what was told about it. Nothing is compressed on it unless the
 * options say so.
 */
export async function traced(
  server: LiveServer,
  use: (socket: WebSocket, id: string) => unknown,
  options: ClientOptions = {},
): Promise<TraceEvent[]> {
  const id = randomUUID();
  const trace = await openTrace(server, id);
  const socket = new WebSocket(`${server.chat}?trace=${id}`, 'chat', {
    perMessageDeflate: false,
    ...options,
  });
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

/** What the frames of a side were inflated to; undefined for those that were not compressed. */
export function inflatedFrom(events: TraceEvent[], sender: string): (Inflated | undefined)[] {
  return events
    .filter(({ name, data }) => name === 'frame' && data.sender === sender)
    .map(({ data }) => data.inflated);
}

/** The beginning of what came out, as text. */
export function textOf(inflated: Inflated | undefined): string {
  return Buffer.from(inflated?.hex ?? '', 'hex').toString();
}

/** The frames' inflated texts, without those that were not compressed. */
export function textsFrom(events: TraceEvent[], sender: string): string[] {
  return inflatedFrom(events, sender)
    .filter((inflated) => inflated !== undefined)
    .map(textOf);
}

/** The lengths of the messages on the wire. */
export function wireSizes(events: TraceEvent[], sender: string): number[] {
  return inflatedFrom(events, sender).flatMap((inflated) => inflated?.message?.wireBytes ?? []);
}

/** The events as words: their names, with who sent or what the state is. */
export function inWords(events: TraceEvent[]): string[] {
  return events.map(({ name, data: { sender, state, transport } }) =>
    [name, sender, state, transport].filter((word) => word !== undefined).join(' '),
  );
}
