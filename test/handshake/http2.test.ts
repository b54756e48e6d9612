/**
 * Extended CONNECT over real HTTP/2: `node:http2` on both sides of a loopback socket.
 */

import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  createServer,
  type Http2Server,
  type Http2Stream,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  connectRejectionHeaders,
  connectRequestHeaders,
  connectResponseHeaders,
  readConnectRequest,
  readConnectResponse,
} from '../../src/extended-connect.js';
import { Connection, type HeaderList, selectProtocol } from '../../src/index.js';

let server: Http2Server;
let client: ClientHttp2Session;

beforeAll(async () => {
  server = createServer({ settings: { enableConnectProtocol: true } });
  server.on('stream', (stream: ServerHttp2Stream, ...rest: unknown[]) => {
    serve(stream, rest[2] as string[]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  client = connect(`http://127.0.0.1:${port}`);
  await once(client, 'remoteSettings');
});

afterAll(async () => {
  client.close();
  server.close();
  await once(server, 'close');
});

/** Node gives the fields as names and values one behind the other. */
function pairsOf(raw: readonly string[]): HeaderList {
  return Array.from({ length: raw.length / 2 }, (_, i) => [
    raw[2 * i] as string,
    raw[2 * i + 1] as string,
  ]);
}

const objectOf = (list: HeaderList) => Object.fromEntries(list);

/** Moves bytes between a stream and a connection until the stream ends. */
function drive(stream: Http2Stream, connection: Connection, onText: (text: string) => void): void {
  const pump = () => {
    for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
      if (event.type === 'text') onText(event.data);
    }
    for (const bytes of connection.takeOutput()) stream.write(bytes);
    if (connection.transport !== 'open') stream.end();
  };
  stream.on('data', (chunk: Uint8Array) => {
    connection.receive(chunk);
    pump();
  });
  stream.on('end', () => {
    connection.receiveEnd();
    pump();
  });
  pump();
}

function serve(stream: ServerHttp2Stream, raw: readonly string[]): void {
  const result = readConnectRequest(pairsOf(raw));
  if (result.status === 'invalid') {
    stream.respond(objectOf(connectRejectionHeaders(result.error)), { endStream: true });
    return;
  }
  const protocol = selectProtocol(result.value.protocols, ['echo']);
  stream.respond(objectOf(connectResponseHeaders(result.value, { protocol })));
  const connection = new Connection({ role: 'server' });
  drive(stream, connection, (text) => connection.sendText(text));
}

async function request(headers: HeaderList) {
  const stream = client.request(objectOf(headers));
  const answer = new Promise<HeaderList>((resolve, reject) => {
    stream.on('response', (...rest: unknown[]) => resolve(pairsOf(rest[2] as string[])));
    stream.on('error', reject);
  });
  return { stream, answer: await answer };
}

const authority = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('a WebSocket in a stream of HTTP/2', () => {
  test('echoes messages and closes', async () => {
    const offered = { protocols: ['chat', 'echo'] };
    const { stream, answer } = await request(
      connectRequestHeaders({ scheme: 'http', authority: authority(), path: '/', ...offered }),
    );
    const opened = readConnectResponse(answer, offered);
    expect(opened).toMatchObject({ status: 'complete', value: { status: 200, protocol: 'echo' } });

    const connection = new Connection({ role: 'client' });
    const texts: string[] = [];
    connection.sendText('Hello');
    drive(stream, connection, (text) => {
      texts.push(text);
      connection.close(1000);
    });
    await once(stream, 'close');
    expect(texts).toStrictEqual(['Hello']);
    expect(connection.state).toBe('closed');
  });

  test('is refused with a status that the client can read', async () => {
    const wrong = connectRequestHeaders({ scheme: 'http', authority: authority(), path: '/' });
    const { stream, answer } = await request(
      wrong.map(([name, value]) => [name, name === 'sec-websocket-version' ? '8' : value]),
    );
    stream.resume();
    expect(readConnectResponse(answer)).toMatchObject({
      status: 'invalid',
      error: {
        code: 'status-not-2xx',
        response: {
          status: 400,
          headers: expect.arrayContaining([['sec-websocket-version', '13']]),
        },
      },
    });
  });

  test('is not asked for by an ordinary request', async () => {
    const { stream, answer } = await request([
      [':method', 'GET'],
      [':path', '/'],
    ]);
    stream.resume();
    expect(readConnectResponse(answer)).toMatchObject({ error: { response: { status: 405 } } });
  });
});
