/**
 * The diagram of RFC 6455 §5.2 with the bits of one frame in it: 32 bits a row, 16 where it is narrow.
 */

import { element, fieldElement } from './dom.js';

/** @import { DescribedFrame, Field } from './frame-fields.js' */

/** Where 32 columns would be too narrow for a digit each. */
const narrow = matchMedia('(max-width: 40rem)');

/**
 * @param {DescribedFrame} frame
 * @returns {HTMLElement}
 */
export function bitGrid(frame) {
  const grid = element('div', 'bit-grid');
  grid.setAttribute('role', 'img');
  grid.setAttribute('aria-label', `Bits of the header: ${spoken(frame.fields)}`);
  const draw = () => {
    const columns = narrow.matches ? 16 : 32;
    grid.style.setProperty('--columns', String(columns));
    grid.replaceChildren(...ruler(columns), ...cells(frame, columns));
  };
  draw();
  narrow.addEventListener('change', function redraw() {
    // A frame that has left the page must not be kept alive, nor drawn, by the listener.
    if (grid.isConnected) draw();
    else narrow.removeEventListener('change', redraw);
  });
  return grid;
}

/**
 * The numbers of the bits; where a word takes two rows, both rows get theirs.
 *
 * @param {number} columns
 */
function ruler(columns) {
  return Array.from({ length: 32 }, (_, bit) =>
    place(element('span', 'ruler', String(bit)), {
      row: columns === 32 ? 1 : 1 + 2 * Math.floor(bit / columns),
      column: bit % columns,
      span: 1,
    }),
  );
}

/**
 * @param {DescribedFrame} frame
 * @param {number} columns
 */
function cells({ fields, headerBytes, bytes, header }, columns) {
  const start = 8 * headerBytes;
  // The rest of the row in which the payload begins, and one row more: the whole is shown below.
  const room = columns - (start % columns) + columns;
  const bits = Math.min(8 * header.payloadLength, room, 8 * bytes.length - start);
  const payload = { id: 'payload', name: 'Payload data', start, bits, value: '', meaning: '' };
  const goesOn = 8 * header.payloadLength > bits;
  return [...fields, ...(bits > 0 ? [payload] : [])].flatMap((field) =>
    fieldCells(field, bytes, columns, goesOn),
  );
}

/**
 * One field as a cell for each row that it touches, the name in the widest of them.
 *
 * @param {Field} field
 * @param {Uint8Array} bytes
 * @param {number} columns
 * @param {boolean} goesOn whether the payload has more than is drawn
 */
function fieldCells(field, bytes, columns, goesOn) {
  const end = field.start + field.bits;
  const nodes = [];
  for (let at = field.start; at < end; ) {
    const column = at % columns;
    const span = Math.min(columns - column, end - at);
    const name = at === field.start ? field.name : `${field.name} (continued)`;
    const label = element('span', span === 1 ? 'cell-name upright' : 'cell-name', name);
    const digits = element('span', 'cell-bits', ...bitDigits(bytes, at, span));
    const cell = fieldElement('div', 'cell', [field.id], label, digits);
    if (at === field.start && field.value !== '') cell.setAttribute('data-value', field.value);
    if (field.id === 'payload' && goesOn && at + span === end) cell.classList.add('open-ended');
    const word = Math.floor(at / columns);
    nodes.push(place(cell, { row: rowOf(word, columns), column, span }));
    at += span;
  }
  return nodes;
}

/**
 * The ruler takes the first row; with two rows a word, the third as well.
 *
 * @param {number} index
 * @param {number} columns
 */
function rowOf(index, columns) {
  return columns === 32 || index >= 2 ? index + (columns === 32 ? 2 : 3) : 2 * index + 2;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} count
 */
function bitDigits(bytes, start, count) {
  return Array.from({ length: count }, (_, index) => {
    const at = start + index;
    const bit = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    return element('span', bit === 1 ? 'bit one' : 'bit', String(bit));
  });
}

/**
 * @param {HTMLElement} node
 * @param {{ row: number, column: number, span: number }} where
 */
function place(node, { row, column, span }) {
  node.style.gridRow = String(row);
  node.style.gridColumn = `${column + 1} / span ${span}`;
  node.style.setProperty('--span', String(span));
  return node;
}

/** @param {Field[]} fields */
function spoken(fields) {
  return fields.map(({ name, value }) => `${name} ${value}`).join(', ');
}
