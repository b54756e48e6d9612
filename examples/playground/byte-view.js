/**
 * The bytes from the first to the last, with what they are: head, header, payload, fault, unread.
 */

import { element } from '../live/page/dom.js';
import { countBytes, hexByte } from '../live/page/words.js';

/** @import { Decoded } from './decode-stream.js' */

const SHOWN_BYTES = 512;
const ROW_BYTES = 16;
/** Where it is narrow, a row takes two lines. */
const ROWS_WITHOUT_SCROLLING = 5;

/** @type {ReadonlyMap<string, string>} */
const kinds = new Map([
  ['head', 'handshake'],
  ['header', 'header'],
  ['payload', 'payload'],
  ['fault', 'the byte that shows the fault'],
  ['unread', 'not read'],
]);

/**
 * @param {Uint8Array} bytes
 * @param {Decoded} decoded
 */
export function byteView(bytes, decoded) {
  const start = firstShown(bytes.length, decoded.fault?.at ?? null);
  const end = Math.min(bytes.length, start + SHOWN_BYTES);
  const kindOf = kindsOf(decoded, end);
  const rows = [];
  for (let row = start; row < end; row += ROW_BYTES) {
    const cells = Array.from(bytes.subarray(row, Math.min(row + ROW_BYTES, end)), (byte, index) =>
      byteCell(byte, row + index, kindOf[row + index] ?? 'unread'),
    );
    rows.push(element('div', 'byte-row', element('span', 'offset', String(row)), ...cells));
  }
  const box = element('div', 'byte-rows', ...rows);
  box.style.setProperty('--digits', String(String(end).length));
  // Long ones scroll, and then they have to be reachable with the keyboard.
  if (rows.length > ROWS_WITHOUT_SCROLLING) {
    box.tabIndex = 0;
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'All bytes');
  }
  const view = element('div', 'byte-view', box);
  view.append(legend(new Set(kindOf.slice(start, end))));
  if (end - start < bytes.length) {
    const words = `Shown: ${countBytes(end - start)} from byte ${start} on, of ${countBytes(bytes.length)}.`;
    view.append(element('p', 'note', words));
  }
  return {
    node: view,
    /** Once it is on the page. */
    scrollToFault: () => {
      const fault = box.querySelector('.is-fault');
      if (fault instanceof HTMLElement) {
        box.scrollTop = fault.offsetTop - box.offsetTop - box.clientHeight / 2;
      }
    },
  };
}

/**
 * Whole rows, and the fault in the middle of them.
 *
 * @param {number} length
 * @param {number | null} faultAt
 */
function firstShown(length, faultAt) {
  if (faultAt === null || length <= SHOWN_BYTES || faultAt < SHOWN_BYTES / 2) return 0;
  const latest = Math.ceil((length - SHOWN_BYTES) / ROW_BYTES);
  return ROW_BYTES * Math.min(latest, Math.floor((faultAt - SHOWN_BYTES / 2) / ROW_BYTES));
}

/**
 * @param {Decoded} decoded
 * @param {number} end of what is shown
 * @returns {string[]} by offset
 */
function kindsOf({ head, frames, frameCount, brokenAt, fault, end: readTo, missing }, end) {
  const kinds = Array(end).fill('unread');
  // Payload is what lies between headers: of frames that are too many to be kept, nothing is known.
  kinds.fill(frameCount > frames.length ? 'payload' : 'unread', 0, readTo);
  if (head !== null) kinds.fill('head', 0, Math.min(head.end, readTo));
  for (const { at, headerBytes, bytes } of frames) {
    kinds.fill('header', at, at + headerBytes);
    kinds.fill('payload', at + headerBytes, at + bytes.length);
  }
  const open =
    brokenAt ?? (missing?.isAtLeast && head?.status !== 'incomplete' ? missing.at : null);
  if (open !== null) kinds.fill('header', open, readTo);
  if (fault !== null && fault.at < end) kinds[fault.at] = 'fault';
  return kinds.slice(0, end);
}

/**
 * @param {number} byte
 * @param {number} at
 * @param {string} kind
 */
function byteCell(byte, at, kind) {
  const cell = element('span', `stream-byte is-${kind}`, hexByte(byte));
  cell.title = `byte ${at}: ${kinds.get(kind)}`;
  cell.setAttribute('data-at', String(at));
  return cell;
}

/** @param {ReadonlySet<string>} present */
function legend(present) {
  const items = [...kinds].filter(([kind]) => present.has(kind));
  return element(
    'ul',
    'legend',
    ...items.map(([kind, words]) =>
      element('li', '', element('span', `stream-byte is-${kind}`, ' '), words),
    ),
  );
}
