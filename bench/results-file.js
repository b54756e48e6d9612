/**
 * What the benches have measured, as data: one entry for each bench, with what it belongs to. A bench that
 * runs again replaces its own entry and leaves the others as they are.
 */

/** @typedef {import('./output.js').Question} Question */
/** @typedef {import('./output.js').Figures} Figures */
/** @typedef {{ title: string, rate: string, reference: string, questions: Question[] }} Comparison */
/** @typedef {Comparison | Figures} Table */

/**
 * @typedef {object} About
 * @property {string} date when it began, in UTC
 * @property {number} seconds that it took
 * @property {string} command
 * @property {import('./environment.js').Load} loadBefore
 * @property {import('./environment.js').Load} loadAfter
 */

/** @typedef {About & import('./environment.js').Environment & { tables: Table[] }} Entry */
/** @typedef {{ format: 1, benches: Record<string, Entry> }} Results */

/** Digits of a fraction that are kept: far more than any of them is good for. */
const DIGITS = 5;
const LINE_WIDTH = 100;

/** @returns {Results} */
export function emptyResults() {
  return { format: 1, benches: {} };
}

/**
 * @param {string} json
 * @returns {Results}
 */
export function parseResults(json) {
  const results = JSON.parse(json);
  if (results?.format !== 1) throw new Error('these are not results of format 1');
  return results;
}

/**
 * @param {Results} results
 * @param {string} name
 * @param {Entry} entry
 * @param {readonly string[]} order the names of all benches; entries of others go
 * @returns {Results}
 */
export function withEntry(results, name, entry, order) {
  const all = { ...results.benches, [name]: entry };
  const kept = order.filter((bench) => Object.hasOwn(all, bench));
  return {
    format: 1,
    benches: Object.fromEntries(kept.map((bench) => [bench, /** @type {Entry} */ (all[bench])])),
  };
}

/** Puts what a bench tells of into tables. */
export function collectTables() {
  /** @type {Table[]} */
  const tables = [];
  return {
    tables,
    /** @param {import('./output.js').Message} message */
    accept(message) {
      if ('table' in message) tables.push({ ...message.table, questions: [] });
      else if ('figures' in message) tables.push(message);
      else {
        const table = tables.at(-1);
        if (table === undefined || !('questions' in table)) {
          throw new Error(`the rows of ${message.question.label} belong to no table`);
        }
        table.questions.push(message.question);
      }
    },
  };
}

/**
 * JSON with what fits into a line on one line, so that a change of a figure is a change of a line. The
 * project's formatter leaves it as it is.
 *
 * @param {unknown} value
 * @param {string} [indent]
 * @param {string} [before] what stands in front of it on its line
 * @returns {string}
 */
export function formatJson(value, indent = '', before = '') {
  const short = oneLine(value);
  const width = indent.length + before.length + short.length + ','.length;
  if (typeof value !== 'object' || value === null || width <= LINE_WIDTH) return short;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const items = Object.entries(value).map(([key, item]) => {
    const name = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `;
    return inner + name + formatJson(item, inner, name);
  });
  return `${open}\n${items.join(',\n')}\n${indent}${close}`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function oneLine(value) {
  if (typeof value === 'number') {
    return JSON.stringify(Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));
  }
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const items = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`,
  );
  return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
}
