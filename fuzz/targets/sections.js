/**
 * Header sections of HTTP/2 and HTTP/3 as bytes of an input, and such as are right but for an edit or two.
 */

import { editHead } from './edit-heads.js';
import { othersOfSections, valuesOf } from './head-values.js';
import { someAnswers, someExtensions } from './write-extensions.js';

/** @typedef {import('../engine/draft.js').Draft} Draft */
/** @typedef {import('../engine/random.js').Random} Random */
/** @typedef {import('./head-values.js').Field} Field */

/** Between a name and its value, and behind a field: no byte of either, as a rule. */
const BETWEEN = '\x1f';
const BEHIND = '\x1e';

const PROTOCOL = 'Sec-WebSocket-Protocol';
const EXTENSIONS = 'Sec-WebSocket-Extensions';

/** The fields of an input, which may hold any byte but the two. @param {Uint8Array} bytes @returns {Field[]} */
export function readSection(bytes) {
  const texts = Buffer.from(bytes).toString('latin1').split(BEHIND);
  if (texts.at(-1) === '') texts.pop();
  return texts.map((text) => {
    const [name, ...values] = text.split(BETWEEN);
    return [name, values.join('')];
  });
}

/** @type {(draft: Draft, random: Random) => void} */
export function writeConnectRequest(draft, random) {
  /** @type {Field} */
  const authority = [':authority', random.pick(['example.com', 'example.com:443', '[::1]:80'])];
  const fields = pseudoHeaders(random, authority);
  fields.push(['Sec-WebSocket-Version', '13']);
  // Some send Host, in its place or beside it.
  if (random.oneIn(6)) fields.push(['Host', authority[1]]);
  if (random.oneIn(12)) fields.splice(fields.indexOf(authority), 1);
  if (random.oneIn(3)) fields.push(['Origin', 'https://example.com']);
  if (random.oneIn(3)) fields.push([PROTOCOL, 'chat, superchat']);
  if (random.oneIn(3)) fields.push([EXTENSIONS, someExtensions(random)]);
  if (random.oneIn(4)) addOther(fields, random);
  editHead({ line: [], fields }, random, []);
  writeSection(draft, random, fields);
}

/** Those of an extended CONNECT mostly, of a tunnel or of another method. @type {(random: Random, authority: Field) => Field[]} */
function pseudoHeaders(random, authority) {
  /** @type {Field} */
  const method = [':method', 'CONNECT'];
  if (random.oneIn(20)) return [method, authority];
  /** @type {Field[]} */
  const place = [[':scheme', random.oneIn(4) ? 'http' : 'https'], [':path', '/chat'], authority];
  if (random.oneIn(40)) return [method, ...place];
  if (random.oneIn(40)) return [[':method', 'GET'], ...place];
  return [method, [':protocol', 'websocket'], ...place];
}

/** @type {(draft: Draft, random: Random) => void} */
export function writeConnectResponse(draft, random) {
  /** @type {Field[]} */
  const fields = [
    [':status', random.oneIn(8) ? random.pick(valuesOf.get(':status') ?? []) : '200'],
  ];
  if (random.oneIn(3)) fields.push([PROTOCOL, random.pick(['chat', 'superchat'])]);
  if (random.oneIn(2)) fields.push([EXTENSIONS, someAnswers(random).join(', ')]);
  if (random.oneIn(4)) addOther(fields, random);
  if (random.oneIn(2)) editHead({ line: [], fields }, random, []);
  writeSection(draft, random, fields);
}

/** Where it may stand. @type {(fields: Field[], random: Random) => void} */
function addOther(fields, random) {
  const other = random.pick(othersOfSections);
  if (other[0].startsWith(':')) fields.unshift(other);
  else fields.push(other);
}

/** A field a unit. @type {(draft: Draft, random: Random, fields: readonly Field[]) => void} */
function writeSection(draft, random, fields) {
  for (const [name, value] of fields) {
    draft.mark();
    const written = random.oneIn(60) ? name : name.toLowerCase();
    draft.latin1(`${written}${BETWEEN}${value}${BEHIND}`);
  }
}
