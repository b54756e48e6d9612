/**
 * The same stream read by others and by us: messages, pings and pongs, and how it ends. Each gets a copy of its own.
 *
 * An input: a byte, even for a server, 2 in it for compression; the stream.
 */

import { explainInflated } from '../differences/inflated-streams.js';
import { explainStream } from '../differences/streams.js';
import { check, report } from '../engine/finding.js';
import { inflatingReaders, readers } from '../peers/streams.js';
import { closeCodes } from '../references/header.js';
import { InflatedSession } from '../references/inflated-session.js';
import { Session } from '../references/session.js';
import { CompressedTalk } from './write-deflate.js';
import { writeControl, writeMessage, writePayload } from './write-frames.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('../peers/streams.js').Verdict} Verdict */
/** @typedef {import('websocket-codec').NegotiatedExtension} Agreed */
/** @typedef {'client' | 'server'} Role */

/** In the first byte: with permessage-deflate. */
const COMPRESSED = 2;
/** What may be wrong with what a compressed message says. */
const contentFaults = ['compressed-data-invalid', 'message-too-big', 'text-not-utf8'];

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function peersStreamTarget(codec) {
  const deflate = codec.permessageDeflate({ compressor: codec.pakoCompressor() });
  const extensions = codec.negotiateExtensions(
    [{ name: 'permessage-deflate', parameters: [] }],
    [deflate],
  );
  return {
    name: 'peers-stream',
    isCheap: false,
    generate(draft, random) {
      const isClient = random.oneIn(2);
      // Those that inflate take as long as many that do not.
      const isCompressed = random.oneIn(8);
      draft.byte(Number(isClient) | (isCompressed ? COMPRESSED : 0));
      const talk = new CompressedTalk(random);
      for (let left = random.between(1, 5); left > 0; left--) {
        const length = random.oneIn(30) ? random.below(70_000) : random.size();
        if (random.oneIn(3)) writeControl(draft, random, !isClient);
        else if (isCompressed && !random.oneIn(4)) {
          const opcode = 0x41 + random.below(2);
          writePayload(draft, random, !isClient, opcode, talk.message(length));
        } else writeMessage(draft, random, !isClient, 0, length);
      }
    },
    run(input) {
      if (input.length === 0) return 'no input';
      const role = input[0] & 1 ? 'client' : 'server';
      const wire = input.subarray(1);
      if (input[0] & COMPRESSED) return runCompressed(codec, wire, role, extensions);
      const { verdict, fault } = readWithOurs(codec, wire.slice(), role, []);
      const session = new Session(wire, { role });
      checkOurs(verdict, fault, session);
      let outcome = fault || verdict.end;
      for (const reader of readers) {
        if (reader.role !== role) continue;
        const theirs = reader.read(Buffer.from(wire));
        const ours = reader.pongsAreText ? withPongsAsText(verdict) : verdict;
        if (isSame(ours, theirs)) continue;
        const entry = explainStream(ours, theirs, session);
        if (entry === null)
          report('differs', `${reader.name}: ${shown(theirs)}; ours: ${shown(ours)} ${fault}`);
        else outcome = `${fault || verdict.end}, ${entry.id}`;
      }
      return outcome;
    },
  };
}

/** @type {(codec: Codec, wire: Uint8Array, role: Role, extensions: readonly Agreed[]) => string} */
function runCompressed(codec, wire, role, extensions) {
  const { verdict, fault } = readWithOurs(codec, wire.slice(), role, extensions);
  const reading = new InflatedSession(wire, role);
  let outcome = fault || verdict.end;
  for (const reader of inflatingReaders) {
    if (reader.role !== role) continue;
    const theirs = reader.read(Uint8Array.from(wire));
    if (isSame(verdict, theirs)) continue;
    const entry = explainInflated(verdict, theirs, reading);
    if (entry === null)
      report('differs', `${reader.name}: ${shown(theirs)}; ours: ${shown(verdict)} ${fault}`);
    else outcome = `${fault || verdict.end}, ${entry.id}`;
  }
  checkContent(verdict, fault, reading);
  return outcome;
}

/** @type {(codec: Codec, wire: Uint8Array, role: Role, extensions: readonly Agreed[]) => { verdict: Verdict, fault: string }} */
function readWithOurs(codec, wire, role, extensions) {
  const connection = new codec.Connection({ role, extensions, random: (key) => key.fill(1) });
  /** @type {Verdict} */
  const verdict = { events: [], end: 'open', code: null };
  let fault = '';
  connection.receive(wire);
  for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
    switch (event.type) {
      case 'text':
        verdict.events.push(`text ${event.data}`);
        break;
      case 'binary':
        verdict.events.push(`binary ${Buffer.from(event.data).toString('latin1')}`);
        break;
      case 'ping':
      case 'pong':
        verdict.events.push(`${event.type} ${Buffer.from(event.payload).toString('latin1')}`);
        break;
      case 'error':
        fault = event.error.code;
        verdict.end = 'failed';
        verdict.code = event.error.closeCode;
        break;
      case 'close':
        if (verdict.end === 'failed') break;
        verdict.end = 'closed';
        verdict.code = event.code;
    }
  }
  return { verdict, fault };
}

/** What we give of compressed messages, and where it stops. @type {(ours: Verdict, fault: string, reading: InflatedSession) => void} */
function checkContent(ours, fault, { events, sure, fault: contentFault, isFaultWhole, session }) {
  const isPrefix = ours.events.every((event, index) => event === events[index]);
  check(isPrefix, 'events', 'another event than the second reading has');
  const count = ours.events.length;
  if (contentFault !== '' && contentFaults.includes(fault)) {
    check(count >= sure, 'events', 'an event is missing in front of a message at fault');
    check(ours.code === closeCodes[fault], 'close-code', 'a wrong close code');
    return;
  }
  check(!isFaultWhole, 'verdict', 'a fault in the content was not seen');
  check(count === events.length, 'events', 'an event is missing');
  checkOurs(ours, fault, session);
}

/** Others may be wrong together with us, or wrong in another way. @type {(ours: Verdict, fault: string, session: Session) => void} */
function checkOurs({ end, code }, fault, session) {
  check(end === session.end, 'verdict', 'the stream ends in another way than it should');
  check(fault === session.fault, 'fault', 'another fault was named');
  if (end === 'failed') check(code === closeCodes[fault], 'close-code', 'a wrong close code');
  if (end === 'closed') check(code === session.code, 'value', 'another close code was read');
}

/** For a reader that has lost the bytes. @type {(verdict: Verdict) => Verdict} */
function withPongsAsText(verdict) {
  const events = verdict.events.map((event) =>
    event.startsWith('pong ') ? Buffer.from(event, 'latin1').toString() : event,
  );
  return { ...verdict, events };
}

/** @type {(a: Verdict, b: Verdict) => boolean} */
function isSame(a, b) {
  if (a.end !== b.end || a.code !== b.code || a.events.length !== b.events.length) return false;
  return a.events.every((event, index) => event === b.events[index]);
}

/** @param {Verdict} verdict */
function shown({ events, end, code }) {
  const last = events.slice(-2).map((event) => JSON.stringify(event.slice(0, 20)));
  return `${events.length} events (${last.join(', ')}), ${end} ${code}`;
}
