/**
 * A payload: the masked bytes of the wire beside the unmasked ones, those beside what they inflate to, and
 * what it says.
 */

import { decodeClosePayload, Opcode } from 'websocket-codec';
import { element } from './dom.js';
import { inflatedHex, keyHex, payloadHex } from './hex-view.js';
import { asciiPreview, closeCodeName, countBytes, hexByte, textPreview } from './words.js';

/** @import { DescribedFrame } from './frame-fields.js' */

/** The payload of a Close frame begins with its code (RFC 6455 §5.5.1). */
const CLOSE_CODE_BYTES = 2;
/** As many bytes always fit without scrolling. */
const BYTES_WITHOUT_SCROLLING = 40;

/**
 * @param {DescribedFrame} frame
 * @returns {HTMLElement}
 */
export function payloadView(frame) {
  const { header, payload, wirePayload } = frame;
  const codeBytes = header.opcode === Opcode.Close ? CLOSE_CODE_BYTES : 0;
  const view = element('div', 'payload');
  if (header.payloadLength === 0) {
    view.append(element('p', 'note', 'No payload.'));
    return view;
  }
  const plain = payloadHex(payload, codeBytes);
  const boxes = frame.inflated === null ? [] : [inflatedBox(frame.inflated)];
  if (header.maskingKey === null) {
    const remark = boxes.length === 0 ? 'not masked' : 'compressed, not masked';
    boxes.unshift(bytesBox('On the wire', remark, 'unmasked', plain));
  } else {
    const remark = boxes.length === 0 ? 'after XOR' : 'still compressed';
    const masked = payloadHex(wirePayload, codeBytes);
    boxes.unshift(
      bytesBox('On the wire', 'masked', 'masked', masked),
      bytesBox('Unmasked', remark, 'unmasked', plain),
    );
  }
  view.append(...(boxes.length === 1 ? boxes : [sideBySide(boxes)]));
  if (header.maskingKey !== null) view.append(xorLine(header.maskingKey, wirePayload, payload));
  view.append(meaningBox(frame), ...shownNotes(frame));
  return view;
}

/**
 * What the payload says, in the form that its opcode promises.
 *
 * @param {DescribedFrame} frame
 */
export function payloadMeaning({ kind, payload, inflated }) {
  switch (kind) {
    case Opcode.Text:
      return textPreview(inflated?.bytes ?? payload);
    case Opcode.Close: {
      const close = decodeClosePayload(payload);
      if (close.status === 'invalid') return close.error.message;
      const { code, reason } = close.value;
      return `${code} ${closeCodeName(code)}${reason === '' ? '' : `: “${reason}”`}`;
    }
    default:
      return asciiPreview(inflated?.bytes ?? payload);
  }
}

/** @param {HTMLElement[]} boxes */
function sideBySide(boxes) {
  return element('div', boxes.length === 3 ? 'side-by-side three' : 'side-by-side', ...boxes);
}

/** @param {NonNullable<DescribedFrame['inflated']>} inflated */
function inflatedBox({ bytes, fault }) {
  const box = bytesBox('Inflated', 'plain', 'inflated', inflatedHex(bytes));
  box.classList.add('inflated-box');
  if (bytes.length === 0 && fault === null) box.append(element('p', 'note', 'Nothing yet.'));
  if (fault !== null) {
    box.append(element('p', 'fault', `It cannot be inflated: ${fault.replaceAll('-', ' ')}.`));
  }
  return box;
}

/** @param {DescribedFrame} frame */
function shownNotes({ header, payload, inflated }) {
  const isOnlyOne = inflated === null;
  return [
    ...shownNote(isOnlyOne ? '' : ' on the wire', payload.length, header.payloadLength),
    ...(isOnlyOne ? [] : shownNote(' inflated', inflated.bytes.length, inflated.totalBytes)),
  ];
}

/**
 * @param {string} where
 * @param {number} shown
 * @param {number} all
 */
function shownNote(where, shown, all) {
  if (shown === all) return [];
  const words = `Shown: the first ${countBytes(shown)} of ${countBytes(all)}${where}.`;
  return [element('p', 'note', words)];
}

/**
 * @param {string} title
 * @param {string} remark
 * @param {string} part
 * @param {HTMLElement} hex
 */
function bytesBox(title, remark, part, hex) {
  const heading = element('h4', '', title, ' ', element('span', 'remark', remark));
  const scroller = element('div', 'scroller', hex);
  scroller.setAttribute('data-part', part);
  // Long ones scroll, and then they have to be reachable with the keyboard.
  if (hex.childElementCount > BYTES_WITHOUT_SCROLLING) {
    scroller.tabIndex = 0;
    scroller.setAttribute('role', 'region');
    scroller.setAttribute('aria-label', `${title}, ${remark}`);
  }
  return element('div', 'bytes-box', heading, scroller);
}

/** @param {DescribedFrame} frame */
function meaningBox(frame) {
  const { kind } = frame;
  const title = kind === Opcode.Text ? 'As text' : kind === Opcode.Close ? 'Says' : 'As ASCII';
  const className = title === 'As ASCII' ? 'text-preview ascii' : 'text-preview';
  const text = element('p', className, payloadMeaning(frame));
  text.setAttribute('data-part', 'preview');
  return element('div', 'bytes-box', element('h4', '', title), text);
}

/**
 * The first byte's XOR written out.
 *
 * @param {Uint8Array} key
 * @param {Uint8Array} masked
 * @param {Uint8Array} plain
 */
function xorLine(key, masked, plain) {
  const [k = 0] = key;
  const [m = 0] = masked;
  const [p = 0] = plain;
  const first = `${hexByte(m)} ⊕ ${hexByte(k)} = ${hexByte(p)}`;
  return element(
    'p',
    'note xor',
    'Key ',
    keyHex(key),
    ' over and over: ',
    element('code', '', first),
    ' and so on.',
  );
}
