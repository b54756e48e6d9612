/**
 * Edits of a head that was right: each breaks one rule, or none.
 */

import { others, valuesOf } from './head-values.js';

/** @typedef {import('../engine/random.js').Random} Random */
/** @typedef {import('./head-values.js').Field} Field */

/** @typedef {{ line: string[], fields: Field[] }} Head the parts of its first line, and its fields */

/** @type {readonly ((head: Head, random: Random) => void)[]} */
const edits = [
  dropField,
  repeatField,
  repeatWithOther,
  changeValue,
  changeValue,
  changeCase,
  addField,
];

/**
 * Makes one edit mostly, none or two now and then.
 *
 * @param {Head} head
 * @param {Random} random
 * @param {readonly (readonly string[])[]} parts what else may stand in each part of the first line; none
 *   where there is no such line
 */
export function editHead(head, random, parts) {
  const count = random.pick([0, 1, 1, 1, 1, 1, 1, 2]);
  for (let time = 0; time < count; time++) {
    if (parts.length > 0 && random.oneIn(6)) changeLine(head, random, parts);
    else random.pick(edits)(head, random);
  }
}

/** @type {(head: Head, random: Random, parts: readonly (readonly string[])[]) => void} */
function changeLine({ line }, random, parts) {
  const part = random.below(line.length);
  line[part] = random.pick(parts[part]);
}

/** @type {(head: Head, random: Random) => void} */
function dropField({ fields }, random) {
  fields.splice(random.below(fields.length), 1);
}

/** @type {(head: Head, random: Random) => void} */
function repeatField({ fields }, random) {
  if (fields.length > 0) put(fields, random, random.pick(fields));
}

/** @type {(head: Head, random: Random) => void} */
function repeatWithOther({ fields }, random) {
  if (fields.length > 0) put(fields, random, withOther(random.pick(fields), random));
}

/** @type {(head: Head, random: Random) => void} */
function changeValue({ fields }, random) {
  const at = random.below(fields.length + 1);
  if (at < fields.length) fields[at] = withOther(fields[at], random);
}

/** Of one letter. @type {(head: Head, random: Random) => void} */
function changeCase({ fields }, random) {
  const at = random.below(fields.length + 1);
  if (at === fields.length) return;
  const [name, value] = fields[at];
  const place = random.below(value.length + 1);
  const letter = value.slice(place, place + 1);
  const small = letter.toLowerCase();
  const other = letter === small ? letter.toUpperCase() : small;
  fields[at] = [name, value.slice(0, place) + other + value.slice(place + 1)];
}

/** @type {(head: Head, random: Random) => void} */
function addField({ fields }, random) {
  put(fields, random, random.pick(others));
}

/** @type {(fields: Field[], random: Random, field: Field) => void} */
function put(fields, random, field) {
  fields.splice(random.below(fields.length + 1), 0, field);
}

/** The field with another value that such fields have, or with a byte above ASCII. @type {(field: Field, random: Random) => Field} */
function withOther([name, value], random) {
  const values = valuesOf.get(name);
  return [name, values === undefined || random.oneIn(8) ? `${value}\u00e9` : random.pick(values)];
}
