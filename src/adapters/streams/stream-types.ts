/**
 * The streams of the WHATWG by the names that each runtime's own declarations give them. Whoever has none of these (no
 * DOM, no types of Node or of a worker) still gets declarations that compile: an interface of this name is merged with
 * those that are there.
 */

declare global {
  interface ReadableStream<R> {}
  interface WritableStream<W> {}
}

/** Two ends of a transport, or two ends of what stands between it and an application. */
export interface StreamPair<R, W> {
  readonly readable: ReadableStream<R>;
  readonly writable: WritableStream<W>;
}

/** A message as a chunk: a string is a text message, bytes are a binary one. */
export type MessageChunk = string | Uint8Array;
