/**
 * What both sides say of permessage-deflate (RFC 7692 §5, §7.1).
 */

import fc from 'fast-check';
import {
  type DeflateParameters,
  PERMESSAGE_DEFLATE,
  writeDeflateParameters,
} from '../../extension/deflate-parameters.js';
import { fitsOffer } from '../../extension/negotiate-deflate.js';
import type { ExtensionOffer } from '../../handshake/extension.js';
import { type WrittenExtension, written } from './extensions.js';
import { type SpellingOptions, spellingOf } from './head-fields.js';

/** An offer of a client and what a server says to it. */
export interface DeflateAgreement {
  readonly offer: ExtensionOffer;
  readonly answer: ExtensionOffer;
  /** The answer as it may stand in the field. */
  readonly text: string;
}

const names = [
  'server_no_context_takeover',
  'client_no_context_takeover',
  'server_max_window_bits',
  'client_max_window_bits',
] as const;

/** Draws an offer of permessage-deflate that is well-formed: any of its parameters, in any order. */
export function deflateOffer(options: SpellingOptions = {}): fc.Arbitrary<WrittenExtension> {
  return fc
    .tuple(offeredParameters(), fc.array(fc.nat(9), { maxLength: 4 }))
    .chain(([parameters, order]) =>
      written(shuffled(writeDeflateParameters(parameters), order), spellingOf(options)),
    );
}

/**
 * Draws an offer that a server must decline: a parameter that is unknown, stands there twice, lacks its value, has one
 * that is out of range, or where none may be.
 *
 * @see RFC 7692 §7
 */
export function brokenDeflateOffer(options: SpellingOptions = {}): fc.Arbitrary<WrittenExtension> {
  return fc
    .tuple(offeredParameters(), brokenParameter('offer'), fc.nat(9))
    .chain(([parameters, [name, value], place]) => {
      const pairs = writeDeflateParameters(parameters).parameters.filter(
        ([other]) => other !== name,
      );
      return written(withPairs(pairs, place, repeated(name, value)), spellingOf(options));
    });
}

/** Draws an offer and an answer that the client must take. */
export function deflateAnswer(options: SpellingOptions = {}): fc.Arbitrary<DeflateAgreement> {
  return fc
    .tuple(offeredParameters(), bits(), bits(), fc.boolean(), fc.boolean(), fc.nat(9), fc.boolean())
    .chain(([offered, serverBits, clientBits, serverForgets, clientForgets, place, says]) => {
      const { serverMaxWindowBits, clientMaxWindowBits } = offered;
      const answer: DeflateParameters = {
        serverNoContextTakeover: offered.serverNoContextTakeover || serverForgets,
        clientNoContextTakeover: clientForgets,
        serverMaxWindowBits:
          serverMaxWindowBits === null
            ? says
              ? serverBits
              : null
            : Math.min(serverBits, serverMaxWindowBits),
        clientMaxWindowBits:
          clientMaxWindowBits === null || !says
            ? null
            : Math.min(clientBits, clientMaxWindowBits === true ? 15 : clientMaxWindowBits),
      };
      return agreement(options, offered, shuffled(writeDeflateParameters(answer), [place]));
    });
}

/**
 * Draws an offer and an answer that the client must refuse: it is malformed, allows a larger window than was asked
 * for, restricts one that may not be, or does not grant what was asked.
 *
 * @see RFC 7692 §7.1
 */
export function brokenDeflateAnswer(options: SpellingOptions = {}): fc.Arbitrary<DeflateAgreement> {
  const malformed = fc
    .tuple(offeredParameters(), brokenParameter('answer'), fc.nat(9))
    .chain(([offered, [name, value], place]) =>
      agreement(options, offered, withPairs([], place, repeated(name, value))),
    );
  const unfit = fc
    .tuple(offeredParameters(), answeredParameters())
    .filter(([offered, answer]) => !fitsOffer(answer, offered, 8))
    .chain(([offered, answer]) => agreement(options, offered, writeDeflateParameters(answer)));
  return fc.oneof(malformed, unfit);
}

function agreement(
  options: SpellingOptions,
  offered: DeflateParameters,
  answer: ExtensionOffer,
): fc.Arbitrary<DeflateAgreement> {
  const offer = writeDeflateParameters(offered);
  return written(answer, spellingOf(options)).map(({ text }) => ({ offer, answer, text }));
}

function bits(): fc.Arbitrary<number> {
  return fc.integer({ min: 8, max: 15 });
}

function offeredParameters(): fc.Arbitrary<DeflateParameters> {
  return parametersWith(fc.oneof(fc.constant(null), fc.constant(true as const), bits()));
}

function answeredParameters(): fc.Arbitrary<DeflateParameters> {
  return parametersWith(fc.oneof(fc.constant(null), bits()));
}

function parametersWith(
  clientMaxWindowBits: fc.Arbitrary<number | true | null>,
): fc.Arbitrary<DeflateParameters> {
  return fc
    .tuple(fc.boolean(), fc.boolean(), fc.option(bits(), { nil: null }), clientMaxWindowBits)
    .map(([serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, client]) => ({
      serverNoContextTakeover,
      clientNoContextTakeover,
      serverMaxWindowBits,
      clientMaxWindowBits: client,
    }));
}

type Pair = readonly [name: string, value: string | null];

/** A parameter that is wrong by itself; `twice` in place of a value: it is right, and stands there twice. */
function brokenParameter(of: 'offer' | 'answer'): fc.Arbitrary<Pair> {
  const wrongBits = fc.constantFrom(
    '7',
    '16',
    '0',
    '08',
    '015',
    '+9',
    '1e1',
    '10.0',
    '-8',
    'x',
    '99999999999',
  );
  return fc.oneof(
    fc.tuple(
      fc.constantFrom(
        'unknown',
        'server_max_window_bit',
        '__proto__',
        'SERVER_NO_CONTEXT_TAKEOVER',
      ),
      fc.constantFrom(null, '1'),
    ),
    fc.tuple(fc.constantFrom(names[0], names[1]), fc.constantFrom('1', 'true', '0')),
    fc.tuple(fc.constantFrom(names[2], names[3]), wrongBits),
    fc.constant<Pair>([names[2], null]),
    ...(of === 'answer' ? [fc.constant<Pair>([names[3], null])] : []),
    fc.constantFrom(...names).map((name): Pair => [name, TWICE]),
  );
}

const TWICE = 'twice';

function repeated(name: string, value: string | null): Pair[] {
  if (value !== TWICE) return [[name, value]];
  const right: Pair = [name, name.endsWith('bits') ? '10' : null];
  return [right, right];
}

function withPairs(pairs: readonly Pair[], place: number, more: readonly Pair[]): ExtensionOffer {
  const at = place % (pairs.length + 1);
  return {
    name: PERMESSAGE_DEFLATE,
    parameters: [...pairs.slice(0, at), ...more, ...pairs.slice(at)],
  };
}

function shuffled({ name, parameters }: ExtensionOffer, order: readonly number[]): ExtensionOffer {
  const placed = parameters.map((pair, at) => ({ pair, place: order[at] ?? 0 }));
  return { name, parameters: placed.sort((a, b) => a.place - b.place).map(({ pair }) => pair) };
}
