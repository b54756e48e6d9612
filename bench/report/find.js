/**
 * Looking figures up in results. What has not been measured is null; a table that a measured bench does not
 * have is a mistake in who asks, and throws.
 */

/** @typedef {import('../results-file.js').Results} Results */
/** @typedef {import('../results-file.js').Comparison} Comparison */
/** @typedef {import('../output.js').Figures} Figures */
/** @typedef {import('../output.js').Question} Question */
/** @typedef {import('../output.js').Row} Row */
/** @typedef {import('../statistics.js').Summary} Summary */

/**
 * @param {Results} results
 * @param {string} bench
 * @param {string} title
 * @returns {Comparison | null} null when the bench has not run
 */
export function findComparison(results, bench, title) {
  const table = findTable(results, bench, title);
  if (table === null) return null;
  if (!('questions' in table)) throw new RangeError(`“${title}” of ${bench} compares nobody`);
  return table;
}

/**
 * @param {Results} results
 * @param {string} bench
 * @param {string} title
 * @returns {Figures | null} null when the bench has not run
 */
export function findFigures(results, bench, title) {
  const table = findTable(results, bench, title);
  if (table === null) return null;
  if (!('figures' in table)) throw new RangeError(`“${title}” of ${bench} has no figures alone`);
  return table;
}

/**
 * @param {Comparison} table
 * @param {string} label
 * @returns {Question}
 */
export function findQuestion(table, label) {
  const question = table.questions.find((one) => one.label === label);
  if (question !== undefined) return question;
  const labels = table.questions.map((one) => one.label).join('; ');
  throw new RangeError(`“${table.title}” has no rows for ${label}; there are ${labels}`);
}

/**
 * How many times as fast one of ours is as another.
 *
 * @param {Question} question
 * @param {string} ours
 * @param {string} peer
 * @returns {Summary | null} null when one of the two was not there
 */
export function findRatio(question, ours, peer) {
  const row = question.contenders.find(({ name }) => name === peer);
  return row?.ratios[ours] ?? null;
}

/**
 * The names that others are compared with.
 *
 * @param {Question} question
 * @returns {Set<string>}
 */
export function oursOf({ contenders }) {
  const [first] = contenders;
  const named = contenders.flatMap(({ ratios }) => Object.keys(ratios));
  return new Set(first === undefined ? named : [first.name, ...named]);
}

/**
 * @param {Results} results
 * @param {string} bench
 * @param {string} title
 */
function findTable(results, bench, title) {
  const entry = Object.hasOwn(results.benches, bench) ? results.benches[bench] : undefined;
  if (entry === undefined) return null;
  const table = entry.tables.find((one) => one.title === title);
  if (table !== undefined) return table;
  const titles = entry.tables.map((one) => one.title).join('; ');
  throw new RangeError(`${bench} has no table “${title}”; there are ${titles}`);
}
