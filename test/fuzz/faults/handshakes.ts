/**
 * Faults of the opening handshake.
 */

import { codec } from '../../../fuzz/codec.js';
import type { Fault } from './fault.js';

export const handshakeFaults: readonly Fault[] = [
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
];
