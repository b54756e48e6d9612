/** The results as a page: one plain table that reads the same without colours and without a pointer. */

import { allCases } from '../cases/index.js';
import type { CaseResult } from './case-result.js';
import { type Column, columnTitle } from './column.js';
import { verdictText } from './matrix.js';
import { roundTripText } from './round-trips.js';

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; }
  table { border-collapse: collapse; }
  caption { text-align: start; padding-block: 0.5rem; }
  th, td { border: 1px solid; padding: 0.2rem 0.6rem; text-align: start; vertical-align: top; }
  thead th { position: sticky; top: 0; background: Canvas; }
  .bad { font-weight: bold; outline: 3px solid; outline-offset: -3px; }
`;

const EXPLANATION =
  'Each cell holds the verdict on what the subject answered and, where it differs, after a slash the ' +
  'verdict on how the connection ended. Cells in bold are failures. Times are in milliseconds. ' +
  'In families 12 and 13 a cell also says how many of the messages that the public suite sends were sent ' +
  'and came back right, and how many came back compressed: long messages are sent until the data have ' +
  'been gone through, and all of them with CONFORMANCE_ROUND_TRIPS=full.';

export function htmlReport(columns: readonly Column[]): string {
  const lookUps = columns.map(({ results }) => new Map(results.map((one) => [one.id, one])));
  const rows = allCases.map(({ id, informational }) => {
    const cells = lookUps.map((results) => cell(results.get(id), informational));
    return `<tr><th scope="row">${id}</th>${cells.join('')}</tr>`;
  });
  const heads = columns.map((column) => `<th scope="col">${escapeHtml(columnTitle(column))}</th>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Conformance of websocket-codec</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Conformance of websocket-codec</h1>
<p>${EXPLANATION}</p>
<table>
<caption>${allCases.length} cases, by the role of the subject and the way they were run</caption>
<thead><tr><th scope="col">Case</th>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</main>
</body>
</html>
`;
}

function cell(result: CaseResult | undefined, informational: boolean): string {
  if (result === undefined) return '<td>not run</td>';
  const best = informational ? 'INFORMATIONAL' : 'OK';
  const verdict = verdictText(result);
  const time = result.id.startsWith('9.')
    ? `<br><small>${result.milliseconds.toFixed(1)} ms</small>`
    : '';
  const roundTrips = roundTripText(result);
  const extent = roundTrips === '' ? '' : `<br><small>${roundTrips}</small>`;
  const details = result.complaints.map((text) => `<br>${escapeHtml(text)}`).join('');
  const mark = verdict === best ? '' : ' class="bad"';
  return `<td${mark}>${escapeHtml(verdict)}${details}${extent}${time}</td>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
