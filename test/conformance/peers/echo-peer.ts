/**
 * The subject as a runner sees it, without I/O: an echo of every message that a `Connection` gives.
 */

import {
  Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  type TransportState,
} from '../../../src/index.js';

export interface EchoPeer {
  receive(chunk: Uint8Array): void;
  receiveEnd(): void;
  takeOutput(): Uint8Array[];
  readonly transport: TransportState;
  /** Whether received chunks are handed over, or only lent until `receive` returns. */
  readonly ownsChunks: boolean;
  /** What the subject promised its own side and did not keep. */
  readonly faults: readonly string[];
}

export type PeerRole = 'client' | 'server';
export type MakePeer = (role: PeerRole) => EchoPeer;

/** Echoes whole messages. */
export const echoWhole: MakePeer = (role) => new ConnectionPeer({ role });

/** The same with chunks that the connection may keep and unmask where they lie. */
export const echoOwned: MakePeer = (role) => new ConnectionPeer({ role, takeOwnership: true });

/** Echoes every part of a message as a fragment, before the next part is there. */
export const echoParts: MakePeer = (role) => new ConnectionPeer({ role, streamMessages: true });

/** Pulls events out of a connection, and watches that `close` comes once and last. */
class ConnectionPeer implements EchoPeer {
  readonly ownsChunks: boolean;
  readonly faults: string[] = [];
  readonly #connection: Connection;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#connection = new Connection(options);
    this.ownsChunks = options.takeOwnership ?? false;
  }

  get transport(): TransportState {
    return this.#connection.transport;
  }

  receive(chunk: Uint8Array): void {
    this.#connection.receive(chunk);
    this.#pump();
  }

  receiveEnd(): void {
    this.#connection.receiveEnd();
    this.#pump();
    if (!this.#closed) this.faults.push('no close event at the end of the connection');
  }

  takeOutput(): Uint8Array[] {
    return this.#connection.takeOutput();
  }

  #pump(): void {
    const connection = this.#connection;
    for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
      if (this.#closed) this.faults.push(`a ${event.type} event after the close event`);
      this.#handle(event);
    }
  }

  #handle(event: ConnectionEvent): void {
    switch (event.type) {
      case 'text':
        this.#connection.sendText(event.data);
        break;
      case 'binary':
        this.#connection.sendBinary(event.data);
        break;
      case 'text-part':
      case 'binary-part':
        this.#connection.sendFragment(event.data, { fin: event.last });
        break;
      case 'close':
        this.#closed = true;
        break;
      default:
        // Pings are answered by the connection; pongs and errors want no answer.
        break;
    }
  }
}
