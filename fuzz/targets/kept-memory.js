/**
 * What decoders and connections keep of a stream that they have read, in real memory: some of them read it, and all
 * that they may keep is what is unread yet.
 */

import { cutsOf } from '../engine/cuts.js';
import { report } from '../engine/finding.js';
import { keptAbove } from '../engine/memory.js';
import { Session } from '../references/session.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec').Connection} Connection */

/** A stream is read over and over up to about this length, so that a copy of it stands out. */
const LONG_BYTES = 131_072;
/** Of what is not whole yet: capacity grows fourfold, and text may take two bytes a character. */
const CAPACITY = 4;
const FRAGMENT_BYTES = 200;
const OBJECT_BYTES = 12_288;
/** The window and the tables of one that inflates (RFC 1951 §2: 32 KiB). */
const INFLATER_BYTES = 73_728;

/** Measuring takes as long as a hundred executions: one input in so many asks for it. */
const SHARE = 2048;

/** @param {number} choice the number in the input that says how to cut */
export function asksForMemory(choice) {
  return choice % SHARE === 341;
}

/**
 * @param {Codec} codec
 * @param {Uint8Array} wire
 * @param {number} whole how many of its bytes are whole frames
 * @param {string} end the fault, or how many bytes are missing
 * @param {object} options
 * @param {number} choice
 */
export function checkDecoderMemory(codec, wire, whole, end, options, choice) {
  const stream = Buffer.concat([
    ...Array(timesOf(whole)).fill(wire.subarray(0, whole)),
    wire.subarray(whole),
  ]);
  const rest = /^\d/.test(end) ? wire.length - whole : 0;
  judge(CAPACITY * rest + OBJECT_BYTES, stream.length, () => {
    const decoder = new codec.FrameDecoder(options);
    feed(stream, choice, (chunk) => {
      decoder.push(chunk);
      while (decoder.next().status === 'complete');
    });
    return decoder;
  });
}

/**
 * @param {Codec} codec
 * @param {import('./connection-program.js').Program} program
 * @param {readonly import('websocket-codec').NegotiatedExtension[]} extensions
 * @param {() => number} plainBytes how many bytes inflaters have given so far
 */
export function checkConnectionMemory(codec, { options, wire, cut }, extensions, plainBytes) {
  const { role } = options;
  const session = new Session(wire, { role, allowedRsv: extensions.length === 0 ? 0 : 4 });
  const { open, end, frameEnd } = session;
  const isDone = end === 'open' && open === null && frameEnd === wire.length;
  const times = isDone ? timesOf(wire.length) : 1;
  const stream = Buffer.concat(Array(times).fill(wire));
  let plain = 0;
  const make = () => {
    const before = plainBytes();
    const connection = new codec.Connection({ ...options, extensions, random: (key) => key });
    feed(stream, cut, (chunk) => {
      connection.receive(chunk);
      while (connection.nextEvent() !== null);
      connection.takeOutput();
    });
    plain = plainBytes() - before;
    return connection;
  };
  make();
  const unread = isDone || end !== 'open' ? 0 : CAPACITY * (wire.length + plain);
  const fragments = FRAGMENT_BYTES * (open?.fragments ?? 0);
  const engine = extensions.length === 0 ? 0 : INFLATER_BYTES;
  judge(unread + fragments + engine + OBJECT_BYTES, stream.length, make);
}

/** @param {number} length */
function timesOf(length) {
  return length === 0 ? 0 : Math.ceil(LONG_BYTES / length);
}

/** Chunks that nobody else keeps. @type {(stream: Uint8Array, choice: number, take: (chunk: Uint8Array) => void) => void} */
function feed(stream, choice, take) {
  let start = 0;
  for (const end of cutsOf(stream.length, choice)) {
    take(Uint8Array.from(stream.subarray(start, end)));
    start = end;
  }
}

/** @type {(limit: number, length: number, make: () => unknown) => void} */
function judge(limit, length, make) {
  const kept = keptAbove(make, limit);
  if (kept === null) return;
  const heap = Math.round(kept.heap);
  const outside = Math.round(kept.outside);
  report(
    'retained',
    `of ${length} bytes, ${outside} and ${heap} of the heap are kept, not ${limit}`,
  );
}
