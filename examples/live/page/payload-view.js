/**
 * A payload: the masked bytes of the wire beside the unmasked ones, and what they say.
 */

import { decodeClosePayload, Opcode } from 'websocket-codec';
import { element } from './dom.js';
import { keyHex, payloadHex } from './hex-view.js';
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
  if (header.maskingKey === null) {
    view.append(bytesBox('On the wire', 'not masked', 'unmasked', payloadHex(payload, codeBytes)));
  } else {
    view.append(
      element(
        'div',
        'side-by-side',
        bytesBox('On the wire', 'masked', 'masked', payloadHex(wirePayload, codeBytes)),
        bytesBox('Unmasked', 'after XOR', 'unmasked', payloadHex(payload, codeBytes)),
      ),
      xorLine(header.maskingKey, wirePayload, payload),
    );
  }
  view.append(meaningBox(frame));
  if (payload.length < header.payloadLength) {
    const shown = countBytes(payload.length);
    const all = countBytes(header.payloadLength);
    view.append(element('p', 'note', `Shown: the first ${shown} of ${all}.`));
  }
  return view;
}

/**
 * What the payload says, in the form that its opcode promises.
 *
 * @param {DescribedFrame} frame
 */
export function payloadMeaning({ kind, payload }) {
  switch (kind) {
    case Opcode.Text:
      return textPreview(payload);
    case Opcode.Close: {
      const close = decodeClosePayload(payload);
      if (close.status === 'invalid') return close.error.message;
      const { code, reason } = close.value;
      return `${code} ${closeCodeName(code)}${reason === '' ? '' : `: “${reason}”`}`;
    }
    default:
      return asciiPreview(payload);
  }
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
