/**
 * A client and a server that talk to each other: what one sends arrives at the other, whole, once and in order,
 * however the bytes between them are cut.
 *
 * An input: a byte of settings, then operations of three bytes.
 */

import { check } from '../engine/finding.js';
import { join } from '../references/bytes.js';
import { readWritten } from '../references/written-frames.js';
import { deliver, flush, makeSide, pull, send } from './pair-side.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('./pair-side.js').Side} Side */
/** @typedef {import('websocket-codec').NegotiatedExtension} Agreed */

const MAX_OPERATIONS = 60;
const characters = ['a', 'é', '€', '\u{1f600}', '\ud800', '\udc00', ' '];

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function pairTarget(codec) {
  const compressors = [codec.pakoCompressor(), codec.zlibCompressor()];
  const agreements = compressors.map((compressor) => agree(codec, compressor));
  return {
    name: 'pair',
    isCheap: false,
    generate(draft, random) {
      draft.byte(random.next());
      for (let left = random.between(2, 30); left > 0; left--) {
        draft.mark();
        draft.noise(random, 3);
      }
    },
    run(input) {
      if (input.length === 0) return 'no input';
      const [settings] = input;
      // Each end on an engine of its own.
      const own = settings & 1 ? (settings & 2 ? agreements[0] : agreements[1]) : null;
      const other = settings & 4 ? agreements[0] : agreements[1];
      const sides = [
        makeSide(codec, 'client', settings, own?.client ?? null),
        makeSide(codec, 'server', settings >> 1, own === null ? null : other.server),
      ];
      const end = Math.min(input.length - 2, 1 + 3 * MAX_OPERATIONS);
      for (let at = 1; at < end; at += 3) {
        const who = input[at] & 1;
        operate(sides[who], sides[1 - who], input[at] >> 1, input[at + 1], input[at + 2]);
      }
      return settle(sides, settings);
    },
  };
}

/** What both ends make of the same negotiation. @type {(codec: Codec, compressor: import('websocket-codec/deflate').Compressor) => { client: Agreed, server: Agreed }} */
function agree(codec, compressor) {
  const extension = codec.permessageDeflate({ compressor, thresholdBytes: 10 });
  const [server] = codec.negotiateExtensions([extension.offer], [extension]);
  const client = extension.accept({ name: server.name, parameters: server.parameters });
  if (client === null) throw new Error('the client refuses the answer');
  return { client, server };
}

/** @type {(side: Side, peer: Side, kind: number, a: number, b: number) => void} */
function operate(side, peer, kind, a, b) {
  const { connection } = side;
  const text = characters[a % characters.length].repeat(b & 64 ? (b & 63) * 40 : b & 63);
  const payload = text.toWellFormed();
  // A close is rare, so that there is a conversation in front of it.
  switch (kind % 16) {
    case 0:
    case 1:
      if (send(side, () => connection.sendText(text))) side.sent.push(`text ${payload}`);
      break;
    case 2:
    case 3: {
      const bytes = new Uint8Array(b * 30).fill(a);
      if (send(side, () => connection.sendBinary(bytes, { takeOwnership: a > 127 }))) {
        side.sent.push(`binary ${String.fromCharCode(a).repeat(b * 30)}`);
      }
      break;
    }
    case 4:
    case 5: {
      const fin = kind % 16 === 5;
      if (!send(side, () => connection.sendFragment(text, { opcode: 1, fin }))) break;
      // A surrogate at the end of a piece waits for the next.
      side.open += text;
      if (!fin) break;
      side.sent.push(`text ${side.open.toWellFormed()}`);
      side.open = '';
      break;
    }
    case 6:
      if (send(side, () => connection.ping(`${b}`))) side.sent.push(`ping ${b}`);
      break;
    case 7:
      if (a > 32) break;
      if (connection.state === 'open') side.closedWith = 1000 + (b & 1);
      connection.close(1000 + (b & 1), 'done');
      break;
    case 8:
    case 9:
    case 10:
      flush(side, peer);
      break;
    case 11:
    case 12:
    case 13:
      deliver(side, a & 1 ? b : b * 40);
      break;
    default:
      pull(side, a & 3 ? Number.POSITIVE_INFINITY : 1);
  }
}

/** Lets all arrive, and looks at what there is. @type {(sides: Side[], settings: number) => string} */
function settle(sides, settings) {
  const [client, server] = sides;
  const isClosing = client.closedWith !== null || server.closedWith !== null;
  for (let turn = 0; turn < 4; turn++) {
    for (const [index, side] of sides.entries()) {
      flush(side, sides[1 - index]);
      const peer = sides[1 - index];
      deliver(peer, settings & 8 ? 1 + (peer.pipe.length >> 1) : peer.pipe.length);
      deliver(peer, peer.pipe.length);
      pull(peer, Number.POSITIVE_INFINITY);
    }
  }
  for (const [index, side] of sides.entries()) {
    const expected = sides[1 - index].sent;
    const { received } = side;
    // Pings may overtake a fragmented message; messages stay in order among themselves, and so do pings.
    for (const isPing of [true, false]) {
      const pick = (/** @type {string[]} */ list) =>
        list.filter((line) => line.startsWith('ping') === isPing);
      const sent = pick(expected);
      const arrived = pick(received);
      const isPrefix = arrived.every((line, at) => line === sent[at]);
      check(isPrefix, 'conservation', 'something else arrived than was sent');
      // Once its own Close is out, a side that gets the peer's Close has had everything before it.
      check(
        arrived.length === sent.length,
        'conservation',
        'something was sent and did not arrive',
      );
    }
    check((side.close !== null) === isClosing, 'close-once', 'closed or not');
    checkAnswers(side, sides[1 - index]);
    const { closes } = readWritten(join(side.written), side.role, side.keys, 4);
    check(closes.length === Number(isClosing), 'output', 'not one Close of each side');
  }
  return isClosing ? 'closed' : 'open';
}

/** What one side gets for its pings and its Close. @type {(side: Side, peer: Side) => void} */
function checkAnswers({ sent, pongs, close, closedWith }, peer) {
  const pings = sent.filter((line) => line.startsWith('ping')).map((line) => line.slice(5));
  const isPrefix = pongs.every((payload, at) => payload === pings[at]);
  check(isPrefix, 'pong', 'a pong for no ping, or not in its turn');
  // What comes behind the Close of the other side is not read any more.
  const isWhole = pongs.length === pings.length || peer.closedWith !== null;
  check(isWhole, 'pong', 'a ping is not answered');
  if (close === null) return;
  check(close.wasClean, 'close-answer', 'the end is not clean');
  check(close.code === (peer.closedWith ?? closedWith), 'close-answer', 'another code came back');
}
