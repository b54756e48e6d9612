/**
 * What came of each runtime, judged and drawn as a table.
 */

/** @import { Report } from './checks/run-checks.js' */

/**
 * What a report must say besides; what is left out may be as it likes.
 *
 * @typedef {object} Expectation
 * @property {Partial<Report['has']>} [has]
 * @property {boolean} [usesSimd]
 * @property {boolean} [compiles] whether a module of WebAssembly can be made when the checks run
 */

/** @typedef {Report & { compiles?: boolean, version?: string }} RuntimeReport */

/**
 * Why a report is not good enough; nothing where it is.
 *
 * @param {RuntimeReport} report
 * @param {Expectation} expects
 * @returns {string[]}
 */
export function complaints(report, { has = {}, usesSimd, compiles }) {
  const found = [...report.failures];
  for (const name of /** @type {const} */ (['vectors', 'properties', 'conformance', 'streams'])) {
    const { passed, failed } = report[name];
    if (!(passed > 0)) found.push(`none of the ${name} has passed`);
    if (failed !== 0) found.push(`${failed} of the ${name} have failed`);
  }
  for (const [name, expected] of Object.entries(has)) {
    if (report.has[/** @type {keyof Report['has']} */ (name)] !== expected) {
      found.push(`${name} should ${expected ? '' : 'not '}be there`);
    }
  }
  if (usesSimd !== undefined && report.usesSimd !== usesSimd) {
    found.push(`SIMD should ${usesSimd ? '' : 'not '}be used`);
  }
  if (compiles !== undefined && report.compiles !== compiles) {
    found.push(`WebAssembly should ${compiles ? '' : 'not '}compile while the checks run`);
  }
  return found;
}

export const columns = [
  ...['runtime', 'version', 'package as', 'masks with', 'vectors', 'properties'],
  ...['conformance', 'left out', 'streams', 'seconds', 'verdict'],
];

/**
 * @param {RuntimeReport} report
 * @returns {string[]} the cells between the format and the seconds
 */
export function cellsOf({ vectors, properties, conformance, streams, usesSimd, has, extent }) {
  const bytes = extent.maxCaseBytes.toLocaleString('en');
  const without = has.WebAssembly ? 'words; WebAssembly refused' : 'words; no WebAssembly';
  return [
    usesSimd ? 'WebAssembly SIMD' : without,
    fraction(vectors),
    `${fraction(properties)}, ${extent.numRuns} runs each`,
    `${fraction(conformance)}, ${conformance.cutShort} cut short`,
    `${conformance.leftOut} above ${bytes} bytes, ${conformance.otherRole} for the other role`,
    has.ReadableStream ? fraction(streams) : 'none here, and refused',
  ];
}

/** @param {{ passed: number, failed: number }} counts */
function fraction({ passed, failed }) {
  return `${passed} of ${passed + failed}`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @returns {string} in Markdown
 */
export function table(head, rows) {
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map((row) => (row[at] ?? '').length)),
  );
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
