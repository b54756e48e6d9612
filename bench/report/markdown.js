/**
 * The generated part of bench/README.md.
 */

import { describe } from '../environment.js';
import { figure } from './figures.js';

/** @typedef {import('../results-file.js').Results} Results */
/** @typedef {import('../results-file.js').Entry} Entry */
/** @typedef {import('./judge.js').Verdict} Verdict */
/** @typedef {{ path: string, title: string }} Drawn a chart's file, from the README */

const outcomes = /** @type {const} */ (['met', 'missed', 'not measured']);

/**
 * @param {Results} results
 * @param {readonly Verdict[]} verdicts
 * @param {readonly Drawn[]} charts
 * @returns {string}
 */
export function resultsSection(results, verdicts, charts) {
  const blocks = [
    ...origin(results),
    '### Where we stand',
    summary(verdicts),
    targetTable(verdicts),
    ...reasons(verdicts),
    '### Charts',
    'Files of their own in [charts](charts), which follow the colours of the reader’s system. All figures are in [results.json](results.json).',
    ...charts.map(({ path, title }) => `![${escapeMarkdown(title)}](${path})`),
  ];
  return blocks.join('\n\n');
}

/**
 * Replaces what stands between the two marks of a section.
 *
 * @param {string} document
 * @param {string} name
 * @param {string} content
 */
export function replaceSection(document, name, content) {
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from || document.indexOf(begin, from + 1) >= 0) {
    throw new RangeError(`there must be one ${begin} and one ${end} behind it`);
  }
  return `${document.slice(0, from + begin.length)}\n\n${content}\n\n${document.slice(to)}`;
}

/** @param {string} text */
export function escapeMarkdown(text) {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&').replace(/\s+/g, ' ');
}

/**
 * The machines, versions and commits that figures come from: one, if all is well.
 *
 * @param {Results} results
 */
function origin({ benches }) {
  /** @type {Map<string, { names: string[], entries: Entry[] }>} */
  const groups = new Map();
  for (const [name, entry] of Object.entries(benches)) {
    const key = describe(entry).join('\n');
    const group = groups.get(key) ?? { names: [], entries: [] };
    group.names.push(name);
    group.entries.push(entry);
    groups.set(key, group);
  }
  const blocks = [...groups].map(([key, { names, entries }]) => {
    const dates = entries.map(({ date }) => date.slice(0, 16).replace('T', ' ')).sort();
    const minutes = entries.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
    const loads = entries.flatMap(({ loadBefore, loadAfter }) => [
      loadBefore.minute,
      loadAfter.minute,
    ]);
    const commands = [...new Set(entries.map(({ command }) => `\`${command}\``))];
    const lines = [
      ...key.split('\n').map(escapeMarkdown),
      `${dates[0]} to ${dates.at(-1)} UTC, ${figure(minutes)} minutes, by ${commands.join(', ')}`,
      `processes ready to run, on average over a minute: ${figure(Math.min(...loads))} to ${figure(Math.max(...loads))}`,
    ];
    const heading = groups.size === 1 ? [] : [`${names.join(', ')}:`];
    return [...heading, lines.map((line) => `- ${line}`).join('\n')].join('\n\n');
  });
  return blocks.length === 0 ? ['Nothing has been measured.'] : blocks;
}

/** @param {readonly Verdict[]} verdicts */
function summary(verdicts) {
  const said = outcomes.map(
    (outcome) => `${verdicts.filter((one) => one.outcome === outcome).length} ${outcome}`,
  );
  return `Of ${verdicts.length} targets: **${said.join(', ')}**. In brackets: half of the rounds lie between the two.`;
}

/** @param {readonly Verdict[]} verdicts */
function targetTable(verdicts) {
  const rows = verdicts.map(({ target, place, wanted, measured, outcome }, index) => {
    const isRepeated = verdicts[index - 1]?.target === target;
    const word = outcome === 'missed' ? '**missed**' : outcome;
    const cells = [isRepeated ? '' : target, place, wanted, measured ?? '', word];
    return `| ${cells.map((cell, column) => (column === 4 ? cell : escapeMarkdown(cell))).join(' | ')} |`;
  });
  return ['| target | at | wanted | measured | |', '|---|---|---|---|---|', ...rows].join('\n');
}

/**
 * Why targets are missed, each reason once with all that it bounds.
 *
 * @param {readonly Verdict[]} verdicts
 */
function reasons(verdicts) {
  /** @type {Map<string, Map<string, string[]>>} */
  const byReason = new Map();
  for (const { target, place, bounds, outcome } of verdicts) {
    if (outcome !== 'missed') continue;
    const reason = bounds ?? 'Not explained.';
    const places = byReason.get(reason) ?? new Map();
    places.set(target, [...(places.get(target) ?? []), place]);
    byReason.set(reason, places);
  }
  if (byReason.size === 0) return [];
  const items = [...byReason].map(([reason, places]) => {
    const where = [...places].map(([target, at]) => `${target} (${at.join('; ')})`);
    return `- ${escapeMarkdown(where.join('; '))}: ${escapeMarkdown(reason)}`;
  });
  return ['What bounds those that are missed:', items.join('\n')];
}
