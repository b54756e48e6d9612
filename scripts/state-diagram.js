/**
 * Draws the life of a connection from its table of transitions, into ARCHITECTURE.md between two markers.
 * With `--check` it writes nothing and fails when the page is out of date.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const page = new URL('../ARCHITECTURE.md', import.meta.url);
const source = new URL('../src/connection/transitions.ts', import.meta.url);
const begin = '<!-- state diagram: made by scripts/state-diagram.js -->';
const end = '<!-- end of state diagram -->';

const { transitions, stateOf, transportOf } = await loadTable();
const text = readFileSync(page, 'utf8');
const from = text.indexOf(begin);
const to = text.indexOf(end);
if (from < 0 || to < from)
  throw new Error('ARCHITECTURE.md has lost the markers of the state diagram');
const updated = `${text.slice(0, from)}${begin}\n\n${diagram()}\n\n${phaseTable()}\n\n${text.slice(to)}`;

if (!process.argv.includes('--check')) {
  writeFileSync(page, updated);
} else if (updated !== text) {
  console.error(
    'the state diagram in ARCHITECTURE.md is out of date: node scripts/state-diagram.js',
  );
  process.exitCode = 1;
}

/** @returns {Promise<typeof import('../src/connection/transitions.js')>} */
async function loadTable() {
  const result = await build({ entryPoints: [source.pathname], format: 'esm', write: false });
  const code = result.outputFiles[0]?.text ?? '';
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

function diagram() {
  const lines = ['```mermaid', 'stateDiagram-v2'];
  for (const phase of Object.keys(transitions)) lines.push(`  state "${phase}" as ${id(phase)}`);
  lines.push('  [*] --> open');
  for (const [phase, inputs] of Object.entries(transitions)) {
    for (const [input, { to: next, sends, reports }] of Object.entries(inputs)) {
      const effects = [sends && `send ${sends}`, reports && `report ${reports}`].filter(Boolean);
      const label = [input, ...effects].join(' / ');
      lines.push(`  ${id(phase)} --> ${id(next)}: ${label}`);
    }
  }
  return [...lines, '  ended --> [*]', '```'].join('\n');
}

/**
 * A hyphen would be read as part of an arrow.
 *
 * @param {string} phase
 */
function id(phase) {
  return phase.replaceAll('-', '_');
}

function phaseTable() {
  const rows = Object.entries(stateOf).map(([name, state]) => {
    const phase = /** @type {keyof typeof stateOf} */ (name);
    return `| ${phase} | ${state} | ${transportOf(phase, 'server')} | ${transportOf(phase, 'client')} |`;
  });
  return [
    '| phase | `state` | `transport` of a server | `transport` of a client |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}
