/**
 * The page: what is asked goes in, and into the address; what the codec says of it comes out.
 */

import { byId } from '../live/page/dom.js';
import { byteView } from './byte-view.js';
import { decodeStream } from './decode-stream.js';
import { frameRows } from './frame-rows.js';
import { givenStreams } from './given-streams.js';
import { readBytes } from './read-bytes.js';
import { emptyQuestion, fragmentOf, limitOf, questionOf } from './share-link.js';
import { toldLines } from './told-lines.js';
import { readingWords, unreadLine, verdictLines } from './verdict.js';

/** @import { Question } from './share-link.js' */

/** Typing goes on meanwhile. */
const PAUSE_MS = 150;

const form = byId('question', HTMLFormElement);
const text = byId('text', HTMLTextAreaElement);
const given = byId('given', HTMLSelectElement);
const role = byId('role', HTMLSelectElement);
const notation = byId('notation', HTMLSelectElement);
const deflate = byId('deflate', HTMLInputElement);
const limits = /** @type {const} */ (['maxPayloadBytes', 'maxMessageBytes', 'maxFragments']).map(
  (name) => ({ name, input: byId(name, HTMLInputElement) }),
);
const reading = byId('reading', HTMLElement);
const verdict = byId('verdict', HTMLElement);
const bytesBox = byId('bytes', HTMLElement);
const told = byId('told', HTMLElement);
const wire = byId('wire', HTMLElement);
const panels = [byId('told-panel', HTMLElement), byId('wire-panel', HTMLElement)];
const copy = byId('copy', HTMLButtonElement);
const copied = byId('copied', HTMLElement);

given.append(
  ...givenStreams.map(({ name }, index) => {
    const option = document.createElement('option');
    option.value = String(index);
    option.textContent = name;
    return option;
  }),
);

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', ({ target }) => {
  clearTimeout(pause);
  if (target === given) choose();
  else if (target === text) {
    given.value = '';
    pause = setTimeout(answer, PAUSE_MS);
  } else answer();
});
copy.addEventListener('click', async () => {
  clearTimeout(pause);
  answer();
  try {
    await navigator.clipboard.writeText(location.href);
    copied.textContent = 'Copied.';
  } catch {
    copied.textContent = 'It cannot be copied from here: take it from the address bar.';
  }
});
addEventListener('hashchange', () => {
  if (location.hash.slice(1) !== (fragmentOf(asked()) ?? '')) start();
});

/** Puts one of the examples in. */
function choose() {
  const stream = givenStreams[Number(given.value)];
  if (given.value === '' || stream === undefined) return;
  show({ ...emptyQuestion(), text: stream.text, deflate: stream.deflate === true });
  answer();
}

/** Begins with what the address asks, or with the first of the examples. */
function start() {
  if (location.hash.length > 1) show(questionOf(location.hash));
  else show({ ...emptyQuestion(), text: givenStreams[1]?.text ?? '' });
  answer();
}

/** @param {Question} question */
function show(question) {
  text.value = question.text;
  role.value = question.role;
  notation.value = question.notation;
  deflate.checked = question.deflate;
  for (const { name, input } of limits) input.value = String(question[name]);
}

/** @returns {Question} */
function asked() {
  const question = emptyQuestion();
  question.text = text.value;
  question.deflate = deflate.checked;
  // The values of the page's own options.
  Object.assign(question, { role: role.value, notation: notation.value });
  for (const { name, input } of limits) question[name] = limitOf(input.value) ?? question[name];
  return question;
}

function answer() {
  const question = asked();
  reflect(question);
  const { bytes, fault, notation: found } = readBytes(question.text, question.notation);
  text.setAttribute('aria-invalid', String(fault !== null));
  reading.classList.toggle('fault', fault !== null);
  reading.textContent = fault === null ? readingWords(bytes.length, found) : fault.message;
  const isNothing = bytes === null || bytes.length === 0;
  for (const panel of panels) panel.hidden = isNothing;
  if (isNothing) {
    verdict.replaceChildren(
      unreadLine(fault?.message ?? 'There are no bytes yet.', fault !== null),
    );
    for (const box of [bytesBox, told, wire]) box.replaceChildren();
    return;
  }
  const decoded = decodeStream(bytes, question);
  verdict.replaceChildren(...verdictLines(decoded, bytes.length));
  const view = byteView(bytes, decoded);
  bytesBox.replaceChildren(view.node);
  view.scrollToFault();
  told.replaceChildren(...toldLines(decoded));
  wire.replaceChildren(...frameRows(decoded, bytes));
}

/** @param {Question} question */
function reflect(question) {
  const fragment = fragmentOf(question);
  copy.disabled = fragment === null;
  copied.textContent =
    fragment === null
      ? 'These are too many bytes for a link.'
      : 'The bytes are in the fragment of the address.';
  // Typing is nothing to go back through.
  history.replaceState(null, '', `#${fragment ?? ''}`);
}

start();
