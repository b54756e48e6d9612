/** A document with pictures: streams that are compressed already, and instructions between them. */

import { fillRandom, type Random } from '../model/random.js';
import { below, pick, randomFor } from './build.js';
import { DataSet } from './data-set.js';

const OCTETS = 1_042_328;
const PAGES = 48;
const PICTURE_OCTETS = 13_800;
const LINES = 150;
const FONTS = ['/F1', '/F2', '/F3'];

function make(): Uint8Array {
  const random = randomFor('pdf');
  const file = Buffer.alloc(OCTETS, ' ');
  const offsets: number[] = [];
  let at = file.write('%PDF-1.4\n', 'latin1');
  const add = (content: string | Uint8Array): void => {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
    file.set(bytes, at);
    at += bytes.length;
  };
  const addObject = (dictionary: string, stream: string | Uint8Array | null): void => {
    offsets.push(at);
    add(`${offsets.length} 0 obj\n`);
    if (stream === null) add(`<< ${dictionary} >>\n`);
    else {
      add(`<< ${dictionary} /Length ${stream.length} >>\nstream\n`);
      add(stream);
      add('\nendstream\n');
    }
    add('endobj\n');
  };

  const pages = Array.from({ length: PAGES }, (_, i) => 3 * i + 3);
  addObject('/Type /Catalog /Pages 2 0 R', null);
  addObject(`/Type /Pages /Count ${PAGES} /Kids [${pages.map((n) => `${n} 0 R`).join(' ')}]`, null);
  for (const page of pages) {
    addObject(`/Type /Page /Parent 2 0 R /Contents ${page + 1} 0 R`, null);
    addObject('', instructions(random));
    const picture = fillRandom(random, new Uint8Array(PICTURE_OCTETS));
    addObject('/Type /XObject /Subtype /Image /Filter /DCTDecode', picture);
  }
  const table = at;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  add(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows.join('')}`);
  add(`trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\n`);
  const end = `\nstartxref\n${table}\n%%EOF\n`;
  file.write(end, OCTETS - end.length, 'latin1');
  return new Uint8Array(file);
}

/** What is drawn on a page. */
function instructions(random: Random): string {
  const number = () => (below(random, 60_000) / 100).toFixed(2);
  const line = () =>
    `BT ${pick(random, FONTS)} 9 Tf ${number()} ${number()} Td (${below(random, 1e6)}) Tj ET\n`;
  return Array.from({ length: LINES }, line).join('');
}

export const pdf = new DataSet({
  name: 'PDF',
  type: 'binary',
  octets: OCTETS,
  units: OCTETS,
  deflatesTo: 0.76,
  make,
});
