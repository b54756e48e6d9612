/**
 * Our side of a talk with an echo: one message at a time, with a look at the frames of both directions.
 */

import type { SocketDriver } from '../../../examples/transports/socket-driver.js';
import { Opcode } from '../../../src/index.js';
import { digest, Mailbox } from '../conversation.js';
import type { Sent } from './messages.js';
import { type SeenFrame, WireTap } from './wire-tap.js';

type Handlers = Parameters<SocketDriver['start']>[0];

/** How a connection or an attempt to make one has ended. */
export interface Ended {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
  readonly error: { readonly message: string } | null;
}

export interface Exchange {
  /** Whether the echo is what was sent. */
  readonly isSame: boolean;
  readonly sent: readonly SeenFrame[];
  readonly received: readonly SeenFrame[];
}

const PARTS = 5;

export class Talk {
  readonly handlers: Pick<Handlers, 'onMessage' | 'onPong' | 'onBytes'>;
  readonly ended: Promise<Ended>;
  /** To be told, once. */
  readonly end: (ended: Ended) => void;
  readonly #tap = new WireTap();
  readonly #echoes = new Mailbox<string>();
  readonly #pongs = new Mailbox<string>();
  #peer: SocketDriver | null = null;

  constructor() {
    const ends = new Mailbox<Ended>();
    this.ended = ends.take();
    this.end = (ended) => ends.put(ended);
    this.handlers = {
      onMessage: ({ data }) => this.#echoes.put(digest(data)),
      onPong: (payload) => this.#pongs.put(Buffer.from(payload).toString()),
      onBytes: (direction, bytes) => this.#tap.push(direction, bytes),
    };
  }

  begin(peer: SocketDriver): void {
    this.#peer = peer;
  }

  /** Sends and waits for the echo; between fragments it sends pings, unless it is told not to. */
  async say(sent: Sent, { withPings = true } = {}): Promise<Exchange> {
    const pings = this.#send(sent, withPings);
    const echo = await this.#orEnd(this.#echoes.take(), sent.what);
    for (const ping of pings) {
      const pong = await this.#orEnd(this.#pongs.take(), `${sent.what}, ${ping}`);
      if (pong !== ping) throw new Error(`${sent.what}: sent the ping ${ping}, received ${pong}`);
    }
    return {
      isSame: echo === digest(sent.data),
      sent: this.#tap.take('sent'),
      received: this.#tap.take('received'),
    };
  }

  /** Sends all of them before it looks for the echoes; returns how many are right. */
  async sayAtOnce(messages: readonly Sent[]): Promise<number> {
    for (const message of messages) this.#send(message, false);
    let right = 0;
    for (const { what, data } of messages) {
      if ((await this.#orEnd(this.#echoes.take(), what)) === digest(data)) right++;
    }
    return right;
  }

  async close(): Promise<Ended> {
    this.#driver.close(1000);
    return this.ended;
  }

  get #driver(): SocketDriver {
    if (this.#peer === null) throw new Error('the talk has not begun');
    return this.#peer;
  }

  /** Returns the payloads of the pings. */
  #send({ data, inParts, compress }: Sent, withPings: boolean): readonly string[] {
    const options = compress === undefined ? {} : { compress };
    if (inParts !== true) {
      this.#driver.send(data, options);
      return [];
    }
    const bytes = Buffer.from(data);
    const pings: string[] = [];
    // Odd cuts: of characters, and of what a compressor may have in hand.
    const cut = Math.floor(bytes.length / PARTS) | 1;
    const cuts = [0, 0, cut, 2 * cut, 2 * cut, 3 * cut, bytes.length];
    cuts.forEach((from, index) => {
      const to = cuts[index + 1];
      const part = bytes.subarray(from, to ?? from);
      const fin = to === undefined;
      this.#driver.sendFragment(part, { ...options, opcode: Opcode.Text, fin });
      if (fin || !withPings) return;
      pings.push(`behind part ${index}`);
      this.#driver.ping(pings.at(-1) ?? '');
    });
    return pings;
  }

  async #orEnd<T>(wanted: Promise<T>, what: string): Promise<T> {
    const ended = this.ended.then(({ code, reason, error }): never => {
      const why = `${code} ${reason} ${error?.message ?? ''}`;
      throw new Error(`the connection has ended before the echo of ${what}: ${why}`);
    });
    return Promise.race([wanted, ended]);
  }
}
