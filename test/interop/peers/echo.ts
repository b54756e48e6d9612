import type { Wishes } from '../deflate/wishes.js';

/** How a program sends back what it receives. */
export interface EchoHabits {
  /** Whether it compresses what it sends. */
  readonly compresses: boolean;
  /** Whether it can be told to send a message in fragments, and one uncompressed. */
  readonly sendsParts: boolean;
  readonly sendsPlain: boolean;
  /** Whether pings are put between the fragments of its messages. */
  readonly hearsPingsInside: boolean;
}

/** A program that sends back what it receives, compressed by permessage-deflate (RFC 7692) as it is told. */
export interface EchoPeer extends EchoHabits {
  readonly name: string;
  /** Why it cannot be used on this machine, or null. */
  missing(): Promise<string | null>;
  /** The smallest window that it can compress with. */
  readonly minWindowBits: number;
  /** Null for a mere client. A wish that it cannot be told is left out. */
  readonly startServer: ((wishes: Wishes) => Promise<EchoServer>) | null;
  /** Connects, and sends back until the connection ends. */
  startClient(port: number, wishes: Wishes): Promise<void>;
  /** Ends what it has started. */
  stop(): Promise<void>;
}

export interface EchoServer {
  readonly port: number;
  close(): Promise<void>;
}
