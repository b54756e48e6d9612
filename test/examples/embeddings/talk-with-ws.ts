import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';
import { afterTest } from '../transports/harness.js';

const big = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, i) => i * 7));

/** What a talk with an echo server is to bring. */
export const GOOD_TALK = { text: 'Grüße 👋', isSame: true, pong: 'still there?', code: 4321 };

/** The client of the package ws, which has not come from here: text, 200 kB, a ping and a Close. */
export async function talkWithWs(url: string, options: ClientOptions = {}) {
  const socket = new WebSocket(url, options);
  afterTest(() => socket.terminate());
  await once(socket, 'open');
  socket.send('Grüße 👋');
  const [text] = await once(socket, 'message');
  socket.send(big);
  const [bytes] = await once(socket, 'message');
  socket.ping('still there?');
  const [pong] = await once(socket, 'pong');
  socket.close(4321, 'enough');
  const [code] = await once(socket, 'close');
  return { text: String(text), isSame: big.equals(bytes), pong: String(pong), code };
}
