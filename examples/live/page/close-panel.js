/**
 * Closing with a code and a reason, from either side.
 */

import { byId } from './dom.js';

const form = byId('close-form', HTMLFormElement);
const code = byId('close-code', HTMLInputElement);
const reason = byId('close-reason', HTMLInputElement);

/** A Close frame has 125 bytes, two of them for the code (RFC 6455 §5.5). */
const MAX_REASON_BYTES = 123;

export const closeButtons = [
  byId('close-client', HTMLButtonElement),
  byId('close-server', HTMLButtonElement),
];

/** @param {(side: 'client' | 'server', code: number, reason: string) => void} close */
export function onClose(close) {
  for (const input of [code, reason]) input.addEventListener('input', validate);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { submitter } = event;
    const isServer = submitter instanceof HTMLButtonElement && submitter.value === 'server';
    close(isServer ? 'server' : 'client', code.valueAsNumber, reason.value);
  });
}

/** The codes that a browser lets a page send. */
function validate() {
  const { valueAsNumber: number } = code;
  const mayBeSent = number === 1000 || (number >= 3000 && number <= 4999);
  code.setCustomValidity(mayBeSent ? '' : 'The code is 1000, or from 3000 to 4999.');
  const { length } = new TextEncoder().encode(reason.value);
  reason.setCustomValidity(
    length <= MAX_REASON_BYTES
      ? ''
      : `The reason has ${length} bytes of UTF-8; a Close frame has room for ${MAX_REASON_BYTES}.`,
  );
}
