/**
 * docs/guides/http2-and-http3.md: its programs do what the page says over HTTP/2, and the bytes that it shows of HTTP/3 are what
 * the package reads and writes.
 */

import { once } from 'node:events';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type Cut, cut } from '../../../src/adapters/fast-check.js';
import {
  type ConnectRequestInit,
  connectRejectionHeaders,
  connectRequestHeaders,
  connectResponseHeaders,
  readConnectRequest,
  readConnectResponse,
  SETTINGS_ENABLE_CONNECT_PROTOCOL,
} from '../../../src/extended-connect.js';
import { Connection, type ConnectionEvent, type HeaderList } from '../../../src/index.js';
import { CodeBlocks } from '../../code-blocks.js';
import { eventually } from '../../eventually.js';
import { freePort } from '../../free-port.js';
import { FrameType, Http3FrameReader, http3Frame, readSettings } from './http3-frames.js';
import { decodeFieldSection, encodeFieldSection } from './qpack.js';

const page = new CodeBlocks('docs/guides/http2-and-http3.md');

afterAll(() => page.dispose());

test('every block is run or read here', () => {
  expect(page.labels).toStrictEqual([
    'js drive',
    'js server',
    'js client',
    'text',
    'text server control stream',
    'text client request stream',
    'text server request stream',
    'text server refusal',
  ]);
});

describe('over HTTP/2', () => {
  page.program('drive');

  async function start(change?: (code: string) => string) {
    const port = await freePort();
    return { port, server: await page.start('server', { PORT: String(port) }, change) };
  }

  async function open(port: number): Promise<ClientHttp2Session> {
    const session = connect(`http://localhost:${port}`);
    await once(session, 'remoteSettings');
    return session;
  }

  const request = (port: number, init: Partial<ConnectRequestInit> = {}) => {
    const authority = `localhost:${port}`;
    const list = connectRequestHeaders({ scheme: 'http', authority, path: '/', ...init });
    return Object.fromEntries(list);
  };

  test('the client prints what the page says, and so does the server', async () => {
    const { port, server } = await start();
    const { stdout, stderr } = await page.run('client', [], { PORT: String(port) });
    expect(stderr).toBe('');
    expect(stdout).toBe(page.text('text'));
    await eventually(() =>
      expect(server.output).toBe(`listening\n${'closed with 1000\n'.repeat(3)}`),
    );
  });

  test.each([
    ['an ordinary request', 405, () => ({ ':path': '/' })],
    ['another origin', 403, (port: number) => request(port, { origin: 'https://evil.example' })],
    [
      'a version of old',
      400,
      (port: number) => ({ ...request(port), 'sec-websocket-version': '8' }),
    ],
  ])('the server refuses %s with %i', async (_, status, headers) => {
    const { port } = await start();
    const session = await open(port);
    const stream = session.request(headers(port)).resume();
    const [answer] = await once(stream, 'response');
    expect(answer[':status']).toBe(status);
    session.destroy();
  });

  test.each(['nowhere', '/a#b'])(
    'the server resets the stream of a request for %s, which breaks HTTP, and serves on',
    async (path) => {
      const { port } = await start();
      const session = await open(port);
      const stream = session.request({ ...request(port), ':path': path });
      const [error] = await once(stream, 'error');
      expect(error.message).toContain('PROTOCOL_ERROR');
      session.destroy();
      const { stdout } = await page.run('client', [], { PORT: String(port) });
      expect(stdout).toBe(page.text('text'));
    },
  );

  test('a stream that is reset has ended with 1006', async () => {
    const { port, server } = await start();
    const session = await open(port);
    const stream = session.request(request(port), { endStream: false });
    await once(stream, 'response');
    stream.close(constants.NGHTTP2_CANCEL);
    await eventually(() => expect(server.output).toBe('listening\nclosed with 1006\n'));
    session.destroy();
  });

  test('a peer that does not end is cancelled', async () => {
    page.program('drive', (code) => code.replace('5_000', '200'));
    const { port } = await start();
    page.program('drive');
    const session = await open(port);
    const stream = session.request(request(port), { endStream: false }).resume();
    stream.on('error', () => {}).write(Uint8Array.of(0x88, 0x80, 0, 0, 0, 0));
    await once(stream, 'close');
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
    session.destroy();
  });

  test('the client asks nothing of a server that has not said that it takes it', async () => {
    const { port } = await start((code) => code.replace('enableConnectProtocol: true', ''));
    await expect(page.run('client', [], { PORT: String(port) })).rejects.toMatchObject({
      stderr: expect.stringContaining('no WebSocket here'),
    });
  });
});

/** The bytes at the beginning of each line. */
function bytesOf(label: string): Uint8Array {
  const lines = page.text(`text ${label}`).split('\n');
  const hex = lines.map((line) => /^(?:[\da-f]{2}(?: |$))+/.exec(line)?.[0] ?? '');
  return Uint8Array.from(Buffer.from(hex.join('').replaceAll(' ', ''), 'hex'));
}

/** The texts beside the bytes, in order: names and values, and what a masked payload says. */
const wordsOf = (label: string) =>
  [...page.text(`text ${label}`).matchAll(/"([^"]*)"/g)].map(([, word]) => word).join('');

const offered = { protocols: ['chat', 'superchat'] };
const asked = { authority: 'server.example.com', path: '/chat', origin: 'https://www.example.com' };
const client = bytesOf('client request stream');
const server = bytesOf('server request stream');

/** A stream of requests in HTTP/3: fields, and behind them the bytes of WebSocket. */
function readStream(chunks: readonly Uint8Array[]) {
  const reader = new Http3FrameReader();
  const fields: HeaderList[] = [];
  const data: Uint8Array[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let frame = reader.next(); frame !== null; frame = reader.next()) {
      if (frame.type === FrameType.Headers) fields.push(decodeFieldSection(frame.payload));
      else data.push(frame.payload);
    }
  }
  expect(reader.pendingBytes).toBe(0);
  return { fields: fields[0] ?? [], data };
}

const headersFrame = (fields: HeaderList) =>
  http3Frame(FrameType.Headers, encodeFieldSection(fields));
const dataFrames = (chunks: readonly Uint8Array[]) =>
  chunks.map((chunk) => http3Frame(FrameType.Data, chunk));

const anyCut = (check: (cut: Cut) => void) => fc.assert(fc.property(cut(), check));

function eventsOf(connection: Connection): ConnectionEvent[] {
  const events: ConnectionEvent[] = [];
  for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
    events.push(event);
  }
  return events;
}

describe('over HTTP/3, on paper', () => {
  test('the reader of field sections reads the example of RFC 9204, Appendix B.1', () => {
    const bytes = Buffer.from('0000510b2f696e6465782e68746d6c', 'hex');
    expect(decodeFieldSection(bytes)).toStrictEqual([[':path', '/index.html']]);
    expect(Buffer.from(encodeFieldSection([[':path', '/index.html']]))).toStrictEqual(bytes);
  });

  test('the server says that it takes extended CONNECT', () => {
    const [streamType, ...frame] = bytesOf('server control stream');
    const reader = new Http3FrameReader();
    reader.push(Uint8Array.from(frame));
    const { type, payload } = reader.next() ?? { type: null, payload: new Uint8Array(0) };
    expect([streamType, type]).toStrictEqual([0, FrameType.Settings]);
    expect(readSettings(payload)).toStrictEqual([[SETTINGS_ENABLE_CONNECT_PROTOCOL, 1]]);
  });

  test('the request is read, and written', () => {
    const { fields } = readStream([client]);
    expect(readConnectRequest(fields)).toMatchObject({
      status: 'complete',
      value: { scheme: 'https', ...asked, ...offered, extensions: [] },
    });
    const frame = headersFrame(connectRequestHeaders({ ...asked, ...offered }));
    expect(client.subarray(0, frame.length)).toStrictEqual(frame);
    expect(wordsOf('client request stream')).toBe(`${fields.flat().join('')}Hello`);
  });

  test('the response is read, and written', () => {
    const { fields } = readStream([server]);
    expect(readConnectResponse(fields, offered)).toMatchObject({
      status: 'complete',
      value: { status: 200, protocol: 'chat' },
    });
    const frame = headersFrame(
      connectResponseHeaders({ ...offered, extensions: [] }, { protocol: 'chat' }),
    );
    expect(server.subarray(0, frame.length)).toStrictEqual(frame);
    expect(wordsOf('server request stream')).toBe(`${fields.flat().join('')}Hello`);
  });

  test('the refusal is read, and written', () => {
    const refusal = bytesOf('server refusal');
    expect(readConnectResponse(readStream([refusal]).fields, offered)).toMatchObject({
      error: { code: 'status-not-2xx', response: { status: 403 } },
    });
    expect(headersFrame(connectRejectionHeaders({ httpStatus: 403 }))).toStrictEqual(refusal);
  });

  test('a server that echoes writes what the page says, however the stream of the client is cut', () => {
    anyCut((cut) => {
      const { fields, data } = readStream(cut(client));
      const request = readConnectRequest(fields);
      if (request.status === 'invalid') throw new Error(request.error.message);
      const written = [headersFrame(connectResponseHeaders(request.value, { protocol: 'chat' }))];
      const connection = new Connection({ role: 'server' });
      const events: ConnectionEvent[] = [];
      for (const bytes of data.flatMap((content) => cut(content))) {
        connection.receive(bytes);
        for (const event of eventsOf(connection)) {
          events.push(event);
          if (event.type === 'text') connection.sendText(event.data);
        }
        written.push(...dataFrames(connection.takeOutput()));
      }
      expect(Buffer.concat(written)).toStrictEqual(Buffer.from(server));
      expect(events).toMatchObject([
        { type: 'text', data: 'Hello' },
        { type: 'close', code: 1000, wasClean: true },
      ]);
      expect(connection.transport).toBe('end-after-output');
    });
  });

  test('a client writes what the page says, however the stream of the server is cut', () => {
    anyCut((cut) => {
      const random = (target: Uint8Array) => {
        for (let i = 0; i < target.length; i++) target[i] = [0x37, 0xfa, 0x21, 0x3d][i % 4] ?? 0;
      };
      const connection = new Connection({ role: 'client', random });
      connection.sendText('Hello');
      const [hello = new Uint8Array(0)] = connection.takeOutput();
      const parts = [hello.subarray(0, 7), hello.subarray(7)];
      const written = [headersFrame(connectRequestHeaders({ ...asked, ...offered }))];
      written.push(...dataFrames(parts));

      const { fields, data } = readStream(cut(server));
      expect(readConnectResponse(fields, offered).status).toBe('complete');
      const events: ConnectionEvent[] = [];
      for (const bytes of data.flatMap((content) => cut(content))) {
        connection.receive(bytes);
        for (const event of eventsOf(connection)) {
          events.push(event);
          if (event.type === 'text') connection.close(1000);
        }
        written.push(...dataFrames(connection.takeOutput()));
      }
      expect(Buffer.concat(written)).toStrictEqual(Buffer.from(client));
      // The server has ended its side as well.
      connection.receiveEnd();
      events.push(...eventsOf(connection));
      expect(events).toMatchObject([
        { type: 'text', data: 'Hello' },
        { type: 'close', code: 1000, wasClean: true },
      ]);
      expect(connection.transport).toBe('close-after-output');
    });
  });
});
