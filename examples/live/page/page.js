/**
 * The page's controls, and what they set in motion.
 */

import { encodeFrame, Opcode } from 'websocket-codec';
import { byId, linkFields } from './dom.js';
import { EchoLog } from './echo-log.js';
import { frameBody } from './frame-card.js';
import { describeFrame } from './frame-fields.js';
import { LiveSession } from './live-session.js';
import { WireList } from './wire-list.js';
import { closeCodeName } from './words.js';

/** @import { SessionState } from './live-session.js' */

const status = byId('status', HTMLElement);
const toggle = byId('toggle', HTMLButtonElement);
const textForm = byId('text-form', HTMLFormElement);
const textInput = byId('text', HTMLInputElement);
const fileForm = byId('file-form', HTMLFormElement);
const fileInput = byId('file', HTMLInputElement);
const randomButton = byId('random', HTMLButtonElement);
const sendButtons = [
  byId('send-text', HTMLButtonElement),
  byId('send-file', HTMLButtonElement),
  randomButton,
];

const log = new EchoLog(byId('log', HTMLElement));
const example = byId('example', HTMLElement);
const wire = new WireList(byId('wire', HTMLOListElement), () => {
  example.hidden = true;
});

/** @type {LiveSession | null} */
let session = null;

toggle.addEventListener('click', () => {
  if (session === null) {
    session = new LiveSession(
      { state: showState, message: (data) => log.received(data) },
      wire.listener,
    );
  } else {
    session.close();
  }
});

textForm.addEventListener('submit', (event) => {
  event.preventDefault();
  send(textInput.value);
  textInput.select();
});

fileForm.addEventListener('submit', (event) => {
  event.preventDefault();
  const file = fileInput.files?.[0];
  if (file !== undefined) send(file);
});

randomButton.addEventListener('click', () => send(crypto.getRandomValues(new Uint8Array(1024))));

/** @param {string | File | Uint8Array<ArrayBuffer>} data */
function send(data) {
  session?.send(data);
  log.sent(data);
}

/**
 * @param {SessionState} state
 * @param {CloseEvent} [close]
 */
function showState(state, close) {
  const over = state === 'closed' || state === 'failed';
  if (over) session = null;
  // A button that is disabled under the focus would drop it.
  if (over && sendButtons.some((button) => button === document.activeElement)) toggle.focus();
  for (const button of sendButtons) button.disabled = state !== 'open';
  toggle.textContent = over ? 'Connect' : state === 'connecting' ? 'Cancel' : 'Disconnect';
  toggle.classList.toggle('primary', over);
  toggle.setAttribute('aria-disabled', String(state === 'closing'));
  status.setAttribute('data-state', state);
  status.textContent = sentence(state, close);
  if (over) log.note(status.textContent);
}

/**
 * @param {SessionState} state
 * @param {CloseEvent} [close]
 */
function sentence(state, close) {
  switch (state) {
    case 'connecting':
      return 'Connecting …';
    case 'open':
      return 'Connected, subprotocol chat';
    case 'closing':
      return 'Closing …';
    case 'failed':
      return 'The server cannot be reached';
    case 'closed': {
      if (close === undefined) return 'Closed';
      const { code, reason } = close;
      return `Closed: ${code} ${closeCodeName(code)}${reason === '' ? '' : `, “${reason}”`}`;
    }
  }
}

/** Until there is a connection, the masked text of RFC 6455 §5.7 shows what will be seen. */
function drawExample() {
  const bytes = encodeFrame({
    opcode: Opcode.Text,
    payload: 'Hello',
    maskingKey: Uint8Array.of(0x37, 0xfa, 0x21, 0x3d),
  });
  const frame = describeFrame(bytes);
  if (frame !== null) example.append(frameBody(frame));
  linkFields(example);
}

drawExample();
