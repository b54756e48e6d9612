/**
 * The notation of the case tables: a case is data, and these constructors make it read like the wire.
 *
 * `T`, `B`, `C`, `PING`, `PONG`, `CLOSE` and `OP` are frames; `send`, `sync`, `chopped`, `fragmented`,
 * `compressed`, `begin`, `rest`, `wait` and `timeout` are steps; `text`, `binary`, `pong` and `timedOut` are what the
 * peer is expected to make of them.
 */

import type { DeflateTask } from './deflate-task.js';
import { concat, octets, type Payload } from './payload.js';

export interface FrameSpec {
  readonly opcode: number;
  readonly payload: Payload;
  readonly fin: boolean;
  /** RSV1, RSV2 and RSV3 as one number: 4, 2 and 1. */
  readonly rsv: number;
  /** Whether the fuzzer has begun its closing handshake with this frame. */
  readonly closes: boolean;
}

/** How the octets go into the socket: all at once, frame by frame, or so many octets a write. */
export type Chop = 'one' | 'sync' | number;

export type Step =
  | { readonly kind: 'frames'; readonly frames: readonly FrameSpec[]; readonly chop: Chop }
  | {
      /** The size is that of the fragments; of compressed ones 0 means one frame. */
      readonly kind: 'fragmented' | 'compressed';
      readonly opcode: number;
      readonly payload: Payload;
      readonly size: number;
    }
  | { readonly kind: 'begin'; readonly frame: FrameSpec; readonly octets: number }
  | { readonly kind: 'rest'; readonly octets: number }
  | { readonly kind: 'wait'; readonly seconds: number; readonly tag: string | null };

export type Expected =
  | { readonly type: 'text' | 'binary' | 'pong'; readonly payload: Payload }
  | { readonly type: 'timeout'; readonly tag: string };

/** Who must close first, with which codes the peer may do it, and whether it must end cleanly. */
export interface CloseRule {
  readonly by: 'fuzzer' | 'peer' | 'anyone';
  readonly codes: readonly number[];
  readonly clean: boolean;
  /** What also makes `behavior` FAILED: the wrong side closing, or a code that is not allowed. */
  readonly decisive: readonly ('side' | 'code')[];
}

/** `kill` gives up on the peer after so many seconds; `closeafter` asks it to close. */
export interface Timer {
  readonly kind: 'kill' | 'closeafter';
  readonly seconds: number;
}

export interface ConformanceCase {
  readonly id: string;
  readonly sends: readonly Step[];
  readonly ok: readonly Expected[];
  readonly nonStrict: readonly Expected[] | null;
  readonly close: CloseRule;
  readonly timer: Timer;
  /** How often the steps are repeated, each time after the whole answer to the last. */
  readonly rounds: number;
  /** Whether the fuzzer closes with 1000 as soon as it has what it expects. */
  readonly closesOnMatch: boolean;
  /** Whether the fuzzer closes with 1000 as soon as an answer is wrong, instead of waiting for more. */
  readonly closesOnMismatch: boolean;
  /** What is repeated where each round has its own message and `sends` and `ok` are empty. */
  readonly deflate: DeflateTask | null;
  /** Whether both verdicts only inform. */
  readonly informational: boolean;
}

type Content = string | Payload;
const payloadOf = (content: Content): Payload =>
  typeof content === 'string' ? octets(content) : content;

export const OP = (opcode: number, content: Content = ''): FrameSpec => ({
  opcode,
  payload: payloadOf(content),
  fin: true,
  rsv: 0,
  closes: false,
});
export const C = (content: Content): FrameSpec => OP(0x0, content);
export const T = (content: Content): FrameSpec => OP(0x1, content);
export const B = (content: Content): FrameSpec => OP(0x2, content);
export const PING = (content: Content): FrameSpec => OP(0x9, content);
export const PONG = (content: Content): FrameSpec => OP(0xa, content);
/** A Close with any body; with a code, legal or not, in front of the reason. */
export const CLOSE = (code: number | null, reason: Content = ''): FrameSpec => {
  const body = payloadOf(reason) as Uint8Array;
  const prefix = code === null ? new Uint8Array(0) : Uint8Array.of(code >> 8, code & 0xff);
  return { ...OP(0x8, concat(prefix, body)), closes: true };
};
/** The frame without FIN. */
export const unfinished = (frame: FrameSpec): FrameSpec => ({ ...frame, fin: false });
export const rsv = (bits: number, frame: FrameSpec): FrameSpec => ({ ...frame, rsv: bits });

export const send = (...frames: FrameSpec[]): Step => ({ kind: 'frames', frames, chop: 'one' });
export const sync = (...frames: FrameSpec[]): Step => ({ kind: 'frames', frames, chop: 'sync' });
export const chopped = (chop: number, ...frames: FrameSpec[]): Step => ({
  kind: 'frames',
  frames,
  chop,
});
/** One message in full fragments of `size` octets and a last one with the rest, perhaps empty. */
export const fragmented = ({ opcode, payload }: FrameSpec, size: number): Step => ({
  kind: 'fragmented',
  opcode,
  payload,
  size,
});
/** One message as permessage-deflate makes it, in fragments of `size` octets if it is longer than that. */
export const compressed = ({ opcode, payload }: FrameSpec, size: number): Step => ({
  kind: 'compressed',
  opcode,
  payload,
  size,
});
/** The header of a frame and its first octets; the others follow with `rest`. */
export const begin = (frame: FrameSpec, count: number): Step => ({
  kind: 'begin',
  frame,
  octets: count,
});
export const rest = (count: number): Step => ({ kind: 'rest', octets: count });
export const wait = (seconds: number): Step => ({ kind: 'wait', seconds, tag: null });
/** A second of silence that is recorded if the peer has not begun to close by its end. */
export const timeout = (tag: string): Step => ({ kind: 'wait', seconds: 1, tag });

export const text = (content: Content): Expected => ({
  type: 'text',
  payload: payloadOf(content),
});
export const binary = (content: Content): Expected => ({
  type: 'binary',
  payload: payloadOf(content),
});
export const pong = (content: Content): Expected => ({
  type: 'pong',
  payload: payloadOf(content),
});
export const timedOut = (tag: string): Expected => ({ type: 'timeout', tag });

export const kill = (seconds: number): Timer => ({ kind: 'kill', seconds });
export const closeafter = (seconds: number): Timer => ({ kind: 'closeafter', seconds });

const closeRule = (by: CloseRule['by'], codes: readonly number[], clean: boolean): CloseRule => ({
  by,
  codes,
  clean,
  decisive: [],
});
/** The fuzzer closes with 1000, the peer answers 1000 or an empty body, and it ends cleanly. */
export const F1000 = closeRule('fuzzer', [1000], true);
/** The fuzzer closes, the peer answers with one of the codes, and it ends cleanly. */
export const cleanly = (...codes: number[]): CloseRule => closeRule('fuzzer', codes, true);
/** The fuzzer closes in a way that the peer must refuse. */
export const refused = (...codes: number[]): CloseRule => closeRule('fuzzer', codes, false);
/** The peer fails the connection by itself. */
export const P = (code: number): CloseRule => closeRule('peer', [code], false);
export const ANY_CLOSE = closeRule('anyone', [], false);
export const decisive = (rule: CloseRule, ...what: CloseRule['decisive'][number][]): CloseRule => ({
  ...rule,
  decisive: what,
});

type CaseInit = Pick<ConformanceCase, 'sends' | 'ok' | 'close' | 'timer'> &
  Partial<ConformanceCase>;

/** A case with everything that is left out at its usual value. */
export function conformanceCase(id: string, init: CaseInit): ConformanceCase {
  return {
    id,
    nonStrict: null,
    rounds: 1,
    closesOnMatch: init.close.by === 'fuzzer',
    closesOnMismatch: false,
    deflate: null,
    informational: false,
    ...init,
  };
}
