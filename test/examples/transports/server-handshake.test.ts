import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { isSameOrigin, respond } from '../../../examples/transports/server.js';
import { type HandshakeRequest, Opcode } from '../../../src/index.js';
import {
  afterTest,
  dial,
  dialWebSocket,
  echo,
  masked,
  openServer,
  requestText,
  until,
} from './harness.js';

/** What comes back for a text, until the server ends the connection. */
async function ask(port: number, text: string): Promise<string> {
  const raw = await dial(port);
  raw.socket.write(text);
  await until(() => raw.isEnded || raw.isClosed, 'the server ends');
  raw.socket.end();
  return raw.text;
}

describe('an ordinary request', () => {
  const ordinary = 'GET /page HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

  test('is answered with 426 and the version where there is nothing else to say', async () => {
    const { port } = await openServer({ onConnection: echo });
    const answer = await ask(port, ordinary);
    expect(answer).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
    expect(answer).toMatch(/\r\nUpgrade: websocket\r\n/);
    expect(answer).toMatch(/\r\nDate: .* GMT\r\n/);
  });

  test('can be answered by the application on the same port', async () => {
    const { port } = await openServer({
      onConnection: echo,
      onRequest({ method, target }, socket) {
        const body = `${method} ${target}`;
        respond(socket, `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`, 300);
      },
    });
    expect(await ask(port, ordinary)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*GET \/page$/s);
    const raw = await dialWebSocket(port);
    raw.socket.write(masked(Opcode.Text, 'and a message'));
    await until(() => raw.frames.length === 1, 'the echo is here');
    expect(raw.frames[0]?.opcode).toBe(Opcode.Text);
  });

  test('can be handed to node:http, its body included', async () => {
    const http = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.end(`${request.method} ${request.url} ${body}`);
    });
    afterTest(() => http.closeAllConnections());
    const { port } = await openServer({
      onConnection: echo,
      onRequest(_, socket) {
        http.emit('connection', socket);
        socket.resume();
      },
    });
    const url = `http://127.0.0.1:${port}/form`;
    const big = 'x'.repeat(200_000);
    const post = { method: 'POST', headers: { connection: 'close' } };
    expect(await (await fetch(url, { ...post, body: 'a=1' })).text()).toBe('POST /form a=1');
    expect(await (await fetch(url, { ...post, body: big })).text()).toBe(`POST /form ${big}`);
  });

  test('that wants an upgrade to something else is ordinary too', async () => {
    const targets: string[] = [];
    const { port } = await openServer({
      onConnection: echo,
      onRequest(request, socket) {
        targets.push(request.target);
        socket.destroy();
      },
    });
    await ask(port, 'GET /h2 HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n');
    expect(targets).toEqual(['/h2']);
  });
});

describe('a handshake', () => {
  test.each([
    ['is no HTTP', 'hello\r\n\r\n', '400'],
    ['has no key', requestText().replace(/Sec-WebSocket-Key.*\r\n/, ''), '400'],
    ['speaks another version', requestText().replace('Version: 13', 'Version: 8'), '426'],
    ['never ends', `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}`, '431'],
  ])('that %s is refused', async (_, text, status) => {
    const { port } = await openServer({ onConnection: echo, onRequest: (__, s) => s.destroy() });
    expect(await ask(port, text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test('that does not come in time is answered with 408', async () => {
    const { port } = await openServer({ onConnection: echo, handshakeTimeoutMs: 100 });
    const started = performance.now();
    expect(await ask(port, 'GET /chat HTTP/1.1\r\nHost: a\r\n')).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  test('of a client that has gone meanwhile is forgotten', async () => {
    const { port } = await openServer({ onConnection: echo });
    const raw = await dial(port);
    raw.socket.end('GET /chat HTTP/1.1\r\n');
    await until(() => raw.isClosed, 'the server closes');
    expect(raw.text).toBe('');
  });

  test('has limits of its own', async () => {
    const { port } = await openServer({ onConnection: echo, headLimits: { maxHeaderCount: 5 } });
    expect((await dialWebSocket(port)).text).toMatch(/^HTTP\/1\.1 101 /);
    expect(await ask(port, requestText(['X: y']))).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('who may connect', () => {
  const request = (origin: string | null, host = 'example.com'): HandshakeRequest => ({
    origin,
    host,
    method: 'GET',
    target: '/',
    version: '1.1',
    headers: [],
    key: '',
    protocols: [],
    extensions: [],
  });

  test.each([
    [null, true],
    ['http://example.com', true],
    ['https://EXAMPLE.com', true],
    ['http://example.com:80', true],
    ['http://example.com:8080', false],
    ['http://example.org', false],
    ['ftp://example.com', false],
    ['null', false],
    ['', false],
  ])('from %s: %s', (origin, expected) => {
    expect(isSameOrigin(request(origin))).toBe(expected);
  });

  test('another site is answered with 403', async () => {
    const { port } = await openServer({ onConnection: echo });
    const answer = await ask(port, requestText(['Origin: http://evil.example']));
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('the application may say, with a status and fields of its own', async () => {
    const { port } = await openServer({
      onConnection: echo,
      authorize: () => ({
        httpStatus: 401,
        message: 'who are you?',
        headers: [['WWW-Authenticate', 'Basic realm="chat"']],
      }),
    });
    const answer = await ask(port, requestText());
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain('WWW-Authenticate: Basic realm="chat"\r\n');
  });

  test('the application may take its time, and nothing that comes meanwhile is lost', async () => {
    let accept: (() => void) | null = null;
    const { port } = await openServer({
      onConnection: echo,
      authorize: () =>
        new Promise<boolean>((resolve) => {
          accept = () => resolve(true);
        }),
    });
    const raw = await dial(port);
    raw.socket.write(requestText());
    await until(() => accept !== null, 'the request is being judged');
    raw.socket.write(masked(Opcode.Text, 'early'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(raw.text).toBe('');
    (accept as unknown as () => void)();
    await until(() => raw.frames.length === 1, 'the echo is here');
    expect(raw.frames[0]?.payload).toEqual(new Uint8Array(Buffer.from('early')));
  });

  test.each([
    ['authorize', { authorize: () => Promise.reject(new Error('a mistake')) }],
    [
      'onConnection',
      {
        onConnection: () => {
          throw new Error('a mistake');
        },
      },
    ],
  ])('a mistake in %s ends that connection alone, and is told', async (_, mistake) => {
    const errors: unknown[] = [];
    const { port } = await openServer({
      onConnection: echo,
      onError: (error) => errors.push(error),
      ...mistake,
    });
    await ask(port, requestText());
    expect(errors).toEqual([new Error('a mistake')]);
  });
});

test('more connections than allowed are dropped, and let in when one has left', async () => {
  const { port } = await openServer({ onConnection: echo, maxConnections: 2 });
  const first = await dialWebSocket(port);
  await dialWebSocket(port);
  const third = await dial(port);
  await until(() => third.isEnded || third.isClosed, 'the third is dropped');
  expect(third.text).toBe('');

  first.socket.end(masked(Opcode.Close, ''));
  await until(() => first.isClosed, 'the first has left');
  const fourth = await dialWebSocket(port);
  expect(fourth.text).toMatch(/^HTTP\/1\.1 101 /);
});
