/**
 * The subject as a runner sees it, without I/O: an echo of every message that a `Connection` gives.
 */

import {
  Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  type Extension,
  type NegotiatedExtension,
  negotiateExtensions,
  type TransportState,
} from '../../../src/index.js';
import type { ExtensionTerms } from '../../../src/testing/extension-field.js';

export interface EchoPeer {
  /** As a client: the extensions that it offers. */
  offers(): readonly ExtensionTerms[];
  /** As a server: those of the offered ones that it agrees to. */
  answer(offers: readonly ExtensionTerms[]): readonly ExtensionTerms[];
  /** As a client: takes the answer, or refuses it with false. */
  accept(answer: readonly ExtensionTerms[]): boolean;
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

type EchoOptions = Pick<ConnectionOptions, 'takeOwnership' | 'streamMessages'>;

/**
 * Echoes whole messages, or with `streamMessages` every part of a message as a fragment, before the next
 * part is there. Replies are compressed wherever that was agreed on.
 */
export function echoWith(options: EchoOptions, extension: Extension | null = null): MakePeer {
  return (role) => new ConnectionPeer({ ...options, role }, extension);
}

/** Pulls events out of a connection, and watches that `close` comes once and last. */
class ConnectionPeer implements EchoPeer {
  readonly ownsChunks: boolean;
  readonly faults: string[] = [];
  readonly #options: ConnectionOptions;
  readonly #supported: readonly Extension[];
  #connection: Connection;
  #closed = false;

  constructor(options: ConnectionOptions, extension: Extension | null) {
    this.#options = options;
    this.#supported = extension === null ? [] : [extension];
    this.#connection = new Connection(options);
    this.ownsChunks = options.takeOwnership ?? false;
  }

  offers(): readonly ExtensionTerms[] {
    return this.#supported.flatMap(({ offer }) => offer ?? []);
  }

  answer(offers: readonly ExtensionTerms[]): readonly ExtensionTerms[] {
    const agreed = negotiateExtensions(offers, this.#supported);
    this.#connect(agreed);
    return agreed;
  }

  accept(answer: readonly ExtensionTerms[]): boolean {
    const agreed = answer.map((terms) => {
      const extension = this.#supported.find(({ name }) => name === terms.name);
      return extension?.accept?.(terms) ?? null;
    });
    const accepted = agreed.filter((extension) => extension !== null);
    this.#connect(accepted);
    return accepted.length === agreed.length;
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

  #connect(extensions: readonly NegotiatedExtension[]): void {
    this.#connection = new Connection({ ...this.#options, extensions });
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
        this.#connection.sendText(event.data, { compress: true });
        break;
      case 'binary':
        this.#connection.sendBinary(event.data, { compress: true });
        break;
      case 'text-part':
      case 'binary-part':
        this.#connection.sendFragment(event.data, { fin: event.last, compress: true });
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
