import { constants, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AgreedDeflate,
  cut,
  type FrameValue,
  message,
  type ValidStream,
  validStream,
} from '../../../src/adapters/fast-check.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../../src/adapters/pako.js';
import { permessageDeflate } from '../../../src/extension/permessage-deflate.js';
import type { NegotiatedExtension } from '../../../src/handshake/extension.js';
import { negotiateExtensions } from '../../../src/handshake/negotiate-extensions.js';
import { Opcode } from '../../../src/vocabulary/opcode.js';
import { connect, drain, type Role } from '../../connection/drive.js';
import { join, legible, toHex } from '../../vectors/bits.js';
import { runs, sample, share, smallest } from './sampling.js';

const compressor = zlibCompressor();
const maxMessageBytes = 2_000;

/** Any terms that both compressors can keep to. */
const anyTerms: fc.Arbitrary<AgreedDeflate> = fc.record(
  {
    compressor: fc.constantFrom(compressor, pakoCompressor()),
    serverNoContextTakeover: fc.boolean(),
    clientNoContextTakeover: fc.boolean(),
    serverMaxWindowBits: fc.integer({ min: 9, max: 15 }),
    clientMaxWindowBits: fc.integer({ min: 9, max: 15 }),
  },
  { requiredKeys: ['compressor'] },
);

/** The terms as an agreement between two sides that both want them. */
function agreed(terms: AgreedDeflate, role: Role): readonly NegotiatedExtension[] {
  const deflate = permessageDeflate(terms);
  const answers = negotiateExtensions([deflate.offer], [deflate]);
  if (role === 'server') return answers;
  return answers.flatMap((answer) => deflate.accept(answer) ?? []);
}

/** The payloads of the messages of a stream that are whole, in order. */
function payloadsOf(frames: readonly FrameValue[]) {
  const found: { opcode: number; isCompressed: boolean; payload: Uint8Array }[] = [];
  let open: FrameValue[] = [];
  for (const frame of frames.filter(({ opcode }) => opcode < 8)) {
    open.push(frame);
    const [first] = open;
    if (!frame.fin || first === undefined) continue;
    const payload = join(...open.map((one) => one.payload));
    found.push({ opcode: first.opcode, isCompressed: first.rsv1, payload });
    open = [];
  }
  return found;
}

/** What zlib makes of a message, with what came before it as a dictionary. */
function inflated(payload: Uint8Array, dictionary: Uint8Array): Uint8Array {
  return new Uint8Array(
    inflateRawSync(join(payload, Uint8Array.of(0, 0, 0xff, 0xff)), {
      finishFlush: constants.Z_SYNC_FLUSH,
      ...(dictionary.length === 0 ? {} : { dictionary }),
    }),
  );
}

/** The messages of a stream, read by zlib alone. */
function readByZlib({ from, frames }: ValidStream, terms: AgreedDeflate) {
  const bits = terms[`${from}MaxWindowBits`] ?? 15;
  const forgets = terms[`${from}NoContextTakeover`] === true;
  let window = new Uint8Array(0);
  return payloadsOf(frames).map(({ opcode, isCompressed, payload }) => {
    const data = isCompressed ? inflated(payload, window) : payload;
    if (isCompressed && !forgets) window = new Uint8Array(join(window, data).slice(-(2 ** bits)));
    return { opcode, data: toHex(data) };
  });
}

function messagesOf({ events }: ValidStream) {
  return events.flatMap((event): { opcode: number; data: string }[] => {
    if (event.type === 'text')
      return [{ opcode: Opcode.Text, data: toHex(new TextEncoder().encode(event.data)) }];
    return event.type === 'binary' ? [{ opcode: Opcode.Binary, data: toHex(event.data) }] : [];
  });
}

const drawn = anyTerms.chain((deflate) =>
  fc.tuple(fc.constant(deflate), validStream({ deflate, maxMessageBytes })),
);

test.each(runs)('a connection gives the plain messages, however they are cut (%j)', (run) => {
  fc.assert(
    fc.property(drawn, cut(), ([terms, stream], way) => {
      const extensions = agreed(terms, stream.to);
      expect(extensions).toHaveLength(1);
      const connection = connect(stream.to, { extensions, maxMessageBytes });
      const events = way(stream).flatMap((chunk) => {
        connection.receive(chunk);
        return drain(connection);
      });
      connection.receiveEnd();
      expect(legible([...events, ...drain(connection)])).toStrictEqual(legible(stream.events));
    }),
    run,
  );
});

test.each(runs)('each event comes with the byte that it was promised for (%j)', (run) => {
  const short = validStream({ deflate: { compressor }, maxMessageBytes: 40, maxMessages: 4 });
  fc.assert(
    fc.property(short, (stream) => {
      const connection = connect(stream.to, { extensions: agreed({ compressor }, stream.to) });
      const seen = [...stream.bytes].flatMap((byte, at) => {
        connection.receive(Uint8Array.of(byte));
        return drain(connection).map((event) => ({ event, after: at + 1 }));
      });
      const ended = stream.end === 'close' ? stream.arrivals : stream.arrivals.slice(0, -1);
      expect(seen).toStrictEqual(ended);
    }),
    run,
  );
});

test.each(runs)('zlib alone reads the same, with no window larger than was agreed (%j)', (run) => {
  fc.assert(
    fc.property(drawn, ([terms, stream]) => {
      expect(readByZlib(stream, terms)).toStrictEqual(messagesOf(stream));
    }),
    run,
  );
});

test.each(runs)('a single message is the first of its sender (%j)', (run) => {
  const messages = anyTerms.chain((deflate) => message({ deflate, maxMessageBytes }));
  fc.assert(
    fc.property(messages, ({ frames, message: { type, data } }) => {
      const plain = type === 'text' ? new TextEncoder().encode(data) : data;
      const [only] = payloadsOf(frames).map(({ isCompressed, payload }) =>
        isCompressed ? inflated(payload, new Uint8Array(0)) : payload,
      );
      expect(toHex(only ?? new Uint8Array(0))).toBe(toHex(plain));
    }),
    run,
  );
});

const streamsOf = (terms: Omit<AgreedDeflate, 'compressor'>) =>
  sample(validStream({ from: 'client', deflate: { compressor, ...terms }, maxMessageBytes }), 400);

test('compressed messages and others, in fragments and empty ones, are reached', () => {
  const streams = streamsOf({});
  const messages = streams.flatMap(({ frames }) => payloadsOf(frames));
  expect(share(messages, ({ isCompressed }) => isCompressed)).toBeGreaterThan(0.5);
  expect(share(messages, ({ isCompressed }) => !isCompressed)).toBeGreaterThan(0.15);
  expect(share(messages, ({ payload }) => toHex(payload) === '00')).toBeGreaterThan(0.01);
  const all = streams.flatMap(({ frames }) => frames);
  expect(all.some(({ rsv1, fin }) => rsv1 && !fin)).toBe(true);
  // RFC 7692 §6.1: on the first frame of a message and on no other.
  const marked = all.filter(({ rsv1 }) => rsv1);
  expect(marked.every(({ opcode }) => opcode === Opcode.Text || opcode === Opcode.Binary)).toBe(
    true,
  );
  // A flush in the middle leaves its four bytes there.
  expect(messages.some(({ payload }) => toHex(payload).includes('0000ffff'))).toBe(true);
});

test('messages refer to those before them, unless that was given up', () => {
  const needsWindow = ({ frames }: ValidStream) =>
    payloadsOf(frames).some(({ isCompressed, payload }) => {
      try {
        if (isCompressed) inflated(payload, new Uint8Array(0));
        return false;
      } catch {
        return true;
      }
    });
  expect(share(streamsOf({}), needsWindow)).toBeGreaterThan(0.1);
  expect(streamsOf({ clientNoContextTakeover: true }).some(needsWindow)).toBe(false);
  // What the server gave up binds the server alone.
  expect(streamsOf({ serverNoContextTakeover: true }).some(needsWindow)).toBe(true);
});

test('what would be longer than the limit goes out as it is, and leaves the window right', () => {
  const deflate = { compressor };
  const streams = sample(validStream({ deflate, maxMessageBytes: 5, end: 'close' }), 500);
  for (const stream of streams) {
    expect(readByZlib(stream, deflate)).toStrictEqual(messagesOf(stream));
    expect(payloadsOf(stream.frames).every(({ payload }) => payload.length <= 5)).toBe(true);
  }
  const messages = streams.flatMap(({ frames }) => payloadsOf(frames));
  expect(share(messages, ({ isCompressed }) => isCompressed)).toBeGreaterThan(0.1);
  const nothing = sample(message({ deflate, maxMessageBytes: 0, controlFrames: false }), 50);
  expect(nothing.every(({ frames }) => frames.every(({ rsv1 }) => !rsv1))).toBe(true);
});

test('without terms nothing is compressed', () => {
  expect(sample(validStream(), 100).some(({ frames }) => frames.some(({ rsv1 }) => rsv1))).toBe(
    false,
  );
});

test('a stream shrinks towards one short message that is not compressed, if that fails too', () => {
  const streams = validStream({ deflate: { compressor } });
  const any = smallest(streams, ({ frames }) => frames.some(({ opcode }) => opcode < 3));
  expect(any.frames.filter(({ opcode }) => opcode < 3)).toHaveLength(1);
  expect(any.frames.some(({ rsv1 }) => rsv1)).toBe(false);
  const marked = smallest(streams, ({ frames }) => frames.some(({ rsv1 }) => rsv1));
  expect(marked.frames.length).toBeLessThanOrEqual(2);
  expect(marked.bytes.length).toBeLessThan(16);
});

test('a value is printed with its frames and events, and not with its compressor', () => {
  const { frames, events } = smallest(validStream({ deflate: { compressor } }), (stream) =>
    stream.frames.some(({ rsv1 }) => rsv1),
  );
  const printed: string = fc.stringify({ frames, events });
  expect(printed).toContain('"rsv1":true');
  expect(printed).toContain('"type":"text","data":""');
  expect(printed).not.toContain('compressor');
});

test('a value of one seed is always the same', () => {
  const draw = () => sample(validStream({ deflate: { compressor } }), 20).map(({ bytes }) => bytes);
  expect(draw().map(toHex)).toStrictEqual(draw().map(toHex));
});

test('a caller that asks for nonsense is told', () => {
  const terms = (wrong: object) => () => validStream({ deflate: { compressor, ...wrong } });
  expect(terms({ compressor: null })).toThrow('deflate.compressor must be a Compressor');
  expect(terms({ clientMaxWindowBits: 16 })).toThrow('clientMaxWindowBits is 16');
  expect(terms({ serverNoContextTakeover: 1 })).toThrow(TypeError);
  const coarse = { ...compressor, minWindowBits: 10 };
  expect(terms({ compressor: coarse, clientMaxWindowBits: 9 })).toThrow(
    'clientMaxWindowBits is 9; the compressor has no window below 10',
  );
  const deflate = { compressor: coarse, serverMaxWindowBits: 9 };
  expect(() => message({ deflate })).toThrow(RangeError);
  // What only the other side must keep to.
  expect(sample(validStream({ from: 'client', deflate }), 10)).toHaveLength(10);
});
