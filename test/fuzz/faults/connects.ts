/**
 * Faults of extended CONNECT.
 */

import { codec } from '../../../fuzz/codec.js';
import type { Fault } from './fault.js';

export const connectFaults: readonly Fault[] = [
  {
    target: 'connect-request',
    oracle: 'value',
    name: 'a server that forgets the origin',
    codec: {
      readConnectRequest: (headers) => {
        const result = codec.readConnectRequest(headers);
        if (result.status !== 'complete') return result;
        return { ...result, value: { ...result.value, origin: null } };
      },
    },
  },
  {
    target: 'connect-request',
    oracle: 'encode',
    name: 'a client that sends no extensions',
    codec: {
      connectRequestHeaders: (init) => codec.connectRequestHeaders({ ...init, extensions: [] }),
    },
  },
  {
    target: 'connect-request',
    oracle: 'answer',
    name: 'a server that refuses with another status',
    codec: {
      connectRejectionHeaders: (rejection) =>
        codec.connectRejectionHeaders({ ...rejection, httpStatus: 500 }),
    },
  },
  {
    target: 'connect-request',
    oracle: 'input-changed',
    name: 'a server that puts names into lower case where they stand',
    codec: {
      readConnectRequest: (headers) => {
        for (const pair of headers as [string, string][]) pair[0] = pair[0].toLowerCase();
        return codec.readConnectRequest(headers);
      },
    },
  },
  {
    target: 'connect-response',
    oracle: 'value',
    name: 'a client that reads every status as 200',
    codec: {
      readConnectResponse: (headers, offered) => {
        const result = codec.readConnectResponse(headers, offered);
        if (result.status !== 'complete') return result;
        return { ...result, value: { ...result.value, status: 200 } };
      },
    },
  },
  {
    target: 'connect-response',
    oracle: 'reset',
    name: 'a client that never resets the stream',
    codec: {
      readConnectResponse: (headers, offered) => {
        const result = codec.readConnectResponse(headers, offered);
        if (result.status !== 'invalid') return result;
        return { ...result, error: { ...result.error, isMalformed: false } };
      },
    },
  },
];
