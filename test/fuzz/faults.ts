/**
 * The codec with one thing wrong, so that an oracle must notice.
 */

import { type Codec, codec } from '../../fuzz/codec.js';

type Decoder = InstanceType<Codec['FrameDecoder']>;
type Chunk = Parameters<Decoder['push']>[0];

/** Changes the last byte. */
function spoil(bytes: Uint8Array): void {
  const last = bytes.length - 1;
  if (last >= 0) bytes[last] = (bytes[last] as number) ^ 1;
}

export interface Fault {
  readonly target: string;
  /** The oracle that must notice. */
  readonly oracle: string;
  readonly name: string;
  readonly codec: Partial<Codec>;
}

export const faults: readonly Fault[] = [
  {
    target: 'header',
    oracle: 'verdict',
    name: 'a decoder that waits for what has come',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        return result.status === 'complete' ? { status: 'incomplete', bytesNeeded: 1 } : result;
      },
    },
  },
  {
    target: 'header',
    oracle: 'throws RangeError',
    name: 'a decoder that throws',
    codec: {
      decodeFrameHeader: () => {
        throw new RangeError('an index is out of range');
      },
    },
  },
  {
    target: 'header',
    oracle: 'fault',
    name: 'a decoder that allows reserved bits by the wrong rule',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        if (result.status !== 'invalid' || result.error.code !== 'reserved-bit-set') return result;
        return { status: 'invalid', error: { ...result.error, code: 'reserved-opcode' } };
      },
    },
  },
  {
    target: 'header',
    oracle: 'missing',
    name: 'a decoder that asks for a byte too many',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        if (result.status !== 'incomplete') return result;
        return { status: 'incomplete', bytesNeeded: result.bytesNeeded + 1 };
      },
    },
  },
  {
    target: 'header',
    oracle: 'close-code',
    name: 'an error with the close code of another',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        if (result.status !== 'invalid') return result;
        return { status: 'invalid', error: { ...result.error, closeCode: 1000 } };
      },
    },
  },
  {
    target: 'header',
    oracle: 'input-changed',
    name: 'a decoder that changes what it reads',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        // Behind the header, where it makes no difference to the values.
        if (result.status === 'complete' && bytes.length > result.bytesRead) spoil(bytes);
        return result;
      },
    },
  },
  {
    target: 'header',
    oracle: 'encode',
    name: 'an encoder that forgets the bits',
    codec: {
      encodeFrameHeader: (header: Parameters<Codec['encodeFrameHeader']>[0], options = {}) =>
        codec.encodeFrameHeader({ ...header, fin: true }, { ...options, unchecked: true }),
    },
  },
  {
    target: 'frame',
    oracle: 'aliasing',
    name: 'a payload that is a view of the input',
    codec: {
      decodeFrame: (bytes, rules) => {
        const result = codec.decodeFrame(bytes, rules);
        if (result.status !== 'complete' || result.value.maskingKey !== null) return result;
        const { length } = result.value.payload;
        const payload = bytes.subarray(result.bytesRead - length, result.bytesRead);
        return { ...result, value: { ...result.value, payload } };
      },
    },
  },
  {
    target: 'frame',
    oracle: 'retained',
    name: 'a payload that keeps more memory than it needs',
    codec: {
      decodeFrame: (bytes, rules) => {
        const result = codec.decodeFrame(bytes, rules);
        if (result.status !== 'complete') return result;
        const large = new Uint8Array(result.value.payload.length + 100);
        large.set(result.value.payload);
        const payload = large.subarray(0, result.value.payload.length);
        return { ...result, value: { ...result.value, payload } };
      },
    },
  },
  {
    target: 'frame',
    oracle: 'encode-into',
    name: 'an encoder that writes behind its frame',
    codec: {
      encodeFrameInto: (frame, bytes, offset) => {
        const end = codec.encodeFrameInto(frame, bytes, offset);
        bytes[end] = 0;
        return end;
      },
    },
  },
  {
    target: 'mask',
    oracle: 'cut',
    name: 'masking that forgets the offset',
    codec: { maskInPlace: (payload, key) => codec.maskInPlace(payload, key) },
  },
  {
    target: 'close',
    oracle: 'verdict',
    name: 'a decoder that takes any code',
    codec: {
      decodeClosePayload: (payload) => {
        const result = codec.decodeClosePayload(payload);
        if (result.status === 'complete' || result.error.code !== 'close-code-invalid')
          return result;
        return { status: 'complete', value: { code: 1000, reason: '' }, bytesRead: payload.length };
      },
    },
  },
  {
    target: 'extensions',
    oracle: 'answer',
    name: 'a server that promises a larger window than it was asked for',
    codec: {
      negotiateExtensions: (offers, supported) =>
        codec
          .negotiateExtensions(offers, supported)
          .map((agreed) => ({ ...agreed, parameters: agreed.parameters.slice(1) })),
    },
  },
  {
    target: 'request',
    oracle: 'cut',
    name: 'a parser that has its verdict too soon',
    codec: {
      parseHandshake: (bytes, limits) => {
        const result = codec.parseHandshake(bytes, limits);
        if (result.status !== 'incomplete' || bytes.length < 40) return result;
        return codec.parseHandshake(new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'));
      },
    },
  },
  {
    target: 'request',
    oracle: 'buffer',
    name: 'a buffer that gives a head that is not whole',
    codec: {
      HeadBuffer: class extends codec.HeadBuffer {
        override push(chunk: Uint8Array): Uint8Array | null {
          super.push(chunk);
          return chunk;
        }
      },
    },
  },
  {
    target: 'response',
    oracle: 'cut',
    name: 'a client that does not wait for the whole head',
    codec: {
      parseHandshakeResponse: (bytes, expectation, limits) => {
        const result = codec.parseHandshakeResponse(bytes, expectation, limits);
        if (result.status !== 'incomplete' || bytes.length < 20) return result;
        const response = new TextEncoder().encode('HTTP/1.1 200 OK\r\n\r\n');
        return codec.parseHandshakeResponse(response, expectation);
      },
    },
  },
  {
    target: 'stream',
    oracle: 'input-changed',
    name: 'a decoder that unmasks the chunks of others',
    codec: {
      FrameDecoder: class extends codec.FrameDecoder {
        override push(chunk: Chunk): void {
          super.push(chunk);
          spoil(chunk);
        }
      },
    },
  },
  {
    target: 'stream',
    oracle: 'verdict',
    name: 'a decoder that loses empty frames at the end of a chunk',
    codec: {
      FrameDecoder: class extends codec.FrameDecoder {
        override push(chunk: Chunk): void {
          const isEmptyFrame = chunk.length >= 2 && chunk.at(-1) === 0 && chunk.at(-2) === 0x8a;
          super.push(isEmptyFrame ? chunk.subarray(0, -1) : chunk);
        }
      },
    },
  },
  {
    target: 'stream',
    oracle: 'cost',
    name: 'a decoder that copies all it has with every chunk',
    codec: {
      FrameDecoder: class extends codec.FrameDecoder {
        override push(chunk: Chunk): void {
          const kept: Uint8Array[] = [];
          for (let time = 0; time < 20; time++) kept.push(chunk.slice());
          super.push(chunk);
        }
      },
    },
  },
  {
    target: 'stream',
    oracle: 'sticky',
    name: 'a decoder that forgets its error',
    codec: {
      FrameDecoder: class extends codec.FrameDecoder {
        #fresh = new codec.FrameDecoder();
        #hasFailed = false;
        override push(chunk: Chunk): void {
          if (this.#hasFailed) this.#fresh.push(chunk);
          else super.push(chunk);
        }
        override next(): ReturnType<Decoder['next']> {
          const result = this.#hasFailed ? this.#fresh.next() : super.next();
          if (result.status === 'invalid') this.#hasFailed = true;
          return result;
        }
      },
    },
  },
  {
    target: 'inflate',
    oracle: 'engines',
    name: 'an engine that leaves out the last byte',
    codec: {
      zlibCompressor: () => {
        const right = codec.zlibCompressor();
        return {
          ...right,
          createInflater: (settings) => {
            const inflater = right.createInflater(settings);
            const inflate = inflater.inflate.bind(inflater);
            inflater.inflate = (input, start, end, output) => {
              const isSound = inflate(input, start, end, output);
              output[0] = 0x3f;
              return isSound;
            };
            return inflater;
          },
        };
      },
    },
  },
  {
    target: 'connection',
    oracle: 'cut',
    name: 'a connection that pays attention to how its input is cut',
    codec: {
      Connection: class extends codec.Connection {
        override receive(chunk: Uint8Array): void {
          super.receive(chunk);
          if (chunk.length === 5) this.ping('five');
        }
      },
    },
  },
  {
    target: 'connection',
    oracle: 'close-once',
    name: 'a connection that never says that it is closed',
    codec: {
      Connection: class extends codec.Connection {
        override nextEvent(): ReturnType<InstanceType<Codec['Connection']>['nextEvent']> {
          const event = super.nextEvent();
          return event?.type === 'close' ? null : event;
        }
      },
    },
  },
  {
    target: 'connection',
    oracle: 'output',
    name: 'a connection that writes what is no frame',
    codec: {
      Connection: class extends codec.Connection {
        override takeOutput(): Uint8Array[] {
          for (const bytes of super.takeOutput()) {
            bytes[0] = 0xff;
            return [bytes];
          }
          return [];
        }
      },
    },
  },
  {
    target: 'pair',
    oracle: 'conservation',
    name: 'a connection that swallows messages',
    codec: {
      Connection: class extends codec.Connection {
        override sendText(text: string): boolean {
          return text.length === 3 || super.sendText(text);
        }
      },
    },
  },
  {
    target: 'peers-stream',
    oracle: 'differs',
    name: 'a connection that takes text for binary',
    codec: {
      Connection: class extends codec.Connection {
        override nextEvent(): ReturnType<InstanceType<Codec['Connection']>['nextEvent']> {
          const event = super.nextEvent();
          if (event?.type !== 'text') return event;
          return { type: 'binary', data: new TextEncoder().encode(event.data) };
        }
      },
    },
  },
  {
    target: 'peers-request',
    oracle: 'differs',
    name: 'a server that accepts every method',
    codec: {
      parseHandshake: (bytes, limits) => {
        const result = codec.parseHandshake(bytes, limits);
        if (result.status !== 'invalid' || result.error.code !== 'method-not-get') return result;
        const request = { ...result.error.request, method: 'GET', target: '/', version: '1.1' };
        return codec.readHandshake({ ...request, headers: request.headers ?? [] });
      },
    },
  },
  {
    target: 'peers-request',
    oracle: 'differs',
    name: 'a server that calls a good host invalid',
    codec: {
      parseHandshake: (bytes, limits) => {
        const result = codec.parseHandshake(bytes, limits);
        if (result.status !== 'complete' || !result.value.host.includes(':')) return result;
        const headers = result.value.headers.map(
          ([name, value]) => [name, name.toLowerCase() === 'host' ? 'a b' : value] as const,
        );
        return codec.readHandshake({ ...result.value, headers });
      },
    },
  },
  {
    target: 'peers-stream',
    oracle: 'differs',
    name: 'a connection that changes bytes of pings that are no UTF-8',
    codec: {
      Connection: class extends codec.Connection {
        override nextEvent(): ReturnType<InstanceType<Codec['Connection']>['nextEvent']> {
          const event = super.nextEvent();
          if (event?.type !== 'ping') return event;
          return { ...event, payload: event.payload.map((byte) => (byte >= 0xf8 ? 0xff : byte)) };
        }
      },
    },
  },
  {
    target: 'peers-stream',
    oracle: 'differs',
    name: 'a connection that changes bytes of pongs that are no UTF-8',
    codec: {
      Connection: class extends codec.Connection {
        override nextEvent(): ReturnType<InstanceType<Codec['Connection']>['nextEvent']> {
          const event = super.nextEvent();
          if (event?.type !== 'pong') return event;
          return { ...event, payload: event.payload.map((byte) => (byte >= 0xf8 ? 0xff : byte)) };
        }
      },
    },
  },
  {
    target: 'peers-response',
    oracle: 'fault',
    name: 'a client that refuses an answer with compression',
    codec: {
      parseHandshakeResponse: (bytes, expectation, limits) => {
        const result = codec.parseHandshakeResponse(bytes, expectation, limits);
        if (result.status !== 'complete' || result.value.extensions.length === 0) return result;
        return codec.parseHandshakeResponse(bytes, { ...expectation, extensions: [] }, limits);
      },
    },
  },
  {
    target: 'peers-response',
    oracle: 'differs',
    name: 'a client that takes any proof',
    codec: {
      parseHandshakeResponse: (bytes, expectation, limits) => {
        const result = codec.parseHandshakeResponse(bytes, expectation, limits);
        if (result.status !== 'invalid' || result.error.code !== 'accept-mismatch') return result;
        const text = Buffer.from(bytes).toString('latin1');
        const right = text.replace(
          /(?<=sec-websocket-accept:).*(?=\r\n)/i,
          codec.computeAccept(expectation.key),
        );
        return codec.parseHandshakeResponse(
          Uint8Array.from(Buffer.from(right, 'latin1')),
          expectation,
          limits,
        );
      },
    },
  },
];

/** The whole codec with the fault in it. */
export function faulty(fault: Fault): Codec {
  return { ...codec, ...fault.codec };
}
