/**
 * Properties over the package's own arbitraries, the same runs everywhere.
 */

import type { IRawProperty } from 'fast-check';
import { join } from '../../vectors/bits.js';
import { abnormal, peerOf, receiveAll, type Subject } from './subject.js';
import { same, type Tally } from './tally.js';

/** Any would do; a failure says with which path it can be had alone. */
const SEED = 6455;

export function checkProperties(tally: Tally, subject: Subject): void {
  const { codec, arbitraries, fc, extent } = subject;
  const { numRuns, maxMessageBytes } = extent;
  const { cut } = arbitraries;
  const run = <T>(title: string, property: IRawProperty<T, false>) =>
    tally.check(title, () => fc.assert(property, { seed: SEED, numRuns }));

  run(
    'a frame is read as it was written',
    fc.property(arbitraries.frame({ maxPayloadBytes: maxMessageBytes }), (frame) => {
      const bytes = codec.encodeFrame(frame);
      const result = codec.decodeFrame(bytes);
      same(result, { status: 'complete', value: frame, bytesRead: bytes.length });
    }),
  );
  run(
    'a stream means what it says, however it is cut',
    fc.property(arbitraries.validStream({ maxMessageBytes }), cut(), (stream, way) => {
      const connection = new codec.Connection({ role: stream.to });
      same(receiveAll(connection, way(stream)), stream.events);
    }),
  );
  run(
    'a broken stream fails with the code that it should, however it is cut',
    fc.property(arbitraries.brokenStream(), cut(), (stream, way) => {
      const { to: role, limits, error } = stream;
      const events = receiveAll(new codec.Connection({ role, ...limits }), way(stream));
      same(events, [...stream.events, { type: 'error', error }, abnormal]);
    }),
  );
  run(
    'a connection does what its model does',
    fc.property(arbitraries.operations(), ({ role, operations, expected }) => {
      same(arbitraries.play(new codec.Connection({ role }), operations), expected);
    }),
  );
  run(
    'a server finds in a request what stands in it',
    fc.property(arbitraries.handshakeRequest(), ({ bytes, request }) => {
      const result = codec.parseHandshake(bytes);
      same(result, { status: 'complete', value: request, bytesRead: bytes.length });
    }),
  );
  run(
    'a server refuses a broken request for the rule that it breaks',
    fc.property(arbitraries.brokenHandshakeRequest(), ({ bytes, violation, httpStatus }) => {
      const result = codec.parseHandshake(bytes);
      if (result.status !== 'invalid') throw new Error(result.status);
      same([result.error.code, result.error.httpStatus], [violation, httpStatus]);
    }),
  );
  run(
    'a client finds in an answer what stands in it',
    fc.property(arbitraries.handshakeResponse(), ({ bytes, expectation, response }) => {
      const result = codec.parseHandshakeResponse(bytes, expectation);
      same(result, { status: 'complete', value: response, bytesRead: bytes.length });
    }),
  );
  run(
    'a client refuses a broken answer for the rule that it breaks',
    fc.property(arbitraries.brokenHandshakeResponse(), ({ bytes, expectation, violation }) => {
      const result = codec.parseHandshakeResponse(bytes, expectation);
      same(result.status === 'invalid' ? result.error.code : result.status, violation);
    }),
  );
  for (const { name, make } of subject.compressors) {
    const extension = subject.deflate.permessageDeflate({ compressor: make() });
    run(
      `messages come out of ${name} as they went in, however they are cut`,
      fc.property(
        arbitraries.message({ maxMessageBytes }),
        arbitraries.deflateOffer(),
        cut(),
        ({ from, message }, { offer }, way) => {
          const server = extension.negotiate(offer);
          const client = server && extension.accept(server);
          if (server === null || client === null) throw new Error('nothing was agreed on');
          const extensions = { server: [server], client: [client] };
          const sender = new codec.Connection({ role: from, extensions: extensions[from] });
          const role = peerOf(from);
          const receiver = new codec.Connection({ role, extensions: extensions[role] });
          for (let times = 0; times < 2; times++) {
            if (message.type === 'text') sender.sendText(message.data, { compress: true });
            else sender.sendBinary(message.data, { compress: true });
          }
          const bytes = join(...sender.takeOutput());
          same(receiveAll(receiver, way(bytes)), [message, message, abnormal]);
          sender.receiveEnd();
        },
      ),
    );
  }
}
