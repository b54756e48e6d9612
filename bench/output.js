/**
 * What a bench says: text for people, and the same as data for bench/run.js when it is listening.
 */

/** @typedef {import('./statistics.js').Summary} Summary */

/**
 * What a contender took.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {number} units how much one operation handles, such as bytes
 * @property {Summary} time nanoseconds an operation
 * @property {number} rate in the unit of the table
 * @property {Record<string, Summary>} ratios how many times as fast the one named is as this one; the first
 *   contender of the question is always named, and so are others of ours
 */

/**
 * @typedef {object} Question
 * @property {string} label
 * @property {number} [at] its place on the axis of a curve, such as a number of bytes
 * @property {readonly Row[]} contenders
 */

/**
 * Figures that are no times, such as bytes.
 *
 * @typedef {object} Figures
 * @property {string} title
 * @property {readonly { name: string, values: Readonly<Record<string, number>> }[]} figures
 */

/**
 * @typedef {{ table: { title: string, rate: string, reference: string } }
 *   | { question: Question }
 *   | Figures} Message a question belongs to the table that was told of last
 */

/** @param {string} [text] */
export function print(text = '') {
  console.log(text);
}

/** @param {Message} message */
export function tell(message) {
  if (process.connected) process.send?.(message);
}
