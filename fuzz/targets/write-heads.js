/**
 * Heads of HTTP for inputs: handshakes of either side as they are sent with the small things that senders vary, and
 * such as are right but for an edit or two.
 */

import { editHead } from './edit-heads.js';
import {
  httpVersions,
  methods,
  others,
  SAMPLE_KEY,
  statuses,
  targets,
  valuesOf,
} from './head-values.js';
import { someAnswers, someExtensions } from './write-extensions.js';

/** @typedef {import('../engine/draft.js').Draft} Draft */
/** @typedef {import('../engine/random.js').Random} Random */
/** @typedef {import('./head-values.js').Field} Field */
/** @typedef {import('./edit-heads.js').Head} Head */

/** RFC 6455 §1.3, for the sample key. */
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const PROTOCOL = 'Sec-WebSocket-Protocol';
const EXTENSIONS = 'Sec-WebSocket-Extensions';
const INTERIM = 'HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n';

/** The usual one mostly, another one now and then. @type {<T>(random: Random, list: readonly T[]) => T} */
function usual(random, list) {
  return random.oneIn(12) ? random.pick(list) : list[random.below(2)];
}

/** A field with a value that is mostly a usual one. @type {(random: Random, name: string) => Field} */
function usualField(random, name) {
  return [name, usual(random, valuesOf.get(name) ?? [''])];
}

/**
 * Writes a request, a line a unit.
 *
 * @param {Draft} draft
 * @param {Random} random
 */
export function writeRequest(draft, random) {
  writeHead(draft, random, random.oneIn(2) ? rightRequest(random) : usualRequest(random));
}

/** @type {(random: Random) => Head} */
function usualRequest(random) {
  const method = random.oneIn(30) ? random.pick(methods) : 'GET';
  const version = random.oneIn(30) ? random.pick(httpVersions) : 'HTTP/1.1';
  const fields = [
    usualField(random, 'Host'),
    usualField(random, 'Connection'),
    usualField(random, 'Upgrade'),
    usualField(random, 'Sec-WebSocket-Key'),
    usualField(random, 'Sec-WebSocket-Version'),
  ];
  if (random.oneIn(3)) fields.push(usualField(random, PROTOCOL));
  if (random.oneIn(3)) fields.push([EXTENSIONS, someExtensions(random)]);
  return { line: [method, usual(random, targets), version], fields };
}

/** One that a server must take, but for an edit. @type {(random: Random) => Head} */
function rightRequest(random) {
  /** @type {Field[]} */
  const fields = [
    ['Host', 'example.com'],
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Key', SAMPLE_KEY],
    ['Sec-WebSocket-Version', '13'],
  ];
  if (random.oneIn(3)) fields.push(['Origin', 'https://example.com']);
  if (random.oneIn(3)) fields.push([PROTOCOL, 'chat, superchat']);
  if (random.oneIn(3)) fields.push([EXTENSIONS, 'permessage-deflate; client_max_window_bits']);
  const head = { line: ['GET', '/chat', 'HTTP/1.1'], fields };
  editHead(head, random, [methods, targets, httpVersions]);
  return head;
}

/**
 * Writes a response.
 *
 * @param {Draft} draft
 * @param {Random} random
 */
export function writeResponse(draft, random) {
  if (random.oneIn(10)) draft.latin1(INTERIM);
  else if (random.oneIn(200)) draft.latin1(INTERIM.repeat(random.between(15, 17)));
  writeHead(draft, random, random.oneIn(2) ? rightResponse(random) : usualResponse(random));
}

/** @type {(random: Random) => Head} */
function usualResponse(random) {
  const status = random.oneIn(12) ? random.pick(statuses) : '101 Switching Protocols';
  /** @type {Field[]} */
  const fields = [
    usualField(random, 'Upgrade'),
    usualField(random, 'Connection'),
    ['Sec-WebSocket-Accept', random.oneIn(20) ? 'AAAA' : ACCEPT],
  ];
  if (random.oneIn(3)) fields.push(usualField(random, PROTOCOL));
  if (random.oneIn(3)) fields.push([EXTENSIONS, someExtensions(random)]);
  return { line: ['HTTP/1.1', status], fields };
}

/** One that a client must take if it has asked for it, but for an edit. @type {(random: Random) => Head} */
function rightResponse(random) {
  /** @type {Field[]} */
  const fields = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', ACCEPT],
  ];
  if (random.oneIn(4)) fields.push([PROTOCOL, random.pick(['chat', 'superchat'])]);
  if (random.oneIn(2)) {
    const answers = someAnswers(random);
    // In one line, as it must be, or a line each.
    const lines = random.oneIn(6) ? answers : [answers.join(', ')];
    for (const line of lines) fields.push([EXTENSIONS, line]);
  }
  const head = { line: ['HTTP/1.1', '101 Switching Protocols'], fields };
  // What was chosen has faults enough.
  if (random.oneIn(2)) editHead(head, random, [httpVersions, statuses]);
  return head;
}

/** @type {(draft: Draft, random: Random, head: Head) => void} */
function writeHead(draft, random, { line, fields }) {
  for (let left = random.below(3); left > 0; left--) {
    fields.splice(
      random.below(fields.length + 1),
      0,
      random.oneIn(6) ? random.pick(others) : others[2],
    );
  }
  draft.mark();
  draft.latin1(`${line.join(' ')}\r\n`);
  for (const [name, value] of fields) {
    draft.mark();
    const written = random.oneIn(8) ? name.toLowerCase() : name;
    draft.latin1(
      `${written}:${random.oneIn(8) ? random.pick(['', '\t', '   ']) : ' '}${value}\r\n`,
    );
  }
  draft.mark();
  draft.latin1('\r\n');
  if (random.oneIn(6)) draft.noise(random, random.below(12));
}
