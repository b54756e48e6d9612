/**
 * What a client and a server say to each other, whoever made them: messages that come back, a ping, and a
 * Close from either side.
 *
 * A client opens two connections. On the first it sends `messages`, pings, and closes with 3001; on the
 * second it says "bye", at which the server closes with 4001.
 */

import { createHash } from 'node:crypto';

export const PROTOCOLS: readonly string[] = ['nothing', 'echo'];
export const PROTOCOL = 'echo';
export const PING = 'are you there?';
export const BYE = 'bye';
export const CLIENT_CLOSE = [3001, 'that was all'] as const;
export const SERVER_CLOSE = [4001, 'bye, then'] as const;

const MEBIBYTE = 1_048_576;

/** The scripts in Python hold the same list. */
export const messages: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  'Grüße 👋',
  '',
  Uint8Array.from({ length: 256 }, (_, index) => index),
  Uint8Array.from({ length: MEBIBYTE }, (_, index) => index * 31),
  'é'.repeat(MEBIBYTE / 2),
];

/** Kind and hash of a message, in which another process can tell what it has received. */
export function digest(data: string | Uint8Array): string {
  const kind = typeof data === 'string' ? 'text' : 'binary';
  return `${kind} ${createHash('sha256').update(data).digest('hex')}`;
}

export interface ClientReport {
  readonly protocol: string | null;
  readonly echoes: readonly string[];
  /** The payload of the pong; null from a client that cannot ping. */
  readonly pong: string | null;
  /** The server's Close on the second connection. */
  readonly closedBy: readonly [code: number, reason: string];
}

/** The Close that a server has received. */
export type ServerReport = readonly [code: number, reason: string];

export interface RunningServer {
  readonly port: number;
  /** How the next connection to end has ended. */
  nextEnd(): Promise<ServerReport>;
  close(): Promise<void>;
}

export interface Implementation {
  readonly name: string;
  /** Why it cannot be used on this machine, or null. */
  missing(): Promise<string | null>;
  readonly clientPings: boolean;
  readonly startServer: (() => Promise<RunningServer>) | null;
  readonly runClient: ((port: number) => Promise<ClientReport>) | null;
}

export const expectedClientReport: ClientReport = {
  protocol: PROTOCOL,
  echoes: messages.map(digest),
  pong: PING,
  closedBy: SERVER_CLOSE,
};

/** Values that are made before they are asked for, and asked for before they are made. */
export class Mailbox<T> {
  readonly #values: T[] = [];
  readonly #waiting: ((value: T) => void)[] = [];

  put(value: T): void {
    const deliver = this.#waiting.shift();
    if (deliver === undefined) this.#values.push(value);
    else deliver(value);
  }

  take(): Promise<T> {
    const value = this.#values.shift();
    if (value !== undefined) return Promise.resolve(value);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
