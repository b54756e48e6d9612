import { describe, expect, test } from 'vitest';
import { connectWebSocket } from '../../../examples/transports/client.js';
import type { SocketDriver } from '../../../examples/transports/socket-driver.js';
import { Opcode } from '../../../src/index.js';
import {
  dial,
  dialWebSocket,
  echo,
  masked,
  openServer,
  requestText,
  type ServerOptions,
  until,
} from './harness.js';

describe('messages', () => {
  test('come back as they went', async () => {
    const { port } = await openServer({ onConnection: echo });
    const raw = await dialWebSocket(port);
    raw.socket.write(masked(Opcode.Text, 'grüße'));
    raw.socket.write(masked(Opcode.Binary, Uint8Array.of(0, 255)));
    await until(() => raw.frames.length === 2, 'both are back');
    expect(
      raw.frames.map(({ opcode, payload }) => [opcode, Buffer.from(payload).toString('hex')]),
    ).toEqual([
      [Opcode.Text, Buffer.from('grüße').toString('hex')],
      [Opcode.Binary, '00ff'],
    ]);
  });

  test('may come in the same packet as the handshake', async () => {
    const { port } = await openServer({ onConnection: echo });
    const raw = await dial(port);
    raw.socket.write(Buffer.concat([Buffer.from(requestText()), masked(Opcode.Text, 'at once')]));
    await until(() => raw.frames.length === 1, 'the echo is here');
    expect(Buffer.from(raw.frames[0]?.payload ?? []).toString()).toBe('at once');
  });

  test('may come in pieces of one byte, and so may the handshake', async () => {
    const { port } = await openServer({ onConnection: echo });
    const raw = await dial(port);
    raw.socket.setNoDelay(true);
    for (const byte of Buffer.concat([Buffer.from(requestText()), masked(Opcode.Text, 'drip')])) {
      raw.socket.write(Uint8Array.of(byte));
      await new Promise(setImmediate);
    }
    await until(() => raw.frames.length === 1, 'the echo is here');
    expect(raw.frames[0]?.payload).toEqual(new Uint8Array(Buffer.from('drip')));
  });

  test('of 1 MiB come back to many clients at once', async () => {
    const { port } = await openServer({ onConnection: echo });
    const bytes = new Uint8Array(1_048_576).map((_, index) => index * 31);
    const received = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const messages: Uint8Array[] = [];
        const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
          onOpen: (peer) => peer.send(bytes),
          onMessage({ data }) {
            messages.push(data as Uint8Array);
            client.stop();
          },
        });
        await client.finished;
        return messages;
      }),
    );
    expect(received.map(([message]) => Buffer.compare(message as Uint8Array, bytes))).toEqual(
      Array.from({ length: 20 }, () => 0),
    );
  });

  test('go to and from 200 connections at once', async () => {
    const peers = new Set<SocketDriver>();
    const { port } = await openServer({
      onConnection(peer) {
        peers.add(peer);
        return {
          onMessage: ({ data }) => peer.send(`${data}!`),
          onClose: () => peers.delete(peer),
        };
      },
    });
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        let answer: unknown = null;
        const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
          onOpen: (peer) => peer.send(`${index}`),
          onMessage({ data }) {
            answer = data;
            client.stop();
          },
        });
        const { code, wasClean } = await client.finished;
        return [answer, code, wasClean];
      }),
    );
    expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => [`${index}!`, 1000, true]));
    await until(() => peers.size === 0, 'all are gone');
  });
});

describe('the application', () => {
  test('learns what was asked, what was chosen, and the bytes of both heads', async () => {
    const seen: Parameters<ServerOptions['onConnection']>[1][] = [];
    const { port } = await openServer({
      protocols: ['chat', 'chess'],
      onConnection(_, openedBy) {
        seen.push(openedBy);
        return { onMessage() {} };
      },
    });
    const fields = ['Sec-WebSocket-Protocol: checkers, chess, chat'];
    const raw = await dialWebSocket(port, fields);
    expect(raw.text).toContain('Sec-WebSocket-Protocol: chess\r\n');
    const [openedBy] = seen;
    expect(openedBy?.protocol).toBe('chess');
    expect(openedBy?.request.target).toBe('/chat');
    expect(Buffer.from(openedBy?.heads.request ?? []).toString()).toBe(requestText(fields));
    expect(Buffer.from(openedBy?.heads.response ?? []).toString()).toBe(raw.text);
  });

  test('may speak first', async () => {
    const { port } = await openServer({
      onConnection(peer) {
        peer.send('welcome');
        return { onMessage() {} };
      },
    });
    const raw = await dialWebSocket(port);
    await until(() => raw.frames.length === 1, 'the greeting is here');
    expect(raw.frames[0]?.payload).toEqual(new Uint8Array(Buffer.from('welcome')));
  });

  test('is shown the frames on the wire, as they came and as they went', async () => {
    const wire: [string, string][] = [];
    const { port } = await openServer({
      onConnection: () => ({
        onMessage: ({ data }, peer) => peer.send(data),
        onBytes: (direction, bytes) => wire.push([direction, Buffer.from(bytes).toString('hex')]),
      }),
    });
    const raw = await dialWebSocket(port);
    raw.socket.write(masked(Opcode.Text, 'Hi'));
    await until(() => raw.frames.length === 1, 'the echo is here');
    expect(wire).toEqual([
      ['received', `8182010203044${'96b'}`],
      ['sent', '81024869'],
    ]);
  });

  test('that throws makes the peer hear 1011, and is told', async () => {
    const errors: unknown[] = [];
    const { port } = await openServer({
      onError: (error) => errors.push(error),
      onConnection: () => ({
        onMessage() {
          throw new Error('a mistake');
        },
      }),
    });
    const raw = await dialWebSocket(port);
    raw.socket.write(masked(Opcode.Text, 'Hi'));
    await until(() => raw.close !== null, 'a Close is here');
    expect(raw.close).toBe('1011 ');
    expect(errors).toEqual([new Error('a mistake')]);
  });

  test('may send after the peer has gone: nothing happens', async () => {
    const peers: SocketDriver[] = [];
    const { port } = await openServer({
      onConnection(peer) {
        peers.push(peer);
        return { onMessage() {} };
      },
    });
    const raw = await dialWebSocket(port);
    raw.socket.write(masked(Opcode.Close, ''));
    await until(() => peers[0]?.isOpen === false, 'the Close is here');
    const [peer] = peers as [SocketDriver];
    expect(peer.send('too late')).toBe(false);
    expect(peer.ping()).toBe(false);
    expect(await peer.drained()).toBe(false);
  });
});
