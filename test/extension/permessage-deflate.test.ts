import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type PermessageDeflate,
  type PermessageDeflateOptions,
  permessageDeflate,
} from '../../src/extension/permessage-deflate.js';
import type { ExtensionOffer, NegotiatedExtension } from '../../src/handshake/extension.js';
import type { TransformContext } from '../../src/handshake/message-transform.js';
import { formatParameterizedToken, parseParameterizedList } from '../../src/http/parameters.js';
import { pako } from '../properties/deflating.js';
import { noise, repeat, sameBytes } from '../vectors/bits.js';
import { counting } from './counting.js';

const make = (options: Partial<PermessageDeflateOptions> = {}): PermessageDeflate =>
  permessageDeflate({ compressor: pako, ...options });

/** `words('; a; b=1')` are the parameters as they stand in the header field. */
function words(parameters: string): ExtensionOffer {
  const [offer] = parseParameterizedList([`permessage-deflate${parameters}`]) ?? [];
  if (offer === undefined) throw new Error(`malformed: ${parameters}`);
  return offer;
}
const said = (offer: ExtensionOffer | null) =>
  offer && formatParameterizedToken(offer).replace('permessage-deflate', '');

const SERVER = 'server_no_context_takeover';
const CLIENT = 'client_no_context_takeover';

describe('what a client offers', () => {
  test.each<[Partial<PermessageDeflateOptions>, string]>([
    [{}, '; client_max_window_bits'],
    [{ serverNoContextTakeover: true }, `; ${SERVER}; client_max_window_bits`],
    [{ clientNoContextTakeover: true }, `; ${CLIENT}; client_max_window_bits`],
    [{ clientMaxWindowBits: 15 }, '; client_max_window_bits=15'],
    [{ serverMaxWindowBits: 8 }, '; server_max_window_bits=8; client_max_window_bits'],
    [{ serverNoContextTakeover: false, thresholdBytes: 0 }, '; client_max_window_bits'],
    [
      {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: 10,
        clientMaxWindowBits: 9,
      },
      `; ${SERVER}; ${CLIENT}; server_max_window_bits=10; client_max_window_bits=9`,
    ],
  ])('with %j is%s', (options, expected) => {
    const deflate = make(options);
    expect(said(deflate.offer)).toBe(expected);
    expect([deflate.name, deflate.offer.name]).toStrictEqual(Array(2).fill('permessage-deflate'));
  });
});

describe('what a server answers', () => {
  test.each<[string, Partial<PermessageDeflateOptions>, string | null]>([
    ['', {}, ''],
    ['; client_max_window_bits', {}, ''],
    ['; client_max_window_bits', { clientMaxWindowBits: 10 }, '; client_max_window_bits=10'],
    ['', { clientMaxWindowBits: 10 }, null],
    ['', { clientMaxWindowBits: 15 }, ''],
    ['; client_max_window_bits=9', {}, '; client_max_window_bits=9'],
    [`; ${SERVER}`, {}, `; ${SERVER}`],
    [`; ${CLIENT}`, {}, `; ${CLIENT}`],
    ['; server_max_window_bits=8', {}, '; server_max_window_bits=8'],
    ['; server_max_window_bits="8"', {}, '; server_max_window_bits=8'],
    ['; server_max_window_bits', {}, null],
    ['; server_max_window_bits=16', {}, null],
    [`; ${SERVER}; ${SERVER}`, {}, null],
    [`; ${SERVER}=1`, {}, null],
    ['; unknown', {}, null],
  ])('to "%s" with %j is "%s"', (offer, options, expected) => {
    const answer = make(options).negotiate(words(offer));
    expect(said(answer)).toBe(expected);
    if (answer !== null) expect(answer.rsv).toBe(0b100);
  });
});

describe('which answers a client takes', () => {
  test.each<[boolean, string, Partial<PermessageDeflateOptions>]>([
    [true, '', {}],
    [true, `; ${SERVER}; ${CLIENT}; server_max_window_bits=8; client_max_window_bits=8`, {}],
    [false, '; client_max_window_bits', {}],
    [false, '; server_max_window_bits', {}],
    [false, '; client_max_window_bits=11', { clientMaxWindowBits: 10 }],
    [false, '', { serverNoContextTakeover: true }],
    [true, `; ${SERVER}`, { serverNoContextTakeover: true }],
    [false, '', { serverMaxWindowBits: 15 }],
    [true, '; server_max_window_bits=15', { serverMaxWindowBits: 15 }],
    [false, `; ${CLIENT}; ${CLIENT}`, {}],
    [false, '; unknown=1', {}],
  ])('%s: "%s", having offered %j', (expected, answer, options) => {
    const accepted = make(options).accept(words(answer));
    expect(accepted !== null).toBe(expected);
    if (accepted !== null) {
      expect(said(accepted)).toBe(answer);
      expect(accepted.rsv).toBe(0b100);
    }
  });

  test('a compressor that cannot do a window makes the client refuse it, and the server decline it', () => {
    const compressor = { ...pako, minWindowBits: 10 };
    const deflate = make({ compressor });
    expect(deflate.accept(words('; client_max_window_bits=9'))).toBe(null);
    expect(deflate.accept(words('; client_max_window_bits=10'))).not.toBe(null);
    expect(deflate.accept(words('; server_max_window_bits=8'))).not.toBe(null);
    expect(deflate.negotiate(words('; server_max_window_bits=9'))).toBe(null);
    expect(deflate.negotiate(words('; client_max_window_bits=8'))).not.toBe(null);
  });
});

describe('an option that is not what it must be', () => {
  test.each<[unknown, typeof TypeError | typeof RangeError, string]>([
    [undefined, TypeError, 'compressor must be a Compressor, not undefined'],
    [null, TypeError, 'compressor'],
    [{}, TypeError, 'compressor must be a Compressor, not undefined'],
    [{ compressor: null }, TypeError, 'not null'],
    [{ compressor: 'pako' }, TypeError, 'not "pako"'],
    [
      { compressor: () => pako },
      TypeError,
      'compressor must be a Compressor, not a function (compressor)',
    ],
    [{ compressor: {} }, TypeError, 'compressor.createDeflater'],
    [{ compressor: { ...pako, createDeflater: 1 } }, TypeError, 'compressor.createDeflater'],
    [{ compressor: { ...pako, createInflater: null } }, TypeError, 'compressor.createInflater'],
    [{ compressor: { ...pako, minWindowBits: 7 } }, RangeError, 'compressor.minWindowBits is 7'],
    [{ compressor: { ...pako, minWindowBits: 16 } }, RangeError, 'compressor.minWindowBits'],
    [{ compressor: { ...pako, minWindowBits: undefined } }, TypeError, 'compressor.minWindowBits'],
    [{ compressor: pako, serverMaxWindowBits: 7 }, RangeError, 'serverMaxWindowBits is 7'],
    [{ compressor: pako, serverMaxWindowBits: 16 }, RangeError, 'from 8 to 15'],
    [{ compressor: pako, clientMaxWindowBits: 8.5 }, RangeError, 'clientMaxWindowBits is 8.5'],
    [{ compressor: pako, clientMaxWindowBits: '9' }, TypeError, 'clientMaxWindowBits'],
    [{ compressor: pako, clientMaxWindowBits: true }, TypeError, 'clientMaxWindowBits'],
    [{ compressor: pako, serverMaxWindowBits: null }, TypeError, 'serverMaxWindowBits'],
    [{ compressor: pako, serverNoContextTakeover: 1 }, TypeError, 'serverNoContextTakeover'],
    [{ compressor: pako, clientNoContextTakeover: 'no' }, TypeError, 'clientNoContextTakeover'],
    [{ compressor: pako, thresholdBytes: -1 }, RangeError, 'thresholdBytes is -1'],
    [{ compressor: pako, thresholdBytes: 0.5 }, RangeError, 'thresholdBytes is 0.5'],
    [{ compressor: pako, thresholdBytes: Infinity }, RangeError, 'thresholdBytes is Infinity'],
    [{ compressor: pako, thresholdBytes: '64' }, TypeError, 'thresholdBytes'],
  ])('throws: %o', (options, type, message) => {
    const call = () => permessageDeflate(options as PermessageDeflateOptions);
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });

  test('or a window of this side that the compressor cannot do: the server then declines', () => {
    const deflate = make({ compressor: { ...pako, minWindowBits: 9 }, serverMaxWindowBits: 8 });
    expect(deflate.negotiate(words(''))).toBe(null);
  });
});

const context = (changes: Partial<TransformContext> = {}): TransformContext => ({
  role: 'server',
  maxMessageBytes: 1_000_000,
  streamMessages: false,
  ...changes,
});

function transformOf(extension: NegotiatedExtension | null, given: TransformContext) {
  const transform = extension?.createTransform?.(given);
  if (transform === undefined) throw new Error('nothing was agreed to');
  return transform;
}

/** The settings that each direction of a connection gets. */
function settingsOf(role: 'client' | 'server', agree: (deflate: PermessageDeflate) => unknown) {
  const { compressor, count } = counting(pako);
  const extension = agree(make({ compressor, thresholdBytes: 0 })) as NegotiatedExtension | null;
  return used(transformOf(extension, context({ role })), count);
}

function used(
  { encoder, decoder }: ReturnType<typeof transformOf>,
  count: ReturnType<typeof counting>['count'],
) {
  encoder.encode(repeat(0, 100), { first: true, last: true, compress: true });
  decoder.begin();
  decoder.push(Uint8Array.of(0), true);
  decoder.pull();
  encoder.release();
  decoder.release();
  return { own: count.deflaters[0], peers: count.inflaters[0] };
}

describe('each side has for its window what was agreed on', () => {
  test.each<[string, object, object]>([
    ['', [15, true], [15, true]],
    [`; ${SERVER}`, [15, false], [15, true]],
    [`; ${CLIENT}`, [15, true], [15, false]],
    ['; server_max_window_bits=10', [10, true], [15, true]],
    ['; client_max_window_bits=9', [15, true], [9, true]],
    [
      `; ${SERVER}; ${CLIENT}; server_max_window_bits=11; client_max_window_bits=12`,
      [11, false],
      [12, false],
    ],
  ])('"%s"', (parameters, server, client) => {
    const named = ([windowBits, keepsContext]: unknown[]) => ({ windowBits, keepsContext });
    const [ofServer, ofClient] = [named(server as unknown[]), named(client as unknown[])];
    expect(settingsOf('server', (it) => it.negotiate(words(parameters)))).toStrictEqual({
      own: ofServer,
      peers: ofClient,
    });
    expect(settingsOf('client', (it) => it.accept(words(parameters)))).toStrictEqual({
      own: ofClient,
      peers: ofServer,
    });
  });

  test('a permission alone restricts nothing', () => {
    const settings = settingsOf('server', (it) => it.negotiate(words('; client_max_window_bits')));
    expect(settings.peers).toStrictEqual({ windowBits: 15, keepsContext: true });
  });

  test.each([
    ['forgets', { clientNoContextTakeover: true }, { windowBits: 15, keepsContext: false }],
    ['has a small window', { clientMaxWindowBits: 9 }, { windowBits: 9, keepsContext: true }],
  ])('a client that has said that it %s keeps its word, repeated or not', (_, options, own) => {
    const { compressor, count } = counting(pako);
    const deflate = make({ compressor, ...options });
    const transform = transformOf(deflate.accept(words('')), context({ role: 'client' }));
    expect(used(transform, count)).toStrictEqual({
      own,
      peers: { windowBits: 15, keepsContext: true },
    });
  });
});

describe('a message goes out compressed from', () => {
  test.each<[string, Partial<PermessageDeflateOptions>, number]>([
    ['64 bytes on where the window is kept', {}, 64],
    ['1024 where it is not', { serverNoContextTakeover: true }, 1024],
    ['64 where only the other side forgets', { clientNoContextTakeover: true }, 64],
    ['what is asked for', { thresholdBytes: 10 }, 10],
    ['what is asked for, kept or not', { thresholdBytes: 10, serverNoContextTakeover: true }, 10],
    ['one byte on for 0', { thresholdBytes: 0 }, 1],
  ])('%s', (_, options, threshold) => {
    const { encoder } = transformOf(make(options).negotiate(words('')), context());
    const encode = (length: number) =>
      encoder.encode(repeat(0, length), { first: true, last: true, compress: undefined });
    expect(encode(threshold - 1)).toBe(null);
    expect(encode(threshold)).not.toBe(null);
    encoder.release();
  });
});

test.each([
  [false, 65_536],
  [true, 16_384],
])('with streamMessages %s pieces have %i bytes', (streamMessages, length) => {
  const plain = noise(200_000);
  const negotiated = make().negotiate(words(''));
  const { encoder, decoder } = transformOf(negotiated, context({ streamMessages }));
  const data = encoder.encode(plain, { first: true, last: true, compress: true }) as Uint8Array;
  decoder.begin();
  decoder.push(data, true);
  let at = 0;
  for (let piece = decoder.pull(); piece !== null; piece = decoder.pull()) {
    expect(piece.length).toBe(Math.min(length, plain.length - at));
    expect(sameBytes(piece, plain.subarray(at, at + piece.length))).toBe(true);
    at += piece.length;
  }
  expect(at).toBe(plain.length);
  encoder.release();
  decoder.release();
});

const bits = fc.integer({ min: 8, max: 15 });
const anyOptions = fc.record(
  {
    serverNoContextTakeover: fc.boolean(),
    clientNoContextTakeover: fc.boolean(),
    serverMaxWindowBits: bits,
    clientMaxWindowBits: bits,
  },
  { requiredKeys: [] },
);

describe('between a client and a server, whatever they want,', () => {
  test('an answer is taken, grants no more than asked, and lets each read what the other writes', () => {
    fc.assert(
      fc.property(anyOptions, anyOptions, (asked, wanted) => {
        const [own, other] = [counting(pako), counting(pako)];
        const client = make({ compressor: own.compressor, thresholdBytes: 0, ...asked });
        const server = make({ compressor: other.compressor, thresholdBytes: 0, ...wanted });
        const answer = server.negotiate(words(said(client.offer) ?? ''));
        // A client always permits the server to restrict it, so there is nothing to decline.
        if (answer === null) throw new Error('declined');
        const accepted = client.accept(words(said(answer) ?? ''));
        expect(accepted).not.toBe(null);
        const atServer = used(transformOf(answer, context()), other.count);
        const atClient = used(transformOf(accepted, context({ role: 'client' })), own.count);
        for (const [sender, receiver] of [
          [atServer.own, atClient.peers],
          [atClient.own, atServer.peers],
        ]) {
          if (sender === undefined || receiver === undefined) throw new Error('not used');
          expect(sender.windowBits).toBeLessThanOrEqual(receiver.windowBits);
          expect(sender.keepsContext && !receiver.keepsContext).toBe(false);
        }
        // Neither side does more than it wants, or than the other asks of it.
        const least = (a?: number, b?: number) => Math.min(a ?? 15, b ?? 15);
        expect(atServer.own).toStrictEqual({
          windowBits: least(asked.serverMaxWindowBits, wanted.serverMaxWindowBits),
          keepsContext: !(asked.serverNoContextTakeover || wanted.serverNoContextTakeover),
        });
        expect(atClient.own).toStrictEqual({
          windowBits: least(asked.clientMaxWindowBits, wanted.clientMaxWindowBits),
          keepsContext: !(asked.clientNoContextTakeover || wanted.clientNoContextTakeover),
        });
      }),
      { numRuns: 200 },
    );
  });

  test('an answer that was tampered with is taken only if it still keeps to the offer', () => {
    const names = [SERVER, CLIENT, 'server_max_window_bits', 'client_max_window_bits'];
    const pair = fc.tuple(
      fc.constantFrom(...names, 'mode'),
      fc.constantFrom(null, null, '8', '10', '12', '15', '7', '16', '08'),
    );
    /** An answer with a parameter left out, changed or added. */
    const tampering = fc.array(fc.tuple(fc.nat(4), fc.nat(1), fc.option(pair, { nil: null })), {
      maxLength: 3,
    });
    const verdicts = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(anyOptions, anyOptions, tampering, (asked, wanted, changes) => {
        const client = make(asked);
        const answer = make(wanted).negotiate(client.offer);
        if (answer === null) throw new Error('declined');
        const parameters = [...answer.parameters];
        for (const [at, deleted, added] of changes) {
          parameters.splice(at, deleted, ...(added === null ? [] : [added]));
        }
        const isTaken = client.accept({ name: answer.name, parameters }) !== null;
        verdicts[isTaken ? 'taken' : 'refused']++;
        expect(isTaken).toBe(keepsTo(asked, parameters));
      }),
      { numRuns: 1000 },
    );
    const { taken, refused } = verdicts;
    expect(Math.min(taken, refused) / (taken + refused)).toBeGreaterThan(0.1);
  });
});

/** RFC 7692 §7.1, of the answer to an offer that lets the server restrict the client's window. */
function keepsTo(
  asked: Partial<PermessageDeflateOptions>,
  parameters: ExtensionOffer['parameters'],
): boolean {
  const values = new Map(parameters);
  const isWindow = (name: string, most = 15) =>
    ['8', '9', '10', '11', '12', '13', '14', '15'].includes(values.get(name) ?? '') &&
    Number(values.get(name)) <= most;
  return (
    values.size === parameters.length &&
    [...values.keys()].every((name) => name !== 'mode') &&
    [SERVER, CLIENT].every((name) => (values.get(name) ?? null) === null) &&
    (values.has(SERVER) || asked.serverNoContextTakeover !== true) &&
    (values.has('server_max_window_bits')
      ? isWindow('server_max_window_bits', asked.serverMaxWindowBits)
      : asked.serverMaxWindowBits === undefined) &&
    (!values.has('client_max_window_bits') ||
      isWindow('client_max_window_bits', asked.clientMaxWindowBits))
  );
}
