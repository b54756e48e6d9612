/**
 * What a program does with a connection, and what must come of it.
 */

import fc from 'fast-check';
import { flagOption, limitOption } from '../../vocabulary/argument.js';
import { type BrokenStream, brokenStream } from './broken-stream.js';
import { ConnectionModel } from './connection-model.js';
import { type Cut, cut } from './cuts.js';
import { closeBody, controlPayload } from './frames.js';
import type { Operation, Outcome, Played } from './operation.js';
import { payload, text } from './payload.js';
import { peerOf, type Role, requireFrom } from './role.js';
import { type ValidStream, validStream } from './valid-stream.js';

/** A row of operations and what must come of them. */
export interface Scenario {
  readonly role: Role;
  readonly operations: readonly Operation[];
  /** The bytes that the operations receive, cut into chunks, and what they mean. */
  readonly incoming: ValidStream | BrokenStream;
  readonly expected: Played;
}

export interface OperationsOptions {
  /** Which side it is that operates, as in `ConnectionOptions`; either, when left out. */
  readonly role?: Role;
  /** The most operations that are no `receive`; 20 unless given. */
  readonly maxOperations?: number;
  /** Whether mistakes that must throw are left out. True by default. */
  readonly legal?: boolean;
  /** Whether the peer may break the protocol. True by default. */
  readonly broken?: boolean;
}

/**
 * Draws what a program may do with a connection, in any order: send, receive, pull, take, close and end; and what must
 * come of it, by a model that knows no bytes. The connection must have the default options.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 * @example
 * fc.property(operations(), ({ role, operations, expected }) => {
 *   assert.deepEqual(play(new Connection({ role }), operations, { role }), expected);
 * })
 */
export function operations(options: OperationsOptions = {}): fc.Arbitrary<Scenario> {
  const maxOperations = limitOption(options.maxOperations, 'maxOperations', 20);
  const legal = flagOption(options.legal, 'legal', true);
  const broken = flagOption(options.broken, 'broken', true);
  const from = options.role === undefined ? {} : { from: peerOf(requireFrom(options.role)) };
  const valid = validStream({ ...from, maxMessages: 4, maxMessageBytes: 130 });
  const incoming: fc.Arbitrary<ValidStream | BrokenStream> = broken
    ? fc.oneof({ weight: 3, arbitrary: valid }, { weight: 1, arbitrary: brokenStream(from) })
    : valid;
  const drawn = fc.array(fc.tuple(fc.nat(3), operation(legal)), { maxLength: maxOperations });
  return fc.tuple(incoming, cut(), drawn).map(([stream, way, others]) => {
    const model = new ConnectionModel(stream);
    const done: Operation[] = [];
    const outcomes: Outcome[] = [];
    for (const one of interleaved(stream, way, others)) {
      if (legal && model.wouldThrow(one)) continue;
      done.push(one);
      outcomes.push(model.apply(one));
    }
    // A connection that is pulled to its end gives its `close`, whatever came before.
    for (let last = true; last; last = outcomes.at(-1) !== null) {
      const pull = { do: 'nextEvent' } as const;
      done.push(pull);
      outcomes.push(model.apply(pull));
    }
    const { frames } = model;
    return { role: stream.to, operations: done, incoming: stream, expected: { outcomes, frames } };
  });
}

/** Chunks between the other operations, so many in front of each; the rest, and the end, behind them. */
function interleaved(
  stream: ValidStream | BrokenStream,
  way: Cut,
  others: readonly (readonly [chunks: number, Operation])[],
): Operation[] {
  // Not too many, or nothing else would be seen of what is done.
  const chunks = joined(way(stream), 40).map((chunk): Operation => ({ do: 'receive', chunk }));
  let at = 0;
  const before = others.flatMap(([count, one]) => {
    const some = chunks.slice(at, at + count);
    at += some.length;
    return [...some, one];
  });
  const rest = chunks.slice(at).flatMap((chunk): Operation[] => [chunk, { do: 'nextEvent' }]);
  return [...before, ...rest, { do: 'receiveEnd' }];
}

/** At most so many chunks: the last holds what is left. */
function joined(chunks: readonly Uint8Array[], max: number): Uint8Array[] {
  if (chunks.length <= max) return [...chunks];
  const rest = chunks.slice(max - 1).flatMap((chunk) => [...chunk]);
  return [...chunks.slice(0, max - 1), Uint8Array.from(rest)];
}

function operation(legal: boolean): fc.Arbitrary<Operation> {
  const fragmentBytes = fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined });
  const sized = (bytes: number | undefined) =>
    bytes === undefined ? {} : { fragmentBytes: bytes };
  const data = fc.oneof(text({ maxBytes: 130 }), payload({ maxBytes: 130 }));
  const kind = fc.constantFrom('ping' as const, 'pong' as const);
  const mistakes: fc.Arbitrary<Operation> = fc.oneof(
    kind.map((of) => ({ do: of, payload: new Uint8Array(126) })),
    fc
      .constantFrom(0, 999, 1005, 1006, 1015, 5000)
      .map((code) => ({ do: 'close' as const, code, reason: '' })),
  );
  const of = (weight: number, arbitrary: fc.Arbitrary<Operation>) => ({ weight, arbitrary });
  return fc.oneof(
    of(8, fc.constant<Operation>({ do: 'nextEvent' })),
    of(
      3,
      fc
        .tuple(text({ maxBytes: 130 }), fragmentBytes)
        .map(([value, bytes]) => ({ do: 'sendText', text: value, ...sized(bytes) })),
    ),
    of(
      3,
      fc
        .tuple(payload({ maxBytes: 130 }), fragmentBytes)
        .map(([bytes, size]) => ({ do: 'sendBinary', bytes, ...sized(size) })),
    ),
    of(
      4,
      fc.tuple(data, fc.boolean()).map(([some, fin]) => ({ do: 'sendFragment', data: some, fin })),
    ),
    of(
      3,
      fc.tuple(kind, controlPayload({})).map(([what, bytes]) => ({ do: what, payload: bytes })),
    ),
    of(
      1,
      closeBody().map(({ code, reason }) => ({
        do: 'close',
        reason,
        ...(code === undefined ? {} : { code }),
      })),
    ),
    of(3, fc.constant<Operation>({ do: 'takeOutput' })),
    of(1, fc.constant<Operation>({ do: 'receiveEnd' })),
    ...(legal ? [] : [of(1, mistakes)]),
  );
}
