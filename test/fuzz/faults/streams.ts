/**
 * Faults of what takes a stream.
 */

import { type Codec, codec } from '../../../fuzz/codec.js';
import { type Fault, spoil } from './fault.js';

type Decoder = InstanceType<Codec['FrameDecoder']>;
type Chunk = Parameters<Decoder['push']>[0];

export const streamFaults: readonly Fault[] = [
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
];
