/**
 * The rows of the wire: the head, the frames, and what is no frame. The cards are those of the live page.
 */

import { computeAccept } from 'websocket-codec';
import { element } from '../live/page/dom.js';
import { frameCard, invalidCard } from '../live/page/frame-card.js';
import { headBox } from '../live/page/handshake-card.js';
import { MessageNumbers } from '../live/page/message-numbers.js';
import { countBytes, hexByte, hexBytes } from '../live/page/words.js';

/**
 * @import { Decoded, Fault, Sender, StreamFrame } from './decode-stream.js'
 * @import { ReadHead } from './read-head.js'
 */

/** More of a payload is counted but not shown. */
const SHOWN_PAYLOAD_BYTES = 512;

/**
 * @param {Decoded} decoded
 * @param {Uint8Array} bytes
 * @returns {HTMLElement[]}
 */
export function frameRows(
  { head, frames, frameCount, sender, brokenAt, fault, missing, end },
  bytes,
) {
  const rows = head === null ? [] : [element('li', '', headCard(head))];
  const numbers = new MessageNumbers();
  for (const frame of frames) {
    const place = numbers.place(sender, frame.header);
    const card = cardOf(frame, sender, missing === null ? 'not read' : 'missing');
    const isLast = rows.length + 1 === frameCount + (head === null ? 0 : 1);
    if (isLast && fault !== null && brokenAt === null) markFault(card, fault);
    const row = element('li', '', card);
    row.setAttribute('data-at', String(frame.at));
    for (const [side, thread] of numbers.threads(sender, place)) {
      row.setAttribute(`data-thread-${side}`, thread);
    }
    rows.push(row);
  }
  if (frameCount > frames.length) {
    const words = `${(frameCount - frames.length).toLocaleString('en')} more frames are not shown.`;
    rows.push(element('li', '', element('p', 'row note-row', words)));
  }
  if (brokenAt !== null && fault !== null) {
    const { code, message, section } = fault;
    const hex = toHex(bytes.subarray(brokenAt, fault.at + 1));
    const card = invalidCard(
      { sender, time: 0, hex, code, message, section },
      `at byte ${brokenAt}`,
    );
    rows.push(element('li', '', card));
  } else if (missing?.isAtLeast && head?.status !== 'incomplete') {
    const words = `A header that is not whole: ${hexBytes(bytes.subarray(missing.at, end))}`;
    rows.push(element('li', '', element('p', `row note-row from-${sender}`, words)));
  }
  openFirst(rows);
  return rows;
}

/**
 * @param {StreamFrame} frame
 * @param {Sender} sender
 * @param {string} rest what the rest of it is, if it is not whole
 */
function cardOf({ at, headerBytes, header, bytes, isWhole, place, inflated }, sender, rest) {
  const shown = bytes.subarray(0, headerBytes + SHOWN_PAYLOAD_BYTES);
  const event = {
    sender,
    time: 0,
    hex: toHex(shown),
    totalBytes: headerBytes + header.payloadLength,
  };
  const missing = headerBytes + header.payloadLength - bytes.length;
  const when = `at byte ${at}${isWhole ? '' : `, ${countBytes(missing)} of it ${rest}`}`;
  return frameCard(
    inflated === null ? event : { ...event, inflated: { ...inflated, hex: toHex(inflated.bytes) } },
    place,
    when,
  );
}

/**
 * Says in the line of a frame what is wrong in its payload.
 *
 * @param {HTMLElement} card
 * @param {Fault} fault
 */
function markFault(card, { code }) {
  card.querySelector('.when')?.before(element('span', 'flag', code));
}

/** @param {ReadHead} head */
function headCard({ sender, lines, key, fault }) {
  const card = document.createElement('details');
  card.className = `row handshake from-${sender}`;
  const outcome = fault === null ? (lines[0] ?? '') : fault.message;
  const body = element('div', 'frame-body', headBox(sender, lines));
  if (key !== '') {
    const accept = element('code', 'proof', computeAccept(key));
    body.append(element('p', 'note', 'The answer to this key has Sec-WebSocket-Accept: ', accept));
  }
  if (sender === 'server') {
    const words =
      'Whether Sec-WebSocket-Accept and what was chosen fit, only the request could tell.';
    body.append(element('p', 'note', words));
  }
  card.append(
    element(
      'summary',
      '',
      element('span', 'opcode-name', 'Opening handshake'),
      ...(fault === null ? [] : [element('span', 'flag', 'invalid')]),
      element('span', 'preview', outcome),
      element('span', 'when', 'at byte 0'),
    ),
    body,
  );
  return card;
}

/**
 * One that stands alone is open.
 *
 * @param {HTMLElement[]} rows
 */
function openFirst(rows) {
  const cards = rows.flatMap((row) => [...row.querySelectorAll('details')]);
  const [first] = cards;
  if (first !== undefined) first.open = true;
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Array.from(bytes, hexByte).join('');
}
