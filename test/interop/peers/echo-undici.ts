/**
 * The npm package `undici` as an echo: its client reads compressed messages and sends none. What it offers
 * cannot be chosen.
 */

import { type MessageEvent, WebSocket } from 'undici';
import type { EchoPeer } from './echo.js';

export const undici: EchoPeer = {
  name: 'undici',
  missing: async () => null,
  compresses: false,
  sendsParts: false,
  sendsPlain: true,
  hearsPingsInside: true,
  minWindowBits: 8,
  startServer: null,
  async startClient(port) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }: MessageEvent) => socket.send(data));
  },
  stop: async () => {},
};
