/**
 * The client of docs/guides/http2-and-http3.md ends whatever the server does.
 */

import { once } from 'node:events';
import {
  constants,
  createServer as createHttp2Server,
  type Http2Server,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { connectResponseHeaders } from '../../../src/extended-connect.js';
import { CodeBlocks } from '../../code-blocks.js';

const page = new CodeBlocks('docs/guides/http2-and-http3.md');
page.program('drive', (code) => code.replace('5_000', '200'));
const client = page.program('client', (code) => code.replace('5_000', '500')).file;

const servers: (Server | Http2Server)[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => page.dispose());

/** Runs the client against a server; what it prints before it ends, and how it fails. */
async function outcome(server: Server | Http2Server) {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => {})));
  await once(server.listen(0, 'localhost'), 'listening');
  const { port } = server.address() as AddressInfo;
  return page.runFile(client, [], { PORT: String(port) }).then(
    ({ stdout }) => ({ stdout, stderr: '', killed: false }),
    ({ stdout, stderr, killed }: { stdout: string; stderr: string; killed: boolean }) => ({
      stdout,
      stderr: /^Error(?: \[\w+\]|: .*)/m.exec(stderr)?.[0] ?? stderr,
      killed,
    }),
  );
}

/** A server of HTTP/2 that takes extended CONNECT, and each stream of it. */
function withStreams(onStream: (stream: ServerHttp2Stream) => void): Http2Server {
  const server = createHttp2Server({ settings: { enableConnectProtocol: true } });
  return server.on('stream', (stream) => {
    stream.on('error', () => {});
    onStream(stream);
  });
}

const accept = (stream: ServerHttp2Stream) => {
  const agreed = connectResponseHeaders({ protocols: ['chat'], extensions: [] });
  stream.respond(Object.fromEntries(agreed));
};

describe('the client fails', () => {
  test.each<[string, string, () => Server | Http2Server]>([
    [
      'at a server that hangs up',
      'Error: closed before remoteSettings',
      () => createServer((socket) => socket.end()),
    ],
    [
      'at a server that says nothing',
      'Error: no remoteSettings in time',
      () => createServer(() => {}),
    ],
    [
      'at a server of HTTP/1.1',
      'Error [ERR_HTTP2_ERROR]',
      () => createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    ],
    [
      'at a stream that is reset with CANCEL',
      'Error: closed before response',
      () => withStreams((stream) => stream.close(constants.NGHTTP2_CANCEL)),
    ],
    [
      'at a stream that is reset with another code',
      'Error [ERR_HTTP2_STREAM_ERROR]',
      () => withStreams((stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)),
    ],
    ['at a stream that is not answered', 'Error: no response in time', () => withStreams(() => {})],
    [
      'at a session that ends before the answer',
      'Error: closed before response',
      () => withStreams((stream) => stream.session?.destroy()),
    ],
  ])('%s', async (_, stderr, server) => {
    expect(await outcome(server())).toStrictEqual({ stdout: '', stderr, killed: false });
  });
});

describe('the client says 1006', () => {
  test.each<[string, (stream: ServerHttp2Stream) => void]>([
    ['of a stream that is reset', (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)],
    ['of a stream that ends', (stream) => stream.end()],
    ['of a session that is lost', () => sockets.at(-1)?.resetAndDestroy()],
  ])('%s behind the answer', async (_, end) => {
    const server = withStreams((stream) => {
      accept(stream);
      stream.once('data', () => end(stream));
    });
    const { stdout, killed } = await outcome(server);
    expect([stdout.split('\n')[0], killed]).toStrictEqual(['null  1006', false]);
  });
});
