/**
 * What the browser's WebSocket can send: a text, a file, random bytes.
 */

import { byId } from './dom.js';

const textForm = byId('text-form', HTMLFormElement);
const textInput = byId('text', HTMLInputElement);
const fileForm = byId('file-form', HTMLFormElement);
const fileInput = byId('file', HTMLInputElement);

/** @type {[button: HTMLButtonElement, bytes: number][]} */
const randomButtons = [
  [byId('random', HTMLButtonElement), 1_024],
  [byId('random-large', HTMLButtonElement), 262_144],
];
/** `getRandomValues` makes no more at once. */
const MAX_RANDOM_BYTES = 65_536;

export const sendButtons = [
  byId('send-text', HTMLButtonElement),
  byId('send-file', HTMLButtonElement),
  ...randomButtons.map(([button]) => button),
];

/** @param {(data: string | File | Uint8Array<ArrayBuffer>) => void} send */
export function onSend(send) {
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
  for (const [button, count] of randomButtons) {
    button.addEventListener('click', () => send(randomBytes(count)));
  }
}

/** @param {number} count */
function randomBytes(count) {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += MAX_RANDOM_BYTES) {
    crypto.getRandomValues(bytes.subarray(at, at + MAX_RANDOM_BYTES));
  }
  return bytes;
}
