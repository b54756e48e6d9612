/**
 * websocket-codec/streams: a connection as WHATWG streams, where the runtime has them.
 */

export { ConnectionClosedError } from './streams/connection-closed-error.js';
export type { ConnectionEnd } from './streams/connection-end.js';
export { ConnectionStreams, type ConnectionStreamsOptions } from './streams/connection-streams.js';
export type { MessageChunk, StreamPair } from './streams/stream-types.js';
