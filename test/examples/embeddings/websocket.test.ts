import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { acceptUpgrades } from '../../../examples/embeddings/http-upgrade.js';
import { WebSocket } from '../../../examples/embeddings/websocket.js';
import { CloseEvent } from '../../../examples/embeddings/websocket-events.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { computeAccept } from '../../../src/index.js';
import {
  afterTest,
  type Closed,
  listenRaw,
  openServer,
  settled,
  until,
} from '../transports/harness.js';
import { makeCertificate } from './certificate.js';

const deflate = permessageDeflate({ compressor: zlibCompressor() });
const big = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7);
const hello = Uint8Array.from(Buffer.from('hello'));

/** A server that echoes, and does what it is told. */
async function openEcho(options: Partial<Parameters<typeof openServer>[0]> = {}) {
  const closes: Closed[] = [];
  const { port } = await openServer({
    protocols: ['echo'],
    onConnection: (peer) => ({
      onMessage({ data }) {
        if (data === 'close, please') return peer.close(4002, 'as you wish');
        return peer.send(data) || peer.drained();
      },
      onClose: (closed) => closes.push(closed),
    }),
    ...options,
  });
  return { port, closes };
}

/** A server that answers the handshake and leaves the rest to the test. */
async function openRaw(fields: readonly string[], onOpen: (socket: Socket) => void) {
  const heads: string[] = [];
  const { port } = await listenRaw((socket) =>
    socket.once('data', (bytes) => {
      const head = bytes.toString('latin1');
      heads.push(head);
      const key = /sec-websocket-key: (.*)\r\n/i.exec(head)?.[1] ?? '';
      const answer = [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${computeAccept(key)}`,
        ...fields,
      ];
      socket.write(`${answer.join('\r\n')}\r\n\r\n`);
      onOpen(socket);
    }),
  );
  return { port, heads };
}

/** A WebSocket and all that it has fired, in order. */
function open(url: string, ...rest: [protocols?: string | Iterable<string>, options?: object]) {
  const socket = new WebSocket(url, ...rest);
  const events: string[] = [];
  const messages: unknown[] = [];
  let close: Event | null = null;
  for (const type of ['open', 'error', 'close']) {
    socket.addEventListener(type, (event) => {
      events.push(`${type} ${socket.readyState}`);
      if (type === 'close') close = event;
    });
  }
  socket.addEventListener('message', (event) => messages.push((event as MessageEvent).data));
  afterTest(() => socket.close());
  const closed = async () => {
    await until(() => close !== null, 'it is closed');
    return close as unknown as InstanceType<typeof CloseEvent>;
  };
  return { socket, events, messages, closed };
}

const nameOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return (error as DOMException).name;
  }
  return 'nothing';
};

describe('a conversation', () => {
  test.each(['no extension', 'permessage-deflate'])(
    'with %s: all kinds, in order',
    async (name) => {
      const extensions = name === 'permessage-deflate' ? [deflate] : [];
      const { port, closes } = await openEcho({ extensions });
      const { socket, events, messages, closed } = open(`ws://127.0.0.1:${port}/a?b`, [
        'x',
        'echo',
      ]);
      socket.binaryType = 'arraybuffer';
      expect([socket.readyState, socket.url]).toEqual([0, `ws://127.0.0.1:${port}/a?b`]);
      await once(socket, 'open');
      expect(socket).toMatchObject({ protocol: 'echo', readyState: WebSocket.OPEN });
      expect(socket.extensions.split(';')[0]).toBe(extensions.length > 0 ? name : '');

      const changing = Uint8Array.from(hello);
      socket.send('Grüße 👋');
      socket.send(new Blob(['in a ', 'Blob']));
      socket.send(changing);
      socket.send(new DataView(hello.buffer, 1, 3));
      socket.send(big.buffer);
      changing.fill(0);
      expect(socket.bufferedAmount).toBe(12 + 9 + 5 + 3 + big.length);
      await until(() => messages.length === 5, 'all has come back');
      expect(messages[0]).toBe('Grüße 👋');
      const texts = messages.slice(1, 4).map((data) => Buffer.from(data as ArrayBuffer).toString());
      expect(texts).toEqual(['in a Blob', 'hello', 'ell']);
      expect(Buffer.compare(Buffer.from(messages[4] as ArrayBuffer), big)).toBe(0);
      expect(socket.bufferedAmount).toBe(0);

      socket.close(4321, 'enough');
      expect(socket.readyState).toBe(WebSocket.CLOSING);
      socket.send('too late');
      expect(await closed()).toMatchObject({ code: 4321, wasClean: true });
      expect(socket.bufferedAmount).toBe('too late'.length);
      expect(events).toEqual(['open 1', 'close 3']);
      await until(() => closes.length === 1, 'the server knows');
      expect(closes).toMatchObject([{ code: 4321, reason: 'enough', wasClean: true }]);
    },
  );

  test('has binary messages as Blobs unless one asks otherwise, and the code of the server', async () => {
    const { port } = await openEcho();
    const { socket, events, messages, closed } = open(`http://127.0.0.1:${port}`);
    expect(socket.url).toBe(`ws://127.0.0.1:${port}/`);
    await once(socket, 'open');
    Object.assign(socket, { binaryType: 'nodebuffer' });
    expect(socket.binaryType).toBe('blob');
    socket.send(hello);
    await until(() => messages.length === 1, 'the echo');
    expect(await (messages[0] as Blob).text()).toBe('hello');
    socket.send('close, please');
    expect(await closed()).toMatchObject({ code: 4002, reason: 'as you wish', wasClean: true });
    expect(events).toEqual(['open 1', 'close 3']);
  });

  test('with a server of another make, compressed', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true });
    await once(server, 'listening');
    afterTest(() => server.close());
    server.on('connection', (peer) => {
      peer.on('message', (data, isBinary) => peer.send(data, { binary: isBinary }));
      peer.on('close', (code, reason) => server.emit('left', `${code} ${reason}`));
    });
    const left = once(server, 'left');
    const { port } = server.address() as AddressInfo;
    const { socket, messages, closed } = open(`ws://127.0.0.1:${port}`);
    await once(socket, 'open');
    expect(socket.extensions).toBe('permessage-deflate');
    socket.send('Grüße 👋');
    socket.send(big);
    await until(() => messages.length === 2, 'both have come back');
    expect(messages[0]).toBe('Grüße 👋');
    const bytes = await (messages[1] as Blob).arrayBuffer();
    expect(Buffer.compare(Buffer.from(bytes), big)).toBe(0);
    // What was sent before it goes out before it, though a Blob has to be read first.
    socket.send(new Blob(['last']));
    socket.close(4321, 'enough');
    expect(await closed()).toMatchObject({ code: 4321, wasClean: true });
    expect(await left).toEqual(['4321 enough']);
  });

  test('tells how much waits, message by message, and what was lost', async () => {
    const peers: Socket[] = [];
    const { port } = await openRaw([], (socket) => peers.push(socket.pause()));
    const { socket, closed } = open(`ws://127.0.0.1:${port}`);
    await once(socket, 'open');
    const [messages, bytes] = [40, 1_000_000];
    socket.send(new Uint8Array(bytes));
    expect(socket.bufferedAmount).toBe(bytes);
    // What is sent in one turn goes to the system as one.
    for (let i = 1; i < messages; i++) {
      await new Promise(setImmediate);
      socket.send(new Uint8Array(bytes));
    }
    // The system takes some, and nobody reads them.
    const waiting = await settled(() => socket.bufferedAmount);
    expect(waiting).toBeGreaterThan(0);
    expect(waiting).toBeLessThan(messages * bytes);
    expect(waiting % bytes).toBe(0);
    peers[0]?.destroy();
    expect(await closed()).toMatchObject({ code: 1006, wasClean: false });
    expect(socket.bufferedAmount).toBe(waiting);
  });

  test('goes over TLS', async () => {
    const tls = makeCertificate();
    const server = createTlsServer(tls).listen(0, '127.0.0.1');
    acceptUpgrades(server, {
      onConnection: (peer) => ({ onMessage: ({ data }) => peer.send(data) }),
    });
    await once(server, 'listening');
    afterTest(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { socket, messages, closed } = open(`wss://127.0.0.1:${port}`, [], {
      tls: { ca: tls.cert },
    });
    await once(socket, 'open');
    socket.send('secret');
    await until(() => messages.length === 1, 'the echo');
    expect(messages).toEqual(['secret']);
    socket.close();
    expect(await closed()).toMatchObject({ code: 1005, wasClean: true });
    const stranger = open(`wss://127.0.0.1:${port}`);
    expect(await stranger.closed()).toMatchObject({ code: 1006, wasClean: false });
    expect(stranger.events).toEqual(['error 3', 'close 3']);
  });

  test('tells at once of options that TLS cannot use', () => {
    const tls = { minVersion: 'none' as never };
    expect(() => new WebSocket('wss://127.0.0.1:9', [], { tls })).toThrow(TypeError);
  });

  test('is heard by handlers, in the place where they were first set', async () => {
    const { port } = await openEcho();
    const { socket } = open(`ws://127.0.0.1:${port}`);
    const order: string[] = [];
    socket.onopen = () => order.push('replaced');
    socket.addEventListener('open', () => order.push('listener'));
    socket.onopen = () => order.push('handler');
    socket.onmessage = ({ data, origin }) => order.push(`${data} from ${origin}`);
    socket.onerror = () => order.push('never');
    socket.onerror = null;
    await once(socket, 'open');
    socket.send('echo');
    await until(() => order.length === 3, 'all were called');
    expect(order).toEqual(['handler', 'listener', `echo from ws://127.0.0.1:${port}`]);
    expect(socket.onerror).toBe(null);
  });

  test('sends U+FFFD for a lone surrogate, in texts and in reasons', async () => {
    const { port, closes } = await openEcho();
    const { socket, messages, closed } = open(`ws://127.0.0.1:${port}`);
    await once(socket, 'open');
    socket.send('\ud801x\udc01');
    expect(socket.bufferedAmount).toBe(3 + 1 + 3);
    await until(() => messages.length === 1, 'the echo');
    expect(messages).toEqual(['\ufffdx\ufffd']);
    expect(nameOf(() => socket.close(1000, `${'\ud801'.repeat(41)}x`))).toBe('SyntaxError');
    socket.close(1000, '\ud801'.repeat(41));
    expect(await closed()).toMatchObject({ code: 1000, wasClean: true });
    await until(() => closes.length === 1, 'the server knows');
    expect(closes).toMatchObject([{ reason: '\ufffd'.repeat(41) }]);
  });

  test('takes bytes of another realm, and whatever else as text', async () => {
    const { port } = await openEcho();
    const { socket, messages } = open(`ws://127.0.0.1:${port}`);
    socket.binaryType = 'arraybuffer';
    await once(socket, 'open');
    const send = (data: unknown) => socket.send(data as string);
    send(runInNewContext('Uint8Array.of(1, 2).buffer'));
    send(runInNewContext('Uint8Array.of(3, 4, 5).subarray(1)'));
    for (const data of [null, 5, [6, 7], {}]) send(data);
    expect(nameOf(() => send(Symbol('text')))).toBe('TypeError');
    await until(() => messages.length === 6, 'all has come back');
    const bytes = messages.slice(0, 2).map((data) => [...new Uint8Array(data as ArrayBuffer)]);
    expect(bytes).toEqual([
      [1, 2],
      [4, 5],
    ]);
    expect(messages.slice(2)).toEqual(['null', '5', '6,7', '[object Object]']);
  });

  test('ends cleanly when the closing handshake was done, whatever becomes of TCP behind it', async () => {
    const { port } = await openRaw([], (peer) =>
      peer.once('data', () => {
        peer.write(Uint8Array.of(0x88, 2, 0x03, 0xe8));
        setTimeout(() => peer.resetAndDestroy(), 100);
      }),
    );
    const { socket, events, closed } = open(`ws://127.0.0.1:${port}`);
    await once(socket, 'open');
    socket.close(1000);
    expect(await closed()).toMatchObject({ code: 1000, wasClean: true });
    expect(events).toEqual(['open 1', 'close 3']);
  });
});

describe('what fails', () => {
  test.each([
    ['a status that is not 101', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'],
    ['no answer', ''],
  ])('%s: an error, and 1006', async (_, answer) => {
    const { port } = await listenRaw((socket) => socket.once('data', () => socket.end(answer)));
    const { events, closed } = open(`ws://127.0.0.1:${port}`);
    expect(await closed()).toMatchObject({ code: 1006, reason: '', wasClean: false });
    expect(events).toEqual(['error 3', 'close 3']);
  });

  test('a server that takes none of the subprotocols', async () => {
    const { port } = await openEcho();
    const { events, closed } = open(`ws://127.0.0.1:${port}`, 'other');
    expect(await closed()).toMatchObject({ code: 1006, wasClean: false });
    expect(events).toEqual(['error 3', 'close 3']);
  });

  test('a server that takes a subprotocol which was not offered', async () => {
    const { port } = await openRaw(['Sec-WebSocket-Protocol: other'], () => {});
    for (const protocols of [[], ['echo']]) {
      const { socket, events, closed } = open(`ws://127.0.0.1:${port}`, protocols);
      expect(await closed()).toMatchObject({ code: 1006, wasClean: false });
      expect([events, socket.protocol]).toEqual([['error 3', 'close 3'], '']);
    }
  });

  test.each([
    ['ends', (peer: Socket) => peer.end()],
    ['is reset', (peer: Socket) => peer.resetAndDestroy()],
  ])('a connection that %s without a Close', async (_, end) => {
    const { port } = await openRaw([], (peer) => setTimeout(() => end(peer), 100));
    const { events, closed } = open(`ws://127.0.0.1:${port}`);
    expect(await closed()).toMatchObject({ code: 1006, reason: '', wasClean: false });
    expect(events).toEqual(['open 1', 'error 3', 'close 3']);
  });

  test('a close before it is open', async () => {
    const { port } = await openEcho();
    const { socket, events, closed } = open(`ws://127.0.0.1:${port}`);
    expect(nameOf(() => socket.send('too early'))).toBe('InvalidStateError');
    socket.close();
    expect(socket.readyState).toBe(WebSocket.CLOSING);
    expect(await closed()).toMatchObject({ code: 1006, wasClean: false });
    expect(events).toEqual(['error 3', 'close 3']);
  });

  test('a server that breaks the protocol', async () => {
    const { port } = await openEcho({
      onConnection: (_, { socket }) => {
        socket.write(Uint8Array.of(0x83, 0));
        return { onMessage() {} };
      },
    });
    const { events, closed } = open(`ws://127.0.0.1:${port}`);
    expect(await closed()).toMatchObject({ code: 1006, wasClean: false });
    expect(events).toEqual(['open 1', 'error 3', 'close 3']);
  });
});

describe('arguments', () => {
  test.each([
    ...['nonsense', '/relative', '//a.example', '#top', 'ws://a b.example/'],
    ...['ftp://a.example', 'about:blank', 'ws://a.example/#top', 'ws://a.example/#'],
  ])('the URL %s is refused', (url) => {
    expect(nameOf(() => new WebSocket(url))).toBe('SyntaxError');
  });

  test.each([[['a b']], [['a', 'A']], [''], [['é']]])(
    'the subprotocols %j are refused',
    (names) => {
      expect(nameOf(() => new WebSocket('ws://127.0.0.1:1', names))).toBe('SyntaxError');
    },
  );

  test.each([
    ['a sequence', new Set(['a', 'b']), 'a, b'],
    ['numbers', [1, 2], '1, 2'],
    ['a number', 5, '5'],
    ['null', null, 'null'],
    ['undefined', undefined, undefined],
    ['an empty sequence', [], undefined],
  ])('the subprotocols may be %s', async (_, protocols, field) => {
    const { port, heads } = await openRaw([], () => {});
    const { closed } = open(`ws://127.0.0.1:${port}`, protocols as string[]);
    await until(() => heads.length === 1, 'it has asked');
    expect(/^sec-websocket-protocol: (.*)\r$/im.exec(heads[0] ?? '')?.[1]).toBe(field);
    if (field !== undefined) await closed();
  });

  test('an object is no subprotocol, and a symbol is no text', () => {
    const opening = (protocols: unknown) => () =>
      new WebSocket('ws://127.0.0.1:1', protocols as string[]);
    expect(nameOf(opening({ length: 1 }))).toBe('SyntaxError');
    expect(nameOf(opening([Symbol('a')]))).toBe('TypeError');
  });

  test('close takes 1000, 3000 to 4999, and a reason of 123 bytes', async () => {
    const { port } = await openEcho();
    const { socket } = open(`ws://127.0.0.1:${port}`);
    for (const code of [0, 999, 1001, 1005, 1006, 2999, 5000, 69_000, Number.NaN]) {
      expect(nameOf(() => socket.close(code))).toBe('InvalidAccessError');
    }
    expect(nameOf(() => socket.close(1000, 'ü'.repeat(62)))).toBe('SyntaxError');
    expect(socket.readyState).toBe(WebSocket.CONNECTING);
    expect(nameOf(() => socket.close(3000, `${'ü'.repeat(61)}x`))).toBe('nothing');
  });

  test('the constants are on the class and on its prototype, and stay', () => {
    const { prototype } = WebSocket;
    for (const [value, name] of ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].entries()) {
      const constant = { value, enumerable: true, writable: false, configurable: false };
      expect(Object.getOwnPropertyDescriptor(WebSocket, name)).toEqual(constant);
      expect(Object.getOwnPropertyDescriptor(prototype, name)).toEqual(constant);
    }
  });

  test('a handler is an object or null, and what is no function is not called', async () => {
    const { port } = await openEcho();
    const { socket } = open(`ws://127.0.0.1:${port}`);
    const types = ['onopen', 'onmessage', 'onerror', 'onclose'] as const;
    for (const type of types) {
      const object = { handleEvent: () => expect.unreachable() };
      for (const [handler, kept] of [
        [object, object],
        [2, null],
        [object, object],
      ]) {
        Object.assign(socket, { [type]: handler });
        expect(socket[type]).toBe(kept);
      }
    }
    await once(socket, 'open');
  });

  test('the event of a close is what the standard says', async () => {
    const { port } = await openEcho();
    const { socket, closed } = open(`ws://127.0.0.1:${port}`);
    socket.close();
    const event = await closed();
    expect([String(socket), String(event)]).toEqual(['[object WebSocket]', '[object CloseEvent]']);
    expect(event).toMatchObject({ type: 'close', bubbles: false, cancelable: false });
    expect(Reflect.set(event, 'wasClean', true)).toBe(false);
    expect(event.wasClean).toBe(false);
    expect(new CloseEvent('close')).toMatchObject({ wasClean: false, code: 0, reason: '' });
    const init = { code: 1000, cancelable: true };
    expect(new CloseEvent('other', init)).toMatchObject({ type: 'other', ...init });
  });

  test('the class is called with new', () => {
    expect(nameOf(() => Reflect.apply(WebSocket, undefined, ['ws://127.0.0.1:1']))).toBe(
      'TypeError',
    );
  });
});
