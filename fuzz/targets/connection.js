/**
 * A whole connection: events, answers and what is sent in between, for both roles, with extensions and without.
 * Everything must be the same however the stream is cut, and keep the laws of the state machine.
 *
 * An input is a program, see connection-program.js.
 */

import { cutsOf } from '../engine/cuts.js';
import { check, report } from '../engine/finding.js';
import { copiedBytes, startMeter } from '../engine/meter.js';
import { sameBytes, sameRange } from '../references/bytes.js';
import { KeySource } from '../references/key-source.js';
import { Transcript } from '../references/transcript.js';
import { checkEvents } from './connection-events.js';
import { checkOutput } from './connection-output.js';
import { Flag, HEAD_BYTES, limits, OPERATION_BYTES, readProgram } from './connection-program.js';
import { asksForMemory, checkConnectionMemory } from './kept-memory.js';
import { meteredCompressor, Work } from './metered-compressor.js';
import { operate } from './operate.js';
import { compressedMessage } from './write-deflate.js';
import { writeControl, writeFrame, writeMessage } from './write-frames.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec').Connection} Connection */
/** @typedef {import('./connection-program.js').Program} Program */
/** @typedef {{ transcript: Transcript, keys: KeySource, lines: string[], output: Uint8Array, sent: number }} Outcome */

/** What a connection may copy for each byte that it reads, inflates or sends: three copies are the law. */
const COPIES = 3;
/** Into the memory of SIMD and out again, with the others of a chunk and once more alone. */
const SIMD_COPIES = 4;
const SLACK_BYTES = 512;
/** What an engine may move at every call: its window. */
const WINDOW_BYTES = 32_768;

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function connectionTarget(codec) {
  const work = new Work();
  const negotiated = {
    pako: negotiate(codec, meteredCompressor(codec.pakoCompressor(), work)),
    zlib: negotiate(codec, meteredCompressor(codec.zlibCompressor(), work)),
  };
  return {
    name: 'connection',
    isCheap: false,
    generate,
    run(input) {
      const program = readProgram(input);
      if (program === null) return 'no input';
      startMeter();
      const extensions = program.deflate === null ? [] : negotiated[program.deflate];
      const whole = play(codec, program, extensions, work, 0);
      const cut = play(codec, program, extensions, work, program.cut);
      compare(whole, cut);
      checkEvents(program, whole.transcript);
      checkOutput(program, whole);
      if (asksForMemory(program.cut)) {
        checkConnectionMemory(codec, program, extensions, () => work.plain);
      }
      const { error, close } = whole.transcript;
      if (error !== null) return error.code;
      return close?.wasClean ? 'closed' : 'ended';
    },
  };
}

/** @type {import('../engine/target.js').Target['generate']} */
function generate(draft, random) {
  const start = draft.length;
  const flags = random.next() & (random.oneIn(3) ? 0xff : 0xff & ~Flag.Deflate);
  draft.byte(flags);
  const choice = random.oneIn(2) ? 0 : random.below(limits.length);
  const { maxMessageBytes = 0 } = limits[choice];
  draft.byte(choice);
  draft.noise(random, 2);
  const count = random.oneIn(2) ? 0 : random.below(5);
  draft.byte(count);
  draft.noise(random, count * OPERATION_BYTES);
  if (draft.length !== start + HEAD_BYTES + count * OPERATION_BYTES)
    throw new Error('a wrong head');
  const masked = (flags & Flag.Client) === 0;
  for (let left = random.between(1, 6); left > 0; left--) {
    const kind = random.below(8);
    let length = random.oneIn(60) ? random.below(30_000) : random.size();
    // Around the limit, so that fragments pass it one by one.
    if (maxMessageBytes > 0 && random.oneIn(2)) length = random.below(2 * maxMessageBytes);
    if (kind < 2)
      writeControl(draft, random, masked, random.oneIn(8) ? 0x88 : 0x89 + random.below(2));
    else if (kind < 5 && flags & Flag.Deflate) {
      writeFrame(draft, random, 0xc1 + random.below(2), masked, compressedMessage(random, length));
    } else writeMessage(draft, random, masked, 0, length);
  }
  if (random.oneIn(2)) writeControl(draft, random, masked, 0x88);
}

/** @type {(codec: Codec, compressor: import('websocket-codec/deflate').Compressor) => readonly import('websocket-codec').NegotiatedExtension[]} */
function negotiate(codec, compressor) {
  const extension = codec.permessageDeflate({ compressor });
  const offer = { name: 'permessage-deflate', parameters: [] };
  return codec.negotiateExtensions([offer], [extension]);
}

/**
 * Runs the program, its stream cut in one of the ways.
 *
 * @type {(codec: Codec, program: Program, extensions: readonly import('websocket-codec').NegotiatedExtension[], work: Work, choice: number) => Outcome}
 */
function play(codec, { options, operations, wire }, extensions, work, choice) {
  const keys = new KeySource();
  const connection = new codec.Connection({ ...options, extensions, random: keys.fill });
  const transcript = new Transcript(options);
  const before = copiedBytes();
  const workBefore = { ...work };
  let fed = 0;
  let sent = 0;
  let next = 0;
  const places = new Set(operations.map(({ at }) => at));
  const ends = [...cutsOf(wire.length, choice), ...places].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    const chunk = wire.slice(start, end);
    fed += chunk.length;
    connection.receive(chunk);
    check(connection.pendingInputBytes <= end, 'retained', 'more input is pending than has come');
    // The whole stream is pulled from late, the one that is cut at once.
    if (choice !== 0 || places.has(end) || end === wire.length) transcript.pull(connection);
    if (options.takeOwnership !== true) {
      check(sameRange(chunk, 0, wire, start, chunk.length), 'input-changed', 'a chunk was changed');
      chunk.fill(0xee);
    }
    start = end;
    for (; next < operations.length && operations[next].at <= end; next++) {
      sent += operate(connection, operations[next], transcript);
    }
  }
  transcript.pull(connection);
  transcript.take(connection);
  connection.receiveEnd();
  transcript.pull(connection);
  transcript.take(connection);
  check(transcript.close !== null, 'close-once', 'no close event came at the end');
  check(
    connection.transport === 'close-after-output',
    'state',
    'the transport stays open at the end',
  );
  connection.receive(Uint8Array.of(0x81, 0x00));
  check(connection.nextEvent() === null, 'sticky', 'an event came behind the end');
  const engines = work.copied - workBefore.copied;
  // One copy was made here of what is fed.
  const copies = copiedBytes() - before - engines - fed;
  const finished = transcript.finish();
  const plain = work.plain - workBefore.plain;
  const isMasked = options.role === 'server' && options.simd !== false;
  const moved = fed + plain + sent + finished.output.length;
  const most = COPIES * moved + (isMasked ? SIMD_COPIES * fed : 0) + SLACK_BYTES;
  if (copies > most) report('cost', `${copies} bytes copied for ${moved}`);
  const windows = WINDOW_BYTES * (work.calls - workBefore.calls);
  if (engines > COPIES * moved + windows) report('cost', `engines copied ${engines} for ${moved}`);
  return { transcript, keys, ...finished, sent };
}

/** @type {(whole: Outcome, cut: Outcome) => void} */
function compare(whole, cut) {
  for (let at = 0; at < Math.max(whole.lines.length, cut.lines.length); at++) {
    if (whole.lines[at] !== cut.lines[at]) {
      report('cut', `in one piece: ${shown(whole.lines[at])}; cut: ${shown(cut.lines[at])}`);
    }
  }
  check(
    sameBytes(whole.output, cut.output),
    'cut',
    'other bytes are written when the stream is cut',
  );
}

/** @param {string | undefined} line */
function shown(line) {
  return line === undefined ? 'nothing' : JSON.stringify(line.slice(0, 80));
}
