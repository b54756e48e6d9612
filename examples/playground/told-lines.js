/**
 * The events of a connection, one a line, with the byte that each of them came with.
 */

import { element } from '../live/page/dom.js';
import { asciiPreview, closeCodeName, countBytes, textPreview } from '../live/page/words.js';

/**
 * @import { ConnectionEvent } from 'websocket-codec'
 * @import { Decoded } from './decode-stream.js'
 */

const PREVIEW_CHARACTERS = 200;

/**
 * @param {Decoded} decoded
 * @returns {HTMLElement[]}
 */
export function toldLines({ told, toldCount, fault, head }) {
  const lines = told.map(({ at, event }) => line(event.type, words(event), at));
  if (toldCount > told.length) {
    const more = `${(toldCount - told.length).toLocaleString('en')} more are not shown`;
    lines.push(element('li', 'told-line', element('span', 'told-words', more)));
  }
  if (fault !== null && head?.status !== 'invalid') lines.push(line('error', fault.code, fault.at));
  return lines.length > 0 ? lines : [element('li', 'note', 'Nothing yet.')];
}

/**
 * @param {string} type
 * @param {string} what
 * @param {number} at
 */
function line(type, what, at) {
  return element(
    'li',
    'told-line',
    element('span', `told-type told-${type}`, type),
    element('span', 'told-words', what),
    element('span', 'when', `with byte ${at}`),
  );
}

/** @param {ConnectionEvent} event */
function words(event) {
  switch (event.type) {
    case 'text':
    case 'text-part':
      return `“${shortened(event.data)}”`;
    case 'binary':
    case 'binary-part':
      return `${countBytes(event.data.length)} ${shortened(asciiPreview(event.data.subarray(0, 64)))}`;
    case 'ping':
    case 'pong':
      return event.payload.length === 0 ? 'no payload' : `“${textPreview(event.payload)}”`;
    case 'error':
      return event.error.code;
    case 'close':
      return `${event.code} ${closeCodeName(event.code)}${event.reason === '' ? '' : `: “${event.reason}”`}`;
  }
}

/** @param {string} text */
function shortened(text) {
  return text.length <= PREVIEW_CHARACTERS ? text : `${text.slice(0, PREVIEW_CHARACTERS)}…`;
}
