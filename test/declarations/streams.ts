/**
 * Where the runtime's declarations have WHATWG streams, those of the package are the same.
 */

import { ConnectionStreams, type MessageChunk } from 'websocket-codec/streams';

declare const bytes: TransformStream<Uint8Array, Uint8Array>;

const { incoming, outgoing } = new ConnectionStreams({ role: 'server' });
bytes.readable.pipeThrough(incoming).pipeThrough(new TransformStream<MessageChunk>());
export const reader: ReadableStreamDefaultReader<MessageChunk> = incoming.readable.getReader();
export const writer: WritableStreamDefaultWriter<MessageChunk> = outgoing.writable.getWriter();
// @ts-expect-error a message is a string or bytes
writer.write(1);
