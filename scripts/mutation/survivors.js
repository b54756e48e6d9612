/**
 * The mutants that no test has noticed, and the list that says why of each.
 */

import { readFileSync } from 'node:fs';

/**
 * @typedef {{ line: number, column: number }} Position
 * @typedef {{ mutatorName: string, replacement?: string, status: string, location: { start: Position, end: Position } }} Mutant
 * @typedef {{ files: Record<string, { source: string, mutants: Mutant[] }> }} StrykerReport
 * @typedef {{ file: string, reason: string, mutants: string[] }} Group
 */

/**
 * Line numbers drift, so a mutant is known by its file and its text.
 *
 * @param {string} source
 * @param {Mutant} mutant
 */
export function nameOf(source, { mutatorName, location, replacement = '' }) {
  const lines = source.split('\n').slice(location.start.line - 1, location.end.line);
  const last = lines.length - 1;
  lines[last] = lines[last]?.slice(0, location.end.column - 1) ?? '';
  lines[0] = lines[0]?.slice(location.start.column - 1) ?? '';
  return `${mutatorName}: ${short(lines.join(' '))} → ${short(replacement)}`;
}

/** @param {string} text */
function short(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
}

/**
 * What has survived in a report, by file.
 *
 * @param {StrykerReport} report
 * @returns {Map<string, string[]>}
 */
export function survivorsOf(report) {
  const found = Object.entries(report.files).map(([file, { source, mutants }]) => {
    const alive = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    return /** @type {const} */ ([file, alive.map((mutant) => nameOf(source, mutant))]);
  });
  return new Map(found);
}

/**
 * Complains about survivors that are not in the list, and about what is in the list and has not survived.
 *
 * @param {StrykerReport} report
 * @param {readonly Group[]} groups
 */
export function compare(report, groups) {
  return [...survivorsOf(report)].flatMap(([file, alive]) => {
    const listed = groups.filter((group) => group.file === file).flatMap(({ mutants }) => mutants);
    return [
      ...without(alive, listed).map((name) => `${file}: no reason for ${name}`),
      ...without(listed, alive).map((name) => `${file}: has not survived: ${name}`),
    ];
  });
}

/**
 * What is in one list and not, or less often, in the other.
 *
 * @param {readonly string[]} names
 * @param {readonly string[]} others
 */
function without(names, others) {
  const rest = [...others];
  return names.filter((name) => {
    const at = rest.indexOf(name);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

/** @param {string} root @returns {Group[]} */
export function readGroups(root) {
  return JSON.parse(readFileSync(`${root}test/mutation/survivors.json`, 'utf8'));
}
