/**
 * A WebSocket client made of the codec's functions and a socket: how little an embedder has to add.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  decodeFrame,
  encodeFrame,
  encodeHandshakeRequest,
  type Frame,
  generateKey,
  type HandshakeResponse,
  HeadBuffer,
  type Opcode,
  parseHandshakeResponse,
} from 'websocket-codec';

export class PureClient {
  readonly response: HandshakeResponse;
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #input: Uint8Array;

  private constructor(
    socket: Socket,
    chunks: AsyncIterator<Uint8Array>,
    response: HandshakeResponse,
    rest: Uint8Array,
  ) {
    this.#socket = socket;
    this.#chunks = chunks;
    this.response = response;
    this.#input = rest;
  }

  static async connect(port: number, protocols: readonly string[] = []): Promise<PureClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const key = generateKey();
    const host = `127.0.0.1:${port}`;
    socket.write(encodeHandshakeRequest({ host, target: '/', key, protocols }));

    const chunks: AsyncIterator<Uint8Array> = socket[Symbol.asyncIterator]();
    const head = new HeadBuffer();
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) throw new Error('the server ended the connection');
      const bytes = head.push(value);
      if (bytes === null) continue;
      const result = parseHandshakeResponse(bytes, { key, protocols });
      if (result.status === 'invalid') throw new Error(result.error.message);
      if (result.status === 'incomplete') continue;
      return new PureClient(socket, chunks, result.value, bytes.slice(result.bytesRead));
    }
  }

  send(opcode: Opcode, payload: string | Uint8Array = '', fin: boolean = true): void {
    const maskingKey = crypto.getRandomValues(new Uint8Array(4));
    this.#socket.write(encodeFrame({ opcode, payload, fin, maskingKey }));
  }

  /** The next frame, or null at the end of the connection. */
  async nextFrame(): Promise<Frame | null> {
    for (;;) {
      const result = decodeFrame(this.#input, { role: 'client' });
      if (result.status === 'invalid') throw new Error(result.error.message);
      if (result.status === 'complete') {
        this.#input = this.#input.subarray(result.bytesRead);
        return result.value;
      }
      if (!(await this.#read(result.bytesNeeded))) return null;
    }
  }

  end(): void {
    this.#socket.end();
  }

  /** Collects chunks until so many more bytes are there, and joins them once. */
  async #read(bytesNeeded: number): Promise<boolean> {
    const chunks = [this.#input];
    for (let missing = bytesNeeded; missing > 0; ) {
      const { value, done } = await this.#chunks.next();
      if (done) return false;
      chunks.push(value);
      missing -= value.length;
    }
    this.#input = Buffer.concat(chunks);
    return true;
  }
}
