/**
 * What users write against the declarations: no more is needed than `lib: ["ES2022"]`, in any module system.
 */

import fc from 'fast-check';
import {
  type AgreedTerms,
  Connection,
  type ConnectionEvent,
  decodeFrame,
  type HandshakeExpectation,
  negotiateExtensions,
  Opcode,
} from 'websocket-codec';
import { type Compressor, permessageDeflate } from 'websocket-codec/deflate';
import { compressorBySize } from 'websocket-codec/deflate/by-size';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import {
  connectResponseHeaders,
  type OfferedTerms,
  readConnectRequest,
  readConnectResponse,
} from 'websocket-codec/extended-connect';
import { ConnectionStreams, type StreamPair } from 'websocket-codec/streams';
import { type CaseData, CaseTester, conformanceCases } from 'websocket-codec/testing';
import { brokenStream, cut } from 'websocket-codec/testing/fast-check';

const result = decodeFrame(new Uint8Array(2), { role: 'server' });
if (result.status === 'complete') result.value.payload satisfies Uint8Array;
else if (result.status === 'incomplete') result.bytesNeeded satisfies number;
else result.error.closeCode satisfies number;
// @ts-expect-error a role is one of two words
decodeFrame(new Uint8Array(2), { role: 'peer' });

export const event: ConnectionEvent | null = new Connection({ role: 'server' }).nextEvent();
if (event?.type === 'text') event.data satisfies string;
if (event?.type === 'close') event.wasClean satisfies boolean;
export const opcode: Opcode = Opcode.Text;

const compressor: Compressor = zlibCompressor({ level: 1 }) ?? pakoCompressor();
const [agreed] = negotiateExtensions([], [permessageDeflate({ compressor })]);
agreed?.rsv satisfies number | undefined;
compressorBySize satisfies (options: never) => Compressor;

const request = readConnectRequest([[':method', 'CONNECT']]);
if (request.status === 'complete') {
  connectResponseHeaders(request.value) satisfies readonly (readonly [string, string])[];
}

const offered: OfferedTerms = { protocols: ['chat'] };
const response = readConnectResponse([[':status', '200']], offered);
if (response.status === 'complete') response.value satisfies AgreedTerms;
export const expectation: HandshakeExpectation = { key: 'dGhlIHNhbXBsZSBub25jZQ==', ...offered };

declare const transport: StreamPair<Uint8Array, Uint8Array>;
const streams = new ConnectionStreams({ role: 'client' }).attach(transport);
streams.closed.then(({ closeCode }) => closeCode satisfies number);

fc.property(brokenStream({ from: 'client' }), cut(), (stream, cut) => {
  cut(stream) satisfies Uint8Array[];
  stream.error.closeCode satisfies number;
});
const tester = new CaseTester(conformanceCases[0] as CaseData, { role: 'client', compressor });
tester.result?.verdict satisfies 'passed' | 'failed' | 'skipped' | undefined;
