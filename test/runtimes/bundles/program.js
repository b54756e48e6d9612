/**
 * A program for a browser that uses a little of every entry point but that of Node and that of fast-check, to be bundled.
 */

import * as codec from 'websocket-codec';
import * as deflate from 'websocket-codec/deflate';
import * as bySize from 'websocket-codec/deflate/by-size';
import * as pako from 'websocket-codec/deflate/pako';
import * as extendedConnect from 'websocket-codec/extended-connect';
import * as streams from 'websocket-codec/streams';
import * as testing from 'websocket-codec/testing';

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

function compressed() {
  const compressor = bySize.compressorBySize({
    small: pako.pakoCompressor(),
    large: pako.pakoCompressor({ level: 1 }),
  });
  const extension = deflate.permessageDeflate({ compressor });
  const extensions = codec.negotiateExtensions([extension.offer], [extension]);
  const sender = new codec.Connection({ role: 'server', extensions });
  const receiver = new codec.Connection({ role: 'client', extensions });
  sender.sendText('and again, '.repeat(100));
  for (const bytes of sender.takeOutput()) receiver.receive(bytes);
  const event = receiver.nextEvent();
  return event?.type === 'text' && event.data.length;
}

function asked() {
  const init = { authority: 'a.example', path: '/chat' };
  const read = extendedConnect.readConnectRequest(extendedConnect.connectRequestHeaders(init));
  return read.status === 'complete' && read.value.path;
}

async function streamed() {
  if (globalThis.ReadableStream === undefined) return 'no streams';
  const [near, far] = [
    new streams.ConnectionStreams({ role: 'client' }),
    new streams.ConnectionStreams({ role: 'server' }),
  ];
  near.attach({ readable: far.outgoing.readable, writable: far.incoming.writable });
  near.outgoing.writable.getWriter().write('streams');
  const { value } = await far.incoming.readable.getReader().read();
  return value;
}

const found = [
  codec.computeAccept('dGhlIHNhbXBsZSBub25jZQ=='),
  text?.type === 'text' && text.data,
  binary?.type === 'binary' && binary.data.every((byte) => byte === 7) && binary.data.length,
  frame.status === 'complete' && String.fromCharCode(...frame.value.payload),
  compressed(),
  asked(),
  testing.conformanceCases.length > 100,
];

Object.assign(globalThis, {
  // So that nothing of them is left out of the bundle.
  entries: [codec, deflate, bySize, pako, extendedConnect, streams, testing],
  outcome: streamed().then((value) => [...found, value].join(' ')),
});
