/**
 * A second reading of the answer to an extended CONNECT (RFC 8441 §5; RFC 9113 §8.3.2, §8.6), and what a client must
 * find wrong with it.
 */

import { answerFaults } from './answer-faults.js';
import { SectionReading } from './section.js';

/** @typedef {import('./answer-faults.js').Asked} Asked */

export class ConnectResponseReading extends SectionReading {
  /** @param {readonly import('./fields.js').Pair[]} list */
  constructor(list) {
    super(list, [':status']);
  }

  get status() {
    return this.pseudo(':status');
  }

  /** Whether the one that counts is still to come. */
  get isInterim() {
    return this.faults.length === 0 && /^1(?!01)\d\d$/.test(this.status ?? '');
  }

  /** Whether there is anything of the server's to show. */
  get isFormed() {
    return this.faults.length === 0 && /^[2-9]\d\d$/.test(this.status ?? '');
  }
}

/**
 * Questions of which the first that is answered by yes decides, before all others.
 *
 * @type {Readonly<Record<string, (head: ConnectResponseReading) => boolean>>}
 */
const statusFaults = {
  'status-missing': ({ status }) => status === undefined,
  'status-invalid': ({ status = '' }) => !/^[1-9]\d\d$/.test(status),
  'status-101': ({ status }) => status === '101',
  'status-not-2xx': ({ status = '' }) => !status.startsWith('2'),
};

/**
 * The codes of which a client must give one of an answer that is no interim one, and none where it must accept.
 *
 * @type {(head: ConnectResponseReading, asked: Asked) => readonly string[]}
 */
export function faultsOfConnectResponse(head, asked) {
  if (head.faults.length > 0) return head.faults;
  const most = Object.keys(statusFaults).find((code) => statusFaults[code](head));
  if (most !== undefined) return [most];
  return Object.keys(answerFaults).filter((code) => answerFaults[code](head, asked));
}

/** Those that break HTTP itself, so that the stream is to be reset (RFC 9113 §8.1.1, §8.3.2, §8.6). */
export const malformedResponses = [
  'header-malformed',
  'pseudo-header-misplaced',
  'pseudo-header-unknown',
  'pseudo-header-duplicate',
  'connection-field-present',
  'status-missing',
  'status-invalid',
  'status-101',
];
