/**
 * What the conformance run needs from a program that does the I/O: an echo server, and an echo client.
 */

export interface Transports {
  readonly name: string;
  /** Starts a server on a free port of the loopback interface that echoes every message. */
  startServer(): Promise<{ readonly port: number; close(): Promise<void> }>;
  /** Connects to `ws://127.0.0.1:<port><path>`, echoes every message, and is done when it is closed. */
  runClient(port: number, path: string): Promise<void>;
}
