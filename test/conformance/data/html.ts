/** A long table as a page: almost all of it markup, and a few letters outside ASCII. */

import { below, fill, padded, pick, randomFor } from './build.js';
import { DataSet } from './data-set.js';

const OCTETS = 263_647;
const CODE_POINTS = 263_620;
/** 25 of two octets, and U+1F79 of three. */
const FOREIGN = [...'äöüÄÖÜßéèêàâçñóíúøåæœµ±×÷', '\u{1f79}'];
const HEAD = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>A table of invented plants</title></head>
<body>
<table class="plants">
`;
const TAIL = '</table>\n</body>\n</html>\n';
const GROUPS = ['herb', 'shrub', 'tree', 'fern', 'moss'];
/** Between two rows with a letter outside ASCII. */
const ROWS_APART = 30;

function make(): Uint8Array {
  const random = randomFor('html');
  const foreign = [...FOREIGN];
  const row = (index: number): string => {
    const mark = index % ROWS_APART === 0 ? (foreign.shift() ?? '') : '';
    return `<tr class="row ${index % 2 === 0 ? 'even' : 'odd'}">
  <td class="number">${index + 1}</td>
  <td class="name"><a href="/plants/${below(random, 65_536).toString(16)}" title="open">${mark}open</a></td>
  <td class="group">${pick(random, GROUPS)}</td>
  <td class="height"><span class="value">${below(random, 250)}</span>&nbsp;<abbr title="centimetre">cm</abbr></td>
</tr>
`;
  };
  const room = OCTETS - Buffer.byteLength(HEAD + TAIL);
  return padded(HEAD + fill(room, row) + TAIL, OCTETS);
}

export const html = new DataSet({
  name: 'HTML',
  type: 'text',
  octets: OCTETS,
  units: CODE_POINTS,
  deflatesTo: 0.05,
  make,
});
