/**
 * A peer that writes whatever bytes it is given, for what no WebSocket client would send.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  decodeClosePayload,
  decodeFrame,
  encodeHandshakeRequest,
  type Frame,
  Opcode,
} from 'websocket-codec';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const HEAD_END = '\r\n\r\n';
export const MASKING_KEY: Uint8Array = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** Writes the chunks, reads until the other side ends, and returns all that it has said. */
export async function exchange(port: number, ...chunks: (string | Uint8Array)[]): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  const answer = collect(socket);
  for (const chunk of chunks) socket.write(chunk);
  return answer;
}

/** What the server answers to one request, as text: the connection ends with it. */
export async function ask(port: number, ...lines: string[]): Promise<string> {
  return (await exchange(port, lines.join('\r\n') + HEAD_END)).toString('latin1');
}

export function handshakeTo(port: number, target: string = '/chat'): Uint8Array {
  return encodeHandshakeRequest({ host: `localhost:${port}`, target, key: KEY });
}

/** Opens a WebSocket, writes the bytes, and returns the frames that came until the server ended TCP. */
export async function framesAfter(port: number, ...chunks: Uint8Array[]): Promise<Frame[]> {
  const answer = await exchange(port, handshakeTo(port), ...chunks);
  return framesOf(answer.subarray(answer.indexOf(HEAD_END) + HEAD_END.length));
}

/** The same, each byte in a write of its own. */
export async function framesAfterDrip(port: number, ...chunks: Uint8Array[]): Promise<Frame[]> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const answer = collect(socket);
  for (const byte of Buffer.concat([handshakeTo(port), ...chunks])) {
    socket.write(Uint8Array.of(byte));
    await delay(0);
  }
  const bytes = await answer;
  return framesOf(bytes.subarray(bytes.indexOf(HEAD_END) + HEAD_END.length));
}

/** The code of the Close frame that must be the last one. */
export function lastCloseCode(frames: readonly Frame[]): number | null {
  const last = frames.at(-1);
  if (last?.opcode !== Opcode.Close) return null;
  const close = decodeClosePayload(last.payload);
  return close.status === 'complete' ? close.value.code : null;
}

async function collect(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // A reset instead of an orderly end would reject here.
  await once(socket, 'end');
  socket.destroy();
  return Buffer.concat(chunks);
}

function framesOf(bytes: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const result = decodeFrame(bytes.subarray(at), { role: 'client' });
    if (result.status !== 'complete') throw new Error(`frame ${frames.length} is ${result.status}`);
    frames.push(result.value);
    at += result.bytesRead;
  }
  return frames;
}
