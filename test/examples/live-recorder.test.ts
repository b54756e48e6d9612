/**
 * What the live example's recorder makes of compressed connections, whatever is said on them and however
 * the bytes are cut.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Connection, type NegotiatedExtension, Opcode } from 'websocket-codec';
import { permessageDeflate } from 'websocket-codec/deflate';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { Recorder } from '../../examples/live/recorder.js';
import type { Inflated } from './trace-stream.js';

const deflate = permessageDeflate({ compressor: zlibCompressor() });
const sides = ['client', 'server'] as const;

/** The extension as both sides have it after a handshake with these parameters. */
function agreed(parameters: NegotiatedExtension['parameters']): NegotiatedExtension {
  return deflate.negotiate({ name: 'permessage-deflate', parameters }) as NegotiatedExtension;
}

const agreements = [
  [],
  [['server_no_context_takeover', null]],
  [['client_no_context_takeover', null]],
  [['server_max_window_bits', '9']],
] as const;

interface FrameTold {
  readonly hex: string;
  readonly inflated?: Inflated;
}

/** A message as its fragments, compressed or not. */
const message = fc.record({
  fragments: fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 4 }),
  compress: fc.boolean(),
  ping: fc.boolean(),
});

/** What a side writes, and the pieces in which it arrives. */
function cutInto(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
}

test.each(sides)('messages of the %s are told as they were before compression', (role) => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 8 }),
      fc.constantFrom(...agreements),
      fc.integer({ min: 1, max: 300 }),
      (messages, parameters, size) => {
        const extensions = [agreed(parameters)];
        const connection = new Connection({ role, extensions });
        for (const { fragments, compress, ping } of messages) {
          for (const [index, fragment] of fragments.entries()) {
            const fin = index === fragments.length - 1;
            connection.sendFragment(fragment, { opcode: Opcode.Binary, fin, compress });
            if (ping) connection.ping('between');
          }
        }
        const told: FrameTold[] = [];
        const recorder = new Recorder((name, data) => {
          if (name === 'frame') told.push(data as FrameTold);
        }, extensions);
        for (const chunk of cutInto(Buffer.concat(connection.takeOutput()), size)) {
          recorder.bytes(role, chunk);
        }
        recorder.done();

        const inflated = told.flatMap((frame) => frame.inflated ?? []);
        const compressed = messages.filter(({ compress }) => compress);
        expect(inflated.map(({ fault }) => fault)).toEqual(inflated.map(() => null));
        // Every fragment can be inflated as far as it goes.
        expect(inflated.map(({ hex }) => hex)).toEqual(
          compressed.flatMap(({ fragments }) =>
            fragments.map((fragment) => Buffer.from(fragment).toString('hex')),
          ),
        );
        expect(inflated.flatMap((each) => each.message?.plainBytes ?? [])).toEqual(
          compressed.map(({ fragments }) => Buffer.concat(fragments).length),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test.each(sides)('bytes that are anything at all do not make it throw (%s)', (role) => {
  const garbage = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 5 });
  fc.assert(
    fc.property(garbage, fc.boolean(), (payloads, masked) => {
      const names: string[] = [];
      const recorder = new Recorder((name) => names.push(name), [agreed([])]);
      for (const payload of payloads) {
        // FIN, RSV1, Binary, and a mask of zeros, which changes nothing.
        const header = masked ? [0xc2, 0x80 | payload.length, 0, 0, 0, 0] : [0xc2, payload.length];
        recorder.bytes(role, Buffer.concat([Uint8Array.from(header), payload]));
      }
      recorder.done();
      expect(names).toEqual([...payloads.map(() => 'frame'), 'done']);
    }),
  );
});

test('nothing is inflated behind the end', () => {
  const told: FrameTold[] = [];
  const recorder = new Recorder((_, data) => told.push(data as FrameTold), [agreed([])]);
  recorder.done();
  recorder.bytes('server', Uint8Array.of(0xc1, 0x01, 0x00));
  expect(told.at(-1)?.hex).toBe('c10100');
  expect(told.at(-1)?.inflated).toBeUndefined();
});
