/**
 * What has come of the bytes, in sentences.
 */

import { element } from '../live/page/dom.js';
import { countBytes } from '../live/page/words.js';

/**
 * @import { Decoded, Fault } from './decode-stream.js'
 * @import { Notation } from './read-bytes.js'
 */

/**
 * @param {number} count
 * @param {Notation} notation
 */
export function readingWords(count, notation) {
  if (count === 0) return 'Spaces, lines, commas, colons, 0x and \\x may stand between the bytes.';
  const from = { hex: 'in hex', base64: 'in base64', text: 'with a head as text' };
  return `${countBytes(count)}, ${from[notation]}.`;
}

/**
 * @param {Decoded} decoded
 * @param {number} length of the bytes
 * @returns {HTMLElement[]}
 */
export function verdictLines(decoded, length) {
  const { fault, missing, isClosed, isMessageOpen, end } = decoded;
  const lines = [];
  if (fault !== null) lines.push(...faultLines(fault));
  else if (missing !== null) lines.push(line('waiting', missingWords(decoded)));
  else if (isMessageOpen) lines.push(line('waiting', 'All is legal, and a message has not ended.'));
  else lines.push(line('legal', isClosed ? 'All is legal up to the Close.' : 'All is legal.'));
  lines.push(element('p', 'note', countWords(decoded)));
  if (end < length) {
    const why = isClosed ? 'Behind a Close nothing is read' : 'Behind a fault nothing is read';
    lines.push(element('p', 'note', `${why}: ${countBytes(length - end)} left.`));
  }
  return lines;
}

/**
 * @param {string} message why the text is no bytes, or that there is none
 * @param {boolean} isFault
 */
export function unreadLine(message, isFault) {
  return isFault ? line('wrong', message) : element('p', 'note', message);
}

/** @param {Decoded} decoded */
function missingWords({ missing, head }) {
  if (missing === null) return '';
  if (head !== null && head.status === 'incomplete') {
    return 'All is legal so far; the empty line that ends the head is missing.';
  }
  const { at, bytes, isAtLeast } = missing;
  const count = isAtLeast ? `at least ${countBytes(bytes)}` : countBytes(bytes);
  return `All is legal so far; the frame at byte ${at} needs ${count} more.`;
}

/**
 * @param {Fault} fault
 * @returns {HTMLElement[]}
 */
function faultLines({ at, code, message, section, answer }) {
  return [
    line('wrong', `Byte ${at}: `, element('code', '', code)),
    element(
      'p',
      '',
      `${message[0]?.toUpperCase()}${message.slice(1)} (`,
      link(section),
      `). ${answer}`,
    ),
  ];
}

/**
 * @param {string} className
 * @param {...(Node | string)} words
 */
function line(className, ...words) {
  return element('p', `outcome ${className}`, ...words);
}

/** @param {string} section such as RFC 6455 §5.2 */
function link(section) {
  const parts = /^RFC (\d+)(?: §([\d.]+))?/.exec(section);
  if (parts === null) return section;
  const anchor = document.createElement('a');
  const [, number, place] = parts;
  const fragment = place === undefined ? '' : `#section-${place}`;
  anchor.href = `https://www.rfc-editor.org/rfc/rfc${number}${fragment}`;
  anchor.rel = 'noreferrer';
  anchor.textContent = section;
  return anchor;
}

/** @param {Decoded} decoded */
function countWords({ head, sender, frameCount }) {
  const reader = sender === 'client' ? 'a server' : 'a client';
  const frames = frameCount === 1 ? '1 frame' : `${frameCount.toLocaleString('en')} frames`;
  const found = frameCount === 0 ? 'no frame' : frames;
  const before = head === null ? '' : 'the head of a handshake and ';
  return `Read as ${reader} reads its peer’s bytes: ${before}${found}. Bytes are counted from 0.`;
}
