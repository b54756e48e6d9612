/**
 * What the checks are run on: the entry points of one copy of the package, by whatever way it came.
 */

type Codec = typeof import('../../../src/index.js');
type Connection = import('../../../src/index.js').Connection;
type ConnectionEvent = import('../../../src/index.js').ConnectionEvent;
type ConnectionOptions = import('../../../src/index.js').ConnectionOptions;
type Compressor = import('../../../src/deflate.js').Compressor;

export type Role = 'client' | 'server';
export const roles: readonly Role[] = ['client', 'server'];

export interface Subject {
  readonly codec: Codec;
  readonly deflate: typeof import('../../../src/deflate.js');
  readonly extendedConnect: typeof import('../../../src/extended-connect.js');
  readonly streams: typeof import('../../../src/adapters/streams.js');
  readonly testing: typeof import('../../../src/testing.js');
  readonly arbitraries: typeof import('../../../src/adapters/fast-check.js');
  readonly fc: typeof import('fast-check');
  readonly compressors: readonly NamedCompressor[];
  /** How much is done. */
  readonly extent: Extent;
}

export interface NamedCompressor {
  readonly name: string;
  readonly make: (options?: { level?: number }) => Compressor;
}

export interface Extent {
  /** Of each property. */
  readonly numRuns: number;
  /** Of messages and payloads in the properties. */
  readonly maxMessageBytes: number;
  /** A case in which the subject would get more than so many bytes is left out. */
  readonly maxCaseBytes: number;
  /** A case that repeats its steps more often is cut short to so many. */
  readonly maxRounds: number;
}

/**
 * The codec as it is where the runtime has WebCrypto. Elsewhere the embedder passes a random source, and so is one passed
 * here, of numbers that are always the same.
 */
export function withRandom(codec: Codec): Codec {
  const { crypto } = globalThis as { crypto?: { getRandomValues?: unknown } };
  if (typeof crypto?.getRandomValues === 'function') return codec;
  let state = 1;
  const random = (target: Uint8Array) => {
    for (let at = 0; at < target.length; at++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      target[at] = state >>> 16;
    }
  };
  return {
    ...codec,
    generateKey: () => codec.generateKey(random),
    Connection: class extends codec.Connection {
      constructor(options: ConnectionOptions) {
        super({ random, ...options });
      }
    },
  };
}

/** All events that there are. */
export function drain(connection: Connection): ConnectionEvent[] {
  const events: ConnectionEvent[] = [];
  for (let next = connection.nextEvent(); next !== null; next = connection.nextEvent()) {
    events.push(next);
  }
  return events;
}

/** All events of chunks that come one by one, and of the end behind them. */
export function receiveAll(
  connection: Connection,
  chunks: readonly Uint8Array[],
): ConnectionEvent[] {
  const events = chunks.flatMap((chunk) => {
    connection.receive(chunk);
    return drain(connection);
  });
  connection.receiveEnd();
  return [...events, ...drain(connection)];
}

/** What a connection says of a stream that ends without a Close. */
export const abnormal: ConnectionEvent = { type: 'close', code: 1006, reason: '', wasClean: false };

export function peerOf(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}
