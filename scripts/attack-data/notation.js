/**
 * Short ways to write down the cases of attacks.json.
 */

/** @import { ByteData, CaseData, EndData, FrameData, StepData } from '../../src/testing/case-data.js' */

/** @typedef {CaseData & { readonly row: string }} AttackCase */

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;
export const RSV1 = 4;

/** A deflated "Hello", and again as a reference to the one before (RFC 7692 §7.2.3.1, §7.2.3.2). */
export const HELLO = 'f248cdc9c90700';
export const HELLO_AGAIN = 'f200110000';

/** @type {(text: string) => ByteData} */
export const utf8 = (text) => ({ utf8: text });

/** @type {(unit: ByteData, length: number) => ByteData} */
export const filled = (repeat, length) => ({ repeat, length });

/** @type {(unit: ByteData, times: number) => ByteData} */
export const repeated = (repeat, times) => ({ repeat, times });

/** @type {(opcode: number, payload?: ByteData, more?: Partial<FrameData>) => FrameData} */
export const frame = (opcode, payload = '', more = {}) => ({
  opcode,
  ...(payload === '' ? {} : { payload }),
  ...more,
});

/** @type {(opcode: number, payload?: ByteData) => FrameData} */
export const begun = (opcode, payload) => frame(opcode, payload, { fin: false });

/** @type {(...frames: FrameData[]) => StepData} */
export const send = (...frames) => ({ frames });

/** @type {(times: number, ...frames: FrameData[]) => StepData} */
export const sendOften = (times, ...frames) => ({ frames, times });

/** The subject must fail the connection, with one of these codes. @type {(...codes: number[]) => EndData} */
export const refused = (...codes) => ({ by: 'subject', codes });

/**
 * The same where a Close is what is wrong: a Close without a code would be the answer to one that is right.
 *
 * @type {(...codes: number[]) => EndData}
 */
export const closeRefused = (...codes) => ({ ...refused(...codes), needsCode: true });

/** The status codes of a refusal that says what kind of mistake it was, and not that the server has one. */
export const BAD_REQUEST = [400, 426];

const REQUEST = {
  Host: 'localhost',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
};

/** @typedef {{ readonly [name: string]: string | ByteData | null }} Changes */

/**
 * A request whose fields are changed: null takes one away. What comes in `more` are lines of their own.
 *
 * @param {Changes} changes
 * @param {readonly ByteData[]} more each a line without its end
 * @returns {ByteData}
 */
export function request(changes = {}, more = []) {
  return requestAs('GET / HTTP/1.1', changes, more);
}

/** @type {(firstLine: string, changes?: Changes, more?: readonly ByteData[]) => ByteData} */
export const requestAs = (firstLine, changes = {}, more = []) =>
  head(firstLine, { ...REQUEST, ...changes }, more);

/**
 * An answer that accepts, changed in the same way.
 *
 * @param {Changes} changes
 * @param {readonly ByteData[]} more
 * @returns {ByteData}
 */
export function answer(changes = {}, more = []) {
  return answerAs('HTTP/1.1 101 Switching Protocols', changes, more);
}

/** @type {(firstLine: string, changes?: Changes, more?: readonly ByteData[]) => ByteData} */
export const answerAs = (firstLine, changes = {}, more = []) => {
  const fields = { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Accept': ACCEPT };
  return head(firstLine, { ...fields, ...changes }, more);
};

/** @type {ByteData} */
export const ACCEPT = { accept: 'right' };

/** @type {(name: string, value: string | ByteData) => ByteData} */
export function line(name, value) {
  if (typeof value === 'string') return utf8(`${name}: ${value}`);
  return [utf8(`${name}: `), value];
}

/**
 * @param {string} first
 * @param {Changes} fields
 * @param {readonly ByteData[]} more
 * @returns {ByteData}
 */
function head(first, fields, more) {
  /** @type {ByteData[]} */
  const lines = [utf8(first)];
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null) lines.push(line(name, value));
  }
  lines.push(...more);
  return joined([...lines.flatMap((each) => [each, utf8('\r\n')]), utf8('\r\n')].flat(3));
}

/**
 * Neighbours that are text as one text.
 *
 * @param {readonly ByteData[]} parts
 * @returns {ByteData}
 */
function joined(parts) {
  /** @type {ByteData[]} */
  const whole = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (isText(last) && isText(part)) whole[whole.length - 1] = utf8(last.utf8 + part.utf8);
    else whole.push(part);
  }
  return whole.length === 1 ? (whole[0] ?? '') : whole;
}

/** @type {(part: ByteData | undefined) => part is { readonly utf8: string }} */
function isText(part) {
  return typeof part === 'object' && part !== null && 'utf8' in part;
}
