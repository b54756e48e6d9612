/**
 * Changes to an input that was right: bits, bytes, cuts, order, lengths, whole units.
 */

/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('./random.js').Random} Random */

/** Inputs do not grow beyond this by mutation. */
const MAX_BYTES = 1 << 17;

/** Borders of lengths, of characters and of bytes. */
const interesting = [
  0x00, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x0d, 0x0f, 0x20, 0x22, 0x2c, 0x3a, 0x3b, 0x3d, 0x5c, 0x7d,
  0x7e, 0x7f, 0x80, 0x81, 0x88, 0x89, 0x8a, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0,
  0xf4, 0xf5, 0xfe, 0xff,
];
const NOTHING = new Uint8Array(0);
const scratch = new Uint8Array(16);

/** @type {readonly ((draft: Draft, random: Random) => void)[]} */
export const mutations = [
  flipBit,
  changeByte,
  changeByte,
  insertBytes,
  removeRange,
  cutShort,
  repeatRange,
  copyRange,
  swapUnits,
  dropUnit,
  repeatUnit,
  cutAtUnit,
  damageUnit,
  damageUnit,
  changeLength,
];

/**
 * Changes a draft so many times, each time in one of the ways.
 *
 * @param {Draft} draft
 * @param {Random} random
 * @param {number} times
 */
export function mutate(draft, random, times) {
  for (let time = 0; time < times; time++) random.pick(mutations)(draft, random);
}

/** @type {(draft: Draft, random: Random) => void} */
function flipBit(draft, random) {
  if (draft.length === 0) return;
  draft.bytes[random.below(draft.length)] ^= 1 << random.below(8);
}

/** @type {(draft: Draft, random: Random) => void} */
function changeByte(draft, random) {
  if (draft.length === 0) return;
  draft.bytes[random.below(draft.length)] = someByte(random);
}

/** @type {(draft: Draft, random: Random) => void} */
function insertBytes(draft, random) {
  const count = random.between(1, 8);
  const byte = someByte(random);
  for (let at = 0; at < count; at++) scratch[at] = random.oneIn(2) ? byte : someByte(random);
  const place = random.below(draft.length + 1);
  draft.replace(place, place, scratch.subarray(0, count));
}

/** @type {(draft: Draft, random: Random) => void} */
function removeRange(draft, random) {
  const start = random.below(draft.length + 1);
  draft.replace(start, Math.min(draft.length, start + random.between(1, 16)), NOTHING);
}

/** @type {(draft: Draft, random: Random) => void} */
function cutShort(draft, random) {
  draft.replace(random.below(draft.length + 1), draft.length, NOTHING);
}

/** @type {(draft: Draft, random: Random) => void} */
function repeatRange(draft, random) {
  const start = random.below(draft.length + 1);
  const end = Math.min(draft.length, start + random.between(1, 64));
  insertCopy(draft, start, start, end);
}

/** @type {(draft: Draft, random: Random) => void} */
function copyRange(draft, random) {
  if (draft.length === 0) return;
  const start = random.below(draft.length);
  const end = Math.min(draft.length, start + random.between(1, 32));
  const to = random.below(draft.length);
  draft.bytes.copyWithin(to, start, Math.min(end, start + draft.length - to));
}

/** @type {(draft: Draft, random: Random) => void} */
function swapUnits(draft, random) {
  if (draft.markCount < 2) return;
  const first = random.below(draft.markCount - 1);
  const start = draft.marks[first];
  const middle = draft.marks[first + 1];
  const end = unitEnd(draft, first + 1);
  const moved = draft.bytes.slice(start, middle);
  draft.bytes.copyWithin(start, middle, end);
  draft.bytes.set(moved, start + end - middle);
  draft.marks[first + 1] = start + end - middle;
}

/** @type {(draft: Draft, random: Random) => void} */
function dropUnit(draft, random) {
  if (draft.markCount === 0) return;
  const unit = random.below(draft.markCount);
  draft.replace(draft.marks[unit], unitEnd(draft, unit), NOTHING);
}

/** @type {(draft: Draft, random: Random) => void} */
function repeatUnit(draft, random) {
  if (draft.markCount === 0) return;
  const unit = random.below(draft.markCount);
  const to = draft.marks[random.below(draft.markCount)];
  insertCopy(draft, to, draft.marks[unit], unitEnd(draft, unit));
}

/** @type {(draft: Draft, random: Random) => void} */
function cutAtUnit(draft, random) {
  if (draft.markCount === 0) return;
  const at = draft.marks[random.below(draft.markCount)] + random.below(16);
  draft.replace(Math.min(at, draft.length), draft.length, NOTHING);
}

/** The beginning of a unit says what the rest of it means. @type {(draft: Draft, random: Random) => void} */
function damageUnit(draft, random) {
  if (draft.markCount === 0) return;
  const at = draft.marks[random.below(draft.markCount)] + random.below(random.oneIn(2) ? 2 : 14);
  if (at >= draft.length) return;
  if (random.oneIn(2)) draft.bytes[at] ^= 1 << random.below(8);
  else draft.bytes[at] = someByte(random);
}

/** A length of 16 or 64 bits, where a frame has one. @type {(draft: Draft, random: Random) => void} */
function changeLength(draft, random) {
  if (draft.markCount === 0) return;
  const at = draft.marks[random.below(draft.markCount)] + 1;
  if (at + 9 > draft.length) return;
  const { bytes } = draft;
  const isLong = random.oneIn(2);
  bytes[at] = (bytes[at] & 0x80) | (isLong ? 127 : 126);
  const last = at + (isLong ? 8 : 2);
  for (let place = at + 1; place <= last; place++) bytes[place] = random.oneIn(4) ? 0xff : 0;
  bytes[last] = someByte(random);
  if (random.oneIn(2)) bytes[last - 1] = someByte(random);
}

/** @param {Random} random */
function someByte(random) {
  return random.oneIn(2) ? random.pick(interesting) : random.next() & 0xff;
}

/**
 * @param {Draft} draft
 * @param {number} unit
 */
function unitEnd(draft, unit) {
  return unit + 1 < draft.markCount ? draft.marks[unit + 1] : draft.length;
}

/** @type {(draft: Draft, to: number, start: number, end: number) => void} */
function insertCopy(draft, to, start, end) {
  if (draft.length + end - start <= MAX_BYTES) {
    draft.replace(to, to, draft.bytes.subarray(start, end));
  }
}
