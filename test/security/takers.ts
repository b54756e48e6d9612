/**
 * Whatever takes a peer's bytes, with what it gives made use of. An exception comes through; otherwise each says how often
 * it has ended, which is once.
 */

import * as codec from 'websocket-codec';
import { permessageDeflate } from 'websocket-codec/deflate';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import {
  connectRejectionHeaders,
  connectResponseHeaders,
  readConnectRequest,
  readConnectResponse,
} from 'websocket-codec/extended-connect';
import { ConnectionClosedError, ConnectionStreams } from 'websocket-codec/streams';
import { connect, drain, type Role, roles } from '../connection/drive.js';
import { KEY, latin1Text } from '../handshake/heads.js';
import { agreedDeflate, deflating, pako, zlib } from '../properties/deflating.js';
import { join } from '../vectors/bits.js';

type Take = (chunks: readonly Uint8Array[]) => number | Promise<number>;
export type Taker = readonly [title: string, take: Take];

const deflate = permessageDeflate({ compressor: pakoCompressor() });

/** For those who may change what they are given. */
const copies = (chunks: readonly Uint8Array[]) => chunks.map((chunk) => chunk.slice());

const connections: readonly (readonly [string, (role: Role) => codec.Connection])[] = [
  ['', (role) => connect(role)],
  [' in parts', (role) => connect(role, { streamMessages: true })],
  [' that owns its chunks', (role) => connect(role, { takeOwnership: true })],
  [' with compression on pako', (role) => deflating(role, pako)],
  [' with compression on node:zlib', (role) => deflating(role, zlib)],
];

function takeByConnection(connection: codec.Connection, chunks: readonly Uint8Array[]): number {
  let closes = 0;
  const take = () => {
    closes += drain(connection).filter(({ type }) => type === 'close').length;
    connection.takeOutput();
  };
  for (const chunk of copies(chunks)) {
    connection.receive(chunk);
    take();
  }
  connection.receiveEnd();
  take();
  return closes;
}

const pulls: readonly (readonly [string, (decoder: codec.FrameDecoder) => unknown])[] = [
  ['next', (decoder) => pullAll(() => decoder.next())],
  ['nextPart', (decoder) => pullAll(() => decoder.nextPart())],
  ['drain', (decoder) => decoder.drain(() => {})],
];

function pullAll(pull: () => { readonly status: string }): void {
  while (pull().status === 'complete');
}

function takeByDecoder(
  options: codec.FrameDecoderOptions,
  pull: (decoder: codec.FrameDecoder) => unknown,
  chunks: readonly Uint8Array[],
): number {
  const decoder = new codec.FrameDecoder(options);
  for (const chunk of copies(chunks)) {
    decoder.push(chunk);
    pull(decoder);
  }
  return 1;
}

/** What the application reads fails with the end of the connection, and with nothing else. */
async function takeByStreams(role: Role, chunks: readonly Uint8Array[]): Promise<number> {
  const extensions = [agreedDeflate(role, pako)];
  const streams = new ConnectionStreams({ role, extensions }).attach({
    readable: new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    }),
    writable: new WritableStream(),
  });
  const reader = streams.incoming.readable.getReader();
  try {
    while (!(await reader.read()).done);
  } catch (error) {
    if (!(error instanceof ConnectionClosedError)) throw error;
  }
  await streams.closed;
  return 1;
}

function takeByHandshakes(chunks: readonly Uint8Array[]): number {
  const buffer = new codec.HeadBuffer();
  for (const chunk of chunks) {
    const bytes = buffer.push(chunk);
    if (bytes === null) continue;
    codec.parseHandshakeResponse(bytes, { key: KEY, extensions: [deflate] });
    if (answer(codec.parseHandshake(bytes)) !== 'incomplete') break;
  }
  return 1;
}

function answer(
  result: codec.DecodeResult<codec.HandshakeRequest, codec.HandshakeError>,
): 'incomplete' | Uint8Array {
  if (result.status === 'incomplete') return 'incomplete';
  if (result.status === 'invalid') return codec.encodeRejection(result.error);
  const { value } = result;
  const extensions = codec.negotiateExtensions(value.extensions, [deflate]);
  return codec.encodeHandshakeResponse(value, { extensions });
}

/** A head as some other parser may give it, which judges nothing. */
function loosely(chunks: readonly Uint8Array[]): codec.RequestHead {
  const [first = '', ...lines] = latin1Text(join(...chunks).subarray(0, 20_000)).split('\r\n');
  const [method = '', target = '', version = ''] = first.split(' ');
  const headers = lines.map((line): [string, string] => {
    const [name = '', ...value] = line.split(':');
    return [name, value.join(':').trim()];
  });
  return { method, target, version, headers };
}

function takeByReadHandshake(chunks: readonly Uint8Array[]): number {
  const head = loosely(chunks);
  answer(codec.readHandshake(head));
  answer(codec.readHandshake({ ...head, method: 'GET', target: '/', version: '1.1' }));
  return 1;
}

/** With the fields as they are, and as the section of a right request or answer would have them. */
function takeByExtendedConnect(chunks: readonly Uint8Array[]): number {
  const { method, target, headers } = loosely(chunks);
  const fields = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !['', 'connection', 'upgrade', 'host'].includes(name));
  const place = [[':scheme', 'https'] as const, [':authority', 'localhost'] as const];
  const asked = [[':method', 'CONNECT'] as const, [':protocol', 'websocket'] as const, ...place];
  for (const list of [
    headers,
    [[':method', method] as const, [':path', target] as const, ...place, ...headers],
    [...asked, [':path', target] as const, ...fields],
    [...asked, [':path', '/'] as const, ...fields],
  ]) {
    const result = readConnectRequest(list);
    if (result.status === 'invalid') connectRejectionHeaders(result.error);
    else {
      const extensions = codec.negotiateExtensions(result.value.extensions, [deflate]);
      connectResponseHeaders(result.value, { extensions });
    }
  }
  for (const list of [headers, [[':status', target] as const, ...fields]]) {
    readConnectResponse(list, { extensions: [deflate] });
    readConnectResponse([[':status', '200'], ...list], { extensions: [deflate] });
  }
  return 1;
}

function takeByFunctions(chunks: readonly Uint8Array[]): number {
  for (const chunk of chunks) {
    codec.decodeFrame(chunk);
    codec.decodeFrameHeader(chunk);
    codec.decodeClosePayload(chunk.slice(0, 125));
  }
  return 1;
}

export const takers: readonly Taker[] = [
  ...roles.flatMap((role) => [
    ...connections.map(
      ([kind, open]): Taker => [
        `a connection of a ${role}${kind}`,
        (chunks) => takeByConnection(open(role), chunks),
      ],
    ),
    ...pulls.flatMap(([name, pull]) =>
      [false, true].map(
        (takeOwnership): Taker => [
          `${name} of the decoder of a ${role}${takeOwnership ? ' that owns its chunks' : ''}`,
          (chunks) => takeByDecoder({ role, takeOwnership }, pull, chunks),
        ],
      ),
    ),
    [`the streams of a ${role}`, (chunks) => takeByStreams(role, chunks)] satisfies Taker,
  ]),
  ['the functions that decode a frame', takeByFunctions],
  ['both sides of the handshake', takeByHandshakes],
  ['readHandshake', takeByReadHandshake],
  ['both sides of extended CONNECT', takeByExtendedConnect],
];
