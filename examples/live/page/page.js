/**
 * The page's parts, and what goes on between them.
 */

import { encodeFrame, Opcode } from 'websocket-codec';
import { askButtons, askListener, onAsk } from './ask-panel.js';
import { closeButtons, onClose } from './close-panel.js';
import { ConnectionPanel } from './connection-panel.js';
import { byId, linkFields } from './dom.js';
import { EchoLog } from './echo-log.js';
import { frameBody } from './frame-card.js';
import { describeFrame } from './frame-fields.js';
import { LiveSession } from './live-session.js';
import { onSend, sendButtons } from './send-panel.js';
import { WireList } from './wire-list.js';
import { closeCodeName } from './words.js';

/** @import { SessionState } from './live-session.js' */

const side = byId('side', HTMLElement);
const status = byId('status', HTMLElement);
const toggle = byId('toggle', HTMLButtonElement);
const buttons = [...sendButtons, ...askButtons, ...closeButtons];

const log = new EchoLog(byId('log', HTMLElement));
const example = byId('example', HTMLElement);
const wire = new WireList(byId('wire', HTMLOListElement), () => {
  example.hidden = true;
});
const connection = new ConnectionPanel({
  readyState: byId('ready-state', HTMLElement),
  state: byId('server-state', HTMLElement),
  transport: byId('server-transport', HTMLElement),
  steps: byId('closing', HTMLElement),
});

/** @type {LiveSession | null} */
let session = null;
/** What is over may still have something to tell. @type {LiveSession | null} */
let previous = null;

toggle.addEventListener('click', () => {
  if (session !== null) {
    session.close(1000, 'done');
    return;
  }
  previous?.leave();
  connection.reset();
  session = new LiveSession(
    {
      state: showState,
      readyState: (readyState) => connection.showReadyState(readyState),
      message: (data) => log.received(data),
    },
    [wire.listener, connection.listener, askListener],
  );
});

onSend((data) => {
  session?.send(data);
  log.sent(data);
});

onAsk(async (command) => session?.ask(command));

onClose((side, code, reason) => {
  if (side === 'client') session?.close(code, reason);
  else session?.ask({ do: 'close', code: String(code), reason });
});

/**
 * @param {SessionState} state
 * @param {CloseEvent} [close]
 */
function showState(state, close) {
  const over = state === 'closed' || state === 'failed';
  if (over) {
    previous = session;
    session = null;
  }
  // A button that is disabled under the focus would drop it.
  if (state !== 'open' && buttons.some((button) => button === document.activeElement)) {
    toggle.focus();
  }
  for (const button of buttons) button.disabled = state !== 'open';
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
      return ['Connected, subprotocol chat', session?.extensions.split(';', 1)[0]]
        .filter(Boolean)
        .join(', ');
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

new ResizeObserver(([entry]) => {
  side.style.setProperty('--height', `${entry?.borderBoxSize[0]?.blockSize ?? 0}px`);
}).observe(side);

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
