/**
 * The clients of docs/comparison.md that open sockets themselves.
 */

import * as undici from 'undici';
import * as ws from 'ws';
import { withServer } from './peers.js';

export const openWs = (url: string, options = {}) =>
  new ws.WebSocket(url, options).on('error', () => {}) as unknown as EventTarget;
export const openUndici = (url: string) => new undici.WebSocket(url) as unknown as EventTarget;

export const closing = (socket: EventTarget) =>
  new Promise<string>((resolve) => {
    socket.addEventListener('close', (event) => resolve(String(Reflect.get(event, 'code'))));
  });

/** What a client asks a server that hangs up. */
export async function requestOf(open: (url: string) => EventTarget): Promise<string> {
  let asked = '';
  const hangUp = (socket: { end(): void }, request: string) => {
    asked = request;
    socket.end();
  };
  await withServer(hangUp, (url) => closing(open(url)));
  return asked;
}
