import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Peer } from '../../../examples/embeddings/bun-peer.js';
import { Connection, encodeHandshakeRequest, generateKey } from '../../../src/index.js';

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A socket of Bun with room for so many bytes, and a peer on it whose handshake is done. */
function open(roomAfterHandshake: number) {
  let room = Number.POSITIVE_INFINITY;
  const socket = {
    data: null as unknown as Peer,
    write(bytes: Uint8Array) {
      const taken = Math.min(room, bytes.length);
      room -= taken;
      return taken;
    },
    end() {},
    pause: vi.fn(),
    resume: vi.fn(),
    terminate: vi.fn(),
  };
  const peer = new Peer(socket);
  peer.receive(encodeHandshakeRequest({ host: 'a', target: '/', key: generateKey() }));
  room = roomAfterHandshake;
  const close = () => {
    room = -1;
    peer.forget();
  };
  const take = (bytes: number) => {
    room = bytes;
  };
  return { peer, socket, take, close };
}

test('tells how it ended, though the socket has not taken everything', () => {
  const { peer, socket, close } = open(200);
  const client = new Connection({ role: 'client' });
  for (let i = 0; i < 3; i++) client.sendBinary(new Uint8Array(5_000));
  for (const bytes of client.takeOutput()) peer.receive(bytes);
  expect(lines).toEqual([]);
  close();
  expect(lines).toEqual(['closed 1006 false']);
  vi.runAllTimers();
  expect(socket.terminate).not.toHaveBeenCalled();
});

test('stops reading while the socket has not taken everything', () => {
  const { peer, socket, take } = open(200);
  expect(socket.pause).not.toHaveBeenCalled();
  const client = new Connection({ role: 'client' });
  client.sendBinary(new Uint8Array(5_000));
  for (const bytes of client.takeOutput()) peer.receive(bytes);
  expect(socket.pause).toHaveBeenCalledOnce();
  socket.resume.mockClear();
  take(4_000);
  peer.pump();
  expect(socket.resume).not.toHaveBeenCalled();
  take(4_000);
  peer.pump();
  expect(socket.resume).toHaveBeenCalledOnce();
});

test('gives up a client that does not end its side', () => {
  const { peer, socket } = open(Number.POSITIVE_INFINITY);
  const client = new Connection({ role: 'client' });
  client.close(1000);
  for (const bytes of client.takeOutput()) peer.receive(bytes);
  expect(lines).toEqual(['closed 1000 true']);
  vi.runAllTimers();
  expect(socket.terminate).toHaveBeenCalledOnce();
});
