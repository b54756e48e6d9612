/**
 * A program for a browser that uses a little of everything, to be bundled.
 */

import * as codec from 'websocket-codec';

const key = codec.generateKey();
const request = codec.encodeHandshakeRequest({ host: 'a.example', target: '/', key });
const parsed = codec.parseHandshake(request);
if (parsed.status !== 'complete') throw new Error(`the request is ${parsed.status}`);
const response = codec.encodeHandshakeResponse(parsed.value);
const answer = codec.parseHandshakeResponse(response, { key });
if (answer.status !== 'complete') throw new Error(`the answer is ${answer.status}`);

const client = new codec.Connection({ role: 'client' });
const server = new codec.Connection({ role: 'server' });
client.sendText('κόσμε');
client.sendBinary(new Uint8Array(20_000).fill(7));
for (const bytes of client.takeOutput()) server.receive(bytes);
const [text, binary] = [server.nextEvent(), server.nextEvent()];

const frame = codec.decodeFrame(codec.encodeFrame({ opcode: codec.Opcode.Text, payload: 'Hello' }));

Object.assign(globalThis, {
  outcome: [
    codec.computeAccept('dGhlIHNhbXBsZSBub25jZQ=='),
    text?.type === 'text' && text.data,
    binary?.type === 'binary' && binary.data.every((byte) => byte === 7) && binary.data.length,
    frame.status === 'complete' && String.fromCharCode(...frame.value.payload),
  ].join(' '),
});
