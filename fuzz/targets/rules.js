/**
 * The rules of a frame as two bytes of an input, and the objects that say the same to the codec.
 */

/** @typedef {import('websocket-codec').FrameRules} FrameRules */

const roles = /** @type {const} */ ([undefined, 'client', 'server']);
/** Undefined: the default of the function. */
const limits = [undefined, 0, 1, 125, 126, 1000, 65_535, 65_536];

export const RULE_BYTES = 2;

/** @type {FrameRules[]} */
const table = [];
for (const maxPayloadBytes of limits) {
  for (let allowedRsv = 0; allowedRsv < 8; allowedRsv++) {
    for (const role of roles) {
      table.push({
        allowedRsv,
        ...(role === undefined ? {} : { role }),
        ...(maxPayloadBytes === undefined ? {} : { maxPayloadBytes }),
      });
    }
  }
}

/**
 * @param {number} first
 * @param {number} second
 */
export function rulesOf(first, second) {
  return table[(first * 256 + second) % table.length];
}

/**
 * Rules that are mostly lax, so that most inputs are read to their end.
 *
 * @param {import('../engine/draft.js').Draft} draft
 * @param {import('../engine/random.js').Random} random
 * @returns {FrameRules}
 */
export function writeRules(draft, random) {
  const first = random.next() & 0xff;
  // 256 · first + second ≡ the index, modulo the length of the table.
  const index = random.oneIn(3) ? random.below(table.length) : random.below(24);
  let second = (index - first * 256) % table.length;
  if (second < 0) second += table.length;
  draft.byte(first);
  draft.byte(second);
  return rulesOf(first, second);
}
