/**
 * A second reading of a server's answer to an opening handshake (RFC 9112 §4; RFC 6455 §4.1, §4.2.2; RFC 7692 §7.1),
 * a question at a time, and of the interim responses in front of it (RFC 9110 §15.2).
 */

import { createHash } from 'node:crypto';
import { answerFaults } from './answer-faults.js';
import { HeadReading } from './head.js';

/** @typedef {import('./answer-faults.js').Asked} Asked */

const START_LINE = /^HTTP\/(\d)\.(\d) ([1-9]\d\d) ([\t\x20-\x7e\x80-\xff]*)$/;
/** RFC 6455 §1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** More than these are not read, so that the cost stays linear. */
const MAX_INTERIM = 16;

export class ResponseReading extends HeadReading {
  #startLine;

  /**
   * @param {Uint8Array} bytes
   * @param {number} [start]
   */
  constructor(bytes, start = 0) {
    super(bytes, start);
    this.#startLine = START_LINE.exec(this.startLine);
  }

  get isStartLineFormed() {
    return this.#startLine !== null;
  }

  /** As `1.1`. */
  get version() {
    return this.#startLine === null ? '' : `${this.#startLine[1]}.${this.#startLine[2]}`;
  }

  get status() {
    return Number(this.#startLine?.[3] ?? 0);
  }

  get reason() {
    return this.#startLine?.[4] ?? '';
  }

  get isFormed() {
    return this.isWhole && this.isStartLineFormed && this.areFieldsFormed;
  }

  /** Whether it is of HTTP/1.1 or a later one of the same kind. */
  get isOfHttp11() {
    return /^1\.[1-9]$/.test(this.version);
  }

  get isInterim() {
    return this.isFormed && this.isOfHttp11 && this.status < 200 && this.status !== 101;
  }
}

/**
 * For each of our codes, whether the answer has that fault; the first two are judged before the others.
 *
 * @type {Readonly<Record<string, (head: ResponseReading, asked: Asked) => boolean>>}
 */
const responseFaults = {
  'start-line-malformed': (head) => !head.isStartLineFormed,
  'header-malformed': (head) => !head.areFieldsFormed,
  'status-not-101': ({ status }) => status !== 101,
  'http-version-unsupported': (head) => !head.isOfHttp11,
  // The value, and not one of a list.
  'upgrade-missing': (head) => head.values('upgrade').join().toLowerCase() !== 'websocket',
  'connection-upgrade-missing': (head) => !head.asksForUpgrade,
  'body-unexpected': (head) => head.hasBody,
  'accept-missing': (head) => head.values('sec-websocket-accept').length === 0,
  'accept-duplicate': (head) => head.values('sec-websocket-accept').length > 1,
  'accept-mismatch': (head, { key }) =>
    head.values('sec-websocket-accept').some((value) => value !== acceptOf(key)),
  ...answerFaults,
};

/** @param {string} key */
const acceptOf = (key) => createHash('sha1').update(`${key}${GUID}`).digest('base64');

/**
 * @typedef {object} ReadResponse
 * @property {ResponseReading} head the one that counts
 * @property {number} interim how many stand in front of it
 * @property {readonly string[]} limitFaults
 * @property {readonly string[]} faults of a head that is whole
 */

/**
 * Reads one head after the other up to the one that counts, and what is wrong with it.
 *
 * @param {Uint8Array} bytes
 * @param {Asked} asked
 * @param {import('websocket-codec').HeadLimits} limits
 * @returns {ReadResponse}
 */
export function readResponse(bytes, asked, limits) {
  let head = new ResponseReading(bytes);
  let limitFaults = head.limitFaults(limits);
  let interim = 0;
  while (limitFaults.length === 0 && head.isInterim) {
    if (interim === MAX_INTERIM) {
      return { head, interim, limitFaults, faults: ['too-many-interim-responses'] };
    }
    interim++;
    head = new ResponseReading(bytes, head.end);
    limitFaults = head.limitFaults(limits);
  }
  const all = Object.keys(responseFaults).filter((code) => responseFaults[code](head, asked));
  return { head, interim, limitFaults, faults: head.isFormed ? all : all.slice(0, 1) };
}
