/**
 * A WebSocket of the live example that can be commanded by its id, with the trace of what it does.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fetch } from 'undici';
import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import type { LiveServer } from './live-server.js';
import { openTrace, type Trace } from './trace-stream.js';

export class Commanded {
  readonly id: string;
  readonly received: string[] = [];
  readonly trace: Trace;
  readonly socket: WebSocket;
  readonly #origin: string;

  private constructor(server: LiveServer, id: string, trace: Trace, options: ClientOptions) {
    this.id = id;
    this.trace = trace;
    this.#origin = server.origin;
    this.socket = new WebSocket(`${server.chat}?trace=${id}`, 'chat', options);
    this.socket.on('message', (data) => this.received.push(String(data)));
    this.socket.on('error', () => {});
  }

  /** Opens one; nothing is compressed on it unless the options say so. */
  static async open(server: LiveServer, options: ClientOptions = {}): Promise<Commanded> {
    const id = randomUUID();
    const all = { perMessageDeflate: false, ...options };
    const commanded = new Commanded(server, id, await openTrace(server, id), all);
    await once(commanded.socket, 'open');
    onTestFinished(() => commanded.socket.terminate());
    return commanded;
  }

  /** The status of the answer. */
  async command(parameters: Record<string, string>): Promise<number> {
    const query = new URLSearchParams({ id: this.id, ...parameters });
    return (await fetch(`${this.#origin}/command?${query}`, { method: 'POST' })).status;
  }

  /** Byte 0 of all frames, in the order of the wire: FIN, RSV1 and opcode. */
  starts(): (string | undefined)[] {
    return this.trace
      .events()
      .filter(({ name }) => name === 'frame')
      .map(({ data }) => `${data.sender} ${data.hex?.slice(0, 2)}`);
  }
}
