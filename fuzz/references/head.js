/**
 * A second reading of a head of HTTP/1.1 (RFC 9112 §2 to §5), a question at a time: lines, fields, and limits.
 */

import { FieldReading, ONLY_TOKEN, TOKEN, VALUE } from './fields.js';

const FIELD = new RegExp(`^(${TOKEN}):(${VALUE})$`);
/** The defaults of the limits, as the README has them. */
const LIMITS = { maxHeadBytes: 16_384, maxHeaderCount: 128, maxLineBytes: 8192 };

export class HeadReading extends FieldReading {
  /** Whether an empty line ends it; one in the place of the first line does, too. */
  isWhole;
  /** Where the head ends, if it does: right behind the empty line. */
  end;
  startLine;
  /** Of field lines, the wrong ones among them. @type {string[]} */
  lines;
  /** Where it begins in the bytes: behind interim responses, if there are any. */
  start;
  /** Where all bytes begin is 0, for the limit that counts from there. */
  #text;

  /**
   * @param {Uint8Array} bytes
   * @param {number} [start] where the head begins
   */
  constructor(bytes, start = 0) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const { isWhole, lines, end } = cut(text, start);
    super(lines.slice(1).flatMap(fieldOf));
    this.#text = text;
    this.start = start;
    this.isWhole = isWhole;
    this.end = end;
    [this.startLine = '', ...this.lines] = lines;
  }

  /**
   * The limits that it breaks for certain, whatever comes behind these bytes.
   *
   * @param {import('websocket-codec').HeadLimits} limits
   * @returns {string[]}
   */
  limitFaults(limits) {
    const { maxHeadBytes, maxHeaderCount, maxLineBytes } = { ...LIMITS, ...limits };
    // No line behind the limit of the head is read.
    const { isWhole, lines } = cut(this.#text.slice(0, maxHeadBytes), this.start);
    const rest = isWhole ? '' : (lines.pop() ?? '');
    const faults = [];
    if (!isWhole && this.#text.length >= maxHeadBytes) faults.push('head-too-large');
    // The CR of a line that is not whole may turn out to be no part of it.
    const longest = Math.max(...lines.map(({ length }) => length), rest.replace(/\r$/, '').length);
    if (longest > maxLineBytes) faults.push('line-too-long');
    if (lines.length - 1 > maxHeaderCount) faults.push('too-many-headers');
    return faults;
  }

  /** What stands behind it. */
  get rest() {
    return this.#text.slice(this.end);
  }

  get areFieldsFormed() {
    return this.lines.every((line) => FIELD.test(line));
  }

  get asksForUpgrade() {
    return holds(this.elements('connection'), ONLY_TOKEN, 'upgrade');
  }

  get hasBody() {
    const isZero = this.values('content-length').every((value) => /^0+$/.test(value));
    return this.fields.has('transfer-encoding') || !isZero;
  }
}

/** The field of a line that is right. @type {(line: string) => import('./fields.js').Pair[]} */
function fieldOf(line) {
  const match = FIELD.exec(line);
  return match === null ? [] : [[match[1], match[2].replace(/^[\t ]+|[\t ]+$/g, '')]];
}

/**
 * Whether a list fits its grammar and has this element.
 *
 * @type {(elements: string[], grammar: RegExp, token: string) => boolean}
 */
export function holds(elements, grammar, token) {
  if (!elements.every((element) => grammar.test(element))) return false;
  return elements.some((element) => element.toLowerCase() === token);
}

/**
 * The lines of a head; what is there of the last where no empty line ends it.
 *
 * @type {(text: string, start: number) => { isWhole: boolean, lines: string[], end: number }}
 */
function cut(text, start) {
  if (text.startsWith('\r\n', start)) return { isWhole: true, lines: [''], end: start + 2 };
  const end = text.indexOf('\r\n\r\n', start);
  const isWhole = end >= 0;
  const lines = text.slice(start, isWhole ? end : text.length).split('\r\n');
  return { isWhole, lines, end: isWhole ? end + 4 : text.length };
}
