/**
 * The same stream read by others and by us: messages, pings and pongs, and how it ends. Each gets a copy of its own.
 *
 * An input: a byte, even for a server, the stream.
 */

import { explainStream } from '../differences/streams.js';
import { check, report } from '../engine/finding.js';
import { readers } from '../peers/streams.js';
import { closeCodes } from '../references/header.js';
import { Session } from '../references/session.js';
import { writeControl, writeMessage } from './write-frames.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('../peers/streams.js').Verdict} Verdict */

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function peersStreamTarget(codec) {
  return {
    name: 'peers-stream',
    isCheap: false,
    generate(draft, random) {
      const isClient = random.oneIn(2);
      draft.byte(Number(isClient));
      for (let left = random.between(1, 5); left > 0; left--) {
        if (random.oneIn(3)) writeControl(draft, random, !isClient);
        else
          writeMessage(
            draft,
            random,
            !isClient,
            0,
            random.oneIn(30) ? random.below(70_000) : random.size(),
          );
      }
    },
    run(input) {
      if (input.length === 0) return 'no input';
      const role = input[0] & 1 ? 'client' : 'server';
      const wire = input.subarray(1);
      const { verdict, fault } = readWithOurs(codec, wire.slice(), role);
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

/** @type {(codec: Codec, wire: Uint8Array, role: 'client' | 'server') => { verdict: Verdict, fault: string }} */
function readWithOurs(codec, wire, role) {
  const connection = new codec.Connection({ role, random: (target) => target.fill(1) });
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
