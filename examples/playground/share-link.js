/**
 * What is on the page as the fragment of its address, which a browser never sends to a server.
 */

import { defaultLimits } from 'websocket-codec';

/**
 * @import { Terms } from './decode-stream.js'
 * @import { WantedNotation } from './read-bytes.js'
 */

/** @typedef {Terms & { text: string, notation: WantedNotation }} Question */

/** Longer addresses are not something to hand on. */
const MAX_CHARACTERS = 8_000;

/** @type {readonly WantedNotation[]} */
const notations = ['auto', 'hex', 'base64'];
/** @type {readonly Terms['role'][]} */
const roles = ['either', 'server', 'client'];
const limitNames = /** @type {const} */ (['maxPayloadBytes', 'maxMessageBytes', 'maxFragments']);

/** @returns {Question} */
export function emptyQuestion() {
  const { maxPayloadBytes, maxMessageBytes, maxFragments } = defaultLimits;
  return {
    text: '',
    notation: 'auto',
    role: 'either',
    deflate: false,
    maxPayloadBytes,
    maxMessageBytes,
    maxFragments,
  };
}

/**
 * @param {Question} question
 * @returns {string | null} without `#`; null when it would be too long
 */
export function fragmentOf(question) {
  const { text, notation, role, deflate } = question;
  const usual = emptyQuestion();
  const parameters = new URLSearchParams();
  if (text !== '') parameters.set('bytes', text);
  if (notation !== usual.notation) parameters.set('as', notation);
  if (role !== usual.role) parameters.set('role', role);
  if (deflate) parameters.set('deflate', '1');
  for (const name of limitNames) {
    if (question[name] !== usual[name]) parameters.set(name, String(question[name]));
  }
  const fragment = String(parameters);
  return fragment.length <= MAX_CHARACTERS ? fragment : null;
}

/**
 * What somebody has put into a link may be anything: what is not known is left out.
 *
 * @param {string} fragment with or without `#`
 * @returns {Question}
 */
export function questionOf(fragment) {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  const question = emptyQuestion();
  question.text = parameters.get('bytes') ?? '';
  question.notation = notations.find((each) => each === parameters.get('as')) ?? 'auto';
  question.role = roles.find((each) => each === parameters.get('role')) ?? 'either';
  question.deflate = parameters.get('deflate') === '1';
  for (const name of limitNames) question[name] = limitOf(parameters.get(name)) ?? question[name];
  return question;
}

/**
 * @param {string | null} text
 * @returns {number | null} null for what is no whole number
 */
export function limitOf(text) {
  if (text === null || !/^\d{1,15}$/.test(text.trim())) return null;
  return Number(text);
}
