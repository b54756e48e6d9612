/**
 * What only the server can do: ping, send a message in fragments, and leave one uncompressed.
 */

import { Opcode } from 'websocket-codec';
import { byId } from './dom.js';
import { describeFrame, headerOf } from './frame-fields.js';
import { bytesFromHex, milliseconds, textPreview } from './words.js';

/** @import { TraceListener } from './trace-events.js' */

const pingButton = byId('ping', HTMLButtonElement);
const roundTrip = byId('round-trip', HTMLElement);
const compress = byId('compress', HTMLInputElement);
const sendLongText = byId('send-long-text', HTMLButtonElement);
const fragmentsForm = byId('fragments-form', HTMLFormElement);
const text = byId('fragments-text', HTMLInputElement);
const count = byId('fragments-count', HTMLInputElement);
const sendFragments = byId('send-fragments', HTMLButtonElement);

export const askButtons = [pingButton, sendLongText, sendFragments];

/** @param {(command: Record<string, string>) => Promise<void>} ask */
export function onAsk(ask) {
  pingButton.addEventListener('click', () => ask({ do: 'ping' }));
  sendLongText.addEventListener('click', () =>
    ask({ do: 'send-long-text', compress: String(compress.checked) }),
  );
  fragmentsForm.addEventListener('submit', async (event) => {
    event.preventDefault();
    // One message after the other: the server answers when its last fragment is out.
    if (sendFragments.getAttribute('aria-disabled') === 'true') return;
    sendFragments.setAttribute('aria-disabled', 'true');
    try {
      await ask({
        do: 'send-fragments',
        text: text.value,
        count: count.value,
        compress: String(compress.checked),
      });
    } finally {
      sendFragments.setAttribute('aria-disabled', 'false');
    }
  });
}

/** @type {TraceListener} */
export const askListener = {
  frame: ({ sender, hex, roundTripMs }) => {
    const { opcode } = headerOf(hex);
    if (opcode === Opcode.Ping && sender === 'server') {
      roundTrip.textContent = `“${payloadText(hex)}” is on its way`;
    } else if (typeof roundTripMs === 'number') {
      roundTrip.textContent = `“${payloadText(hex)}” is back after ${milliseconds(roundTripMs)}`;
    }
  },
};

/** @param {string} hex */
function payloadText(hex) {
  return textPreview(describeFrame(bytesFromHex(hex))?.payload ?? new Uint8Array(0));
}
