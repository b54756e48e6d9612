/**
 * Faults that a comparison with others must notice.
 */

import { type Codec, codec } from '../../../fuzz/codec.js';
import type { Fault } from './fault.js';

export const peerFaults: readonly Fault[] = [
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
    oracle: 'verdict',
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
