/**
 * One frame as a row of the wire: a line while it is closed, bytes, diagram, fields and payload when it
 * is open. The inside is drawn only when someone looks.
 */

import { Opcode } from 'websocket-codec';
import { bitGrid } from './bit-grid.js';
import { element, fieldElement, linkFields } from './dom.js';
import { describeFrame } from './frame-fields.js';
import { frameHex } from './hex-view.js';
import { compressedChip, ratioWords, sizesView } from './inflated-view.js';
import { placeWords } from './message-numbers.js';
import { payloadMeaning, payloadView } from './payload-view.js';
import { bytesFromHex, countBytes, hexBytes, milliseconds, opcodeName } from './words.js';

/**
 * @import { DescribedFrame, Field } from './frame-fields.js'
 * @import { Place } from './message-numbers.js'
 * @import { FrameEvent, InvalidEvent, Sender } from './trace-events.js'
 */

const PREVIEW_CHARACTERS = 80;

/**
 * @param {FrameEvent} event
 * @param {Place | null} place among the messages, unless it is a control frame
 * @param {string} when
 * @returns {HTMLDetailsElement}
 */
export function frameCard({ sender, hex, inflated, roundTripMs }, place, when) {
  const bytes = bytesFromHex(hex);
  const frame = describeFrame(bytes, place?.opcode, inflated);
  if (frame === null) throw new TypeError('the server reported a frame without a header');

  const { opcode, fin, rsv1, payloadLength } = frame.header;
  const card = rowCard(
    sender,
    fieldElement('span', 'opcode-name', ['opcode'], opcodeName(opcode)),
    ...compressedChip(frame),
    ...(fin ? [] : [element('span', 'flag', 'FIN 0')]),
    ...(place === null ? [] : [element('span', 'place', placeWords(place))]),
    element('span', 'size', countBytes(payloadLength)),
    ...ratioWords(frame, place?.fragment === 1),
    element('span', 'preview', payloadMeaning(frame).slice(0, PREVIEW_CHARACTERS)),
    ...(typeof roundTripMs === 'number' ? [roundTrip(roundTripMs)] : []),
    element('span', 'when', when),
  );
  card.setAttribute('data-opcode', String(opcode));
  if (rsv1) card.setAttribute('data-rsv1', '');
  if (place !== null) card.setAttribute('data-message', String(place.message));
  drawWhenOpen(card, () => frameBody(frame));
  linkFields(card);
  return card;
}

/**
 * Bytes that are no frame.
 *
 * @param {InvalidEvent} event
 * @param {string} when
 */
export function invalidCard({ sender, hex, message, section }, when) {
  const card = rowCard(
    sender,
    element('span', 'flag', 'invalid'),
    element('span', 'preview', message),
    element('span', 'when', when),
  );
  drawWhenOpen(card, () =>
    element(
      'div',
      'frame-body',
      element('p', 'hex', hexBytes(bytesFromHex(hex))),
      element('p', 'note', `${message} (${section})`),
    ),
  );
  return card;
}

/**
 * @param {DescribedFrame} frame
 * @returns {HTMLElement}
 */
export function frameBody(frame) {
  const sizes = frame.inflated?.message ?? null;
  return element(
    'div',
    'frame-body',
    section('Bytes on the wire', frameHex(frame)),
    section('The same, bit by bit', bitGrid(frame)),
    section('Fields', fieldTable(frame)),
    section('Payload', payloadView(frame)),
    ...(sizes === null ? [] : [section('The message, compressed and not', sizesView(sizes))]),
  );
}

/**
 * A closed row that says who has sent.
 *
 * @param {Sender} sender
 * @param {...Node} children
 */
export function rowCard(sender, ...children) {
  const card = document.createElement('details');
  card.className = `row from-${sender}`;
  card.setAttribute('data-sender', sender);
  card.append(element('summary', '', senderChip(sender), ...children));
  return card;
}

/** @param {Sender} sender */
export function senderChip(sender) {
  return element('span', 'sender', sender === 'client' ? 'client → server' : 'server → client');
}

/** @param {number} ms from a ping to its pong */
function roundTrip(ms) {
  return element('span', 'round-trip', `round trip ${milliseconds(ms)}`);
}

/**
 * @param {HTMLDetailsElement} card
 * @param {() => HTMLElement} draw
 */
function drawWhenOpen(card, draw) {
  /** @type {HTMLElement | null} */
  let body = null;
  card.addEventListener('toggle', () => {
    if (card.open === (body !== null)) return;
    body?.remove();
    body = card.open ? draw() : null;
    if (body !== null) card.append(body);
  });
}

/**
 * @param {string} title
 * @param {HTMLElement} content
 */
function section(title, content) {
  return element('section', '', element('h3', '', title), content);
}

/**
 * The fields in words; the two reserved bits without a meaning share a line.
 *
 * @param {DescribedFrame} frame
 */
function fieldTable({ fields, header }) {
  const unused = fields.filter(({ id }) => id === 'rsv2' || id === 'rsv3');
  const table = element('dl', 'fields');
  for (const field of fields) {
    if (field.id === 'rsv3') continue;
    if (field.id === 'rsv2') {
      const bits = unused.map(({ value }) => value).join('');
      const ids = unused.map(({ id }) => id);
      table.append(fieldLine(ids, 'RSV2–3', bits, field.meaning));
    } else {
      table.append(fieldLine([field.id], field.name, field.value, meaningOf(field, header.opcode)));
    }
  }
  return table;
}

/**
 * @param {Field} field
 * @param {number} opcode
 */
function meaningOf(field, opcode) {
  return field.id === 'fin' && opcode >= Opcode.Close
    ? 'a control frame is never fragmented'
    : field.meaning;
}

/**
 * @param {string[]} ids
 * @param {string} name
 * @param {string} value
 * @param {string} meaning
 */
function fieldLine(ids, name, value, meaning) {
  return fieldElement(
    'div',
    'field-line',
    ids,
    element('dt', '', name),
    element('dd', 'field-value', value),
    element('dd', 'field-meaning', meaning),
  );
}
