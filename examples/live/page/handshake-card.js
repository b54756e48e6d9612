/**
 * The opening handshake as a row of the wire: the lines of both sides, and how the server's answer follows
 * from the client's key (RFC 6455 §1.3).
 */

import { computeAccept } from 'websocket-codec';
import { element } from './dom.js';
import { extensionBox } from './extension-box.js';
import { senderChip } from './frame-card.js';

/** @import { HandshakeEvent, Sender } from './trace-events.js' */

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** @type {ReadonlyMap<string, string>} */
const requestNotes = new Map([
  ['host', 'which server is meant'],
  ['origin', 'the page that asks; the server refuses other sites'],
  ['upgrade', 'the protocol to switch to'],
  ['connection', 'Upgrade is meant for the next hop'],
  ['sec-websocket-version', '13 is RFC 6455'],
  ['sec-websocket-key', '16 random bytes in base64'],
  ['sec-websocket-protocol', 'subprotocols on offer'],
  ['sec-websocket-extensions', 'extensions on offer'],
]);
/** @type {ReadonlyMap<string, string>} */
const responseNotes = new Map([
  ['upgrade', 'agreed'],
  ['connection', 'from here on, frames'],
  ['sec-websocket-accept', 'follows from the key'],
  ['sec-websocket-protocol', 'the one chosen'],
  ['sec-websocket-extensions', 'those in use'],
]);

export class HandshakeCard {
  /** @type {HTMLDetailsElement} */
  node = document.createElement('details');
  #outcome = element('span', 'preview', 'waiting for the answer');
  #columns = element('div', 'side-by-side');
  #key = '';
  #offered = '';

  /** @param {string} when */
  constructor(when) {
    this.node.className = 'row handshake';
    this.node.open = true;
    this.node.append(
      element(
        'summary',
        '',
        element('span', 'opcode-name', 'Opening handshake'),
        this.#outcome,
        element('span', 'when', when),
      ),
      element('div', 'frame-body', this.#columns),
    );
  }

  /** @param {HandshakeEvent} event */
  show({ sender, lines }) {
    this.#columns.append(headBox(sender, lines));
    if (sender === 'client') {
      this.#key = fieldValue(lines, 'sec-websocket-key');
      this.#offered = fieldValue(lines, 'sec-websocket-extensions');
      return;
    }
    this.#outcome.textContent = (lines[0] ?? '').replace('HTTP/1.1 ', '');
    const accept = fieldValue(lines, 'sec-websocket-accept');
    if (accept === '') return;
    const extension = extensionBox(this.#offered, fieldValue(lines, 'sec-websocket-extensions'));
    this.#columns.after(acceptBox(this.#key, accept), ...(extension === null ? [] : [extension]));
  }
}

/**
 * @param {Sender} sender
 * @param {string[]} lines
 */
export function headBox(sender, lines) {
  const notes = sender === 'client' ? requestNotes : responseNotes;
  const [startLine = '', ...fields] = lines;
  const list = element('ul', 'head-lines', element('li', 'start-line', startLine));
  for (const line of fields) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const item = element('li', '', element('b', '', name), line.slice(colon));
    const note = notes.get(name.toLowerCase());
    if (note === undefined) item.className = 'beside-the-point';
    else item.append(' ', element('span', 'remark', note));
    if (/^sec-websocket-(key|accept)$/i.test(name)) item.classList.add('proof');
    list.append(item);
  }
  const box = element(
    'div',
    `head-box from-${sender}`,
    element('h3', '', senderChip(sender)),
    list,
  );
  box.setAttribute('data-part', sender === 'client' ? 'request' : 'response');
  return box;
}

/**
 * @param {string} key
 * @param {string} accept
 */
function acceptBox(key, accept) {
  const computed = computeAccept(key);
  const matches = computed === accept;
  const verdict = element(
    'p',
    matches ? 'verdict matches' : 'verdict',
    matches
      ? '✓ It matches what the server sent: it has read this very key and speaks WebSocket.'
      : `✗ The server sent ${accept} instead: a client must give up here.`,
  );
  const box = element(
    'section',
    'accept',
    element('h3', '', 'From Sec-WebSocket-Key to Sec-WebSocket-Accept'),
    element(
      'ol',
      'derivation',
      element('li', '', 'The client’s key ', element('code', 'proof', key)),
      element('li', '', 'and the GUID of RFC 6455 behind it ', element('code', '', GUID)),
      element('li', '', 'go through SHA-1 and base64 ', element('code', 'proof', computed)),
    ),
    verdict,
    element('p', 'note', 'Computed in this page by computeAccept(key) of websocket-codec.'),
  );
  box.setAttribute('data-part', 'accept');
  return box;
}

/**
 * @param {string[]} lines
 * @param {string} name in lower case
 */
function fieldValue(lines, name) {
  const line = lines.find((candidate) => candidate.toLowerCase().startsWith(`${name}:`));
  return line === undefined ? '' : line.slice(name.length + 1).trim();
}
