/**
 * A second reading of a header section of HTTP/2 or HTTP/3 (RFC 9113 §8.2, §8.3).
 */

import { FieldReading, ONLY_TOKEN, VALUE } from './fields.js';

/** @typedef {import('./fields.js').Pair} Pair */

const ONLY_VALUE = new RegExp(`^(?![\\t ])${VALUE}(?<![\\t ])$`);
/** RFC 9113 §8.2.2. */
const OF_ONE_CONNECTION =
  /^(connection|proxy-connection|keep-alive|transfer-encoding|upgrade)$|^te:(?!trailers$)/i;

/** The ordinary fields are what is read; those with a colon stand beside them. */
export class SectionReading extends FieldReading {
  /** All of them. */
  #list;
  /** Those that a message of this kind has. */
  #known;

  /**
   * @param {readonly Pair[]} list
   * @param {readonly string[]} known pseudo-header fields
   */
  constructor(list, known) {
    super(list.filter(([name]) => !isPseudo(name)));
    this.#list = list;
    this.#known = known;
  }

  /** The value of a pseudo-header field. @param {string} name */
  pseudo(name) {
    return this.#list.find(([candidate]) => candidate === name)?.[1];
  }

  /** @returns {string[]} what makes it malformed, whatever it is about, by our codes */
  get faults() {
    const list = this.#list;
    const names = list.map(([name]) => name);
    const pseudo = names.filter(isPseudo);
    const firstOrdinary = names.findIndex((name) => !isPseudo(name));
    /** @type {[string, boolean][]} */
    const all = [
      ['header-malformed', !list.every(isFormed)],
      ['pseudo-header-misplaced', firstOrdinary >= 0 && firstOrdinary < pseudo.length],
      ['pseudo-header-unknown', pseudo.some((name) => !this.#known.includes(name))],
      ['pseudo-header-duplicate', new Set(pseudo).size < pseudo.length],
      ['connection-field-present', list.some(isOfOneConnection)],
    ];
    return all.flatMap(([code, isThere]) => (isThere ? [code] : []));
  }
}

/** @param {string} name */
const isPseudo = (name) => name.startsWith(':');

/** @param {Pair} field */
const isFormed = ([name, value]) =>
  ONLY_TOKEN.test(name.replace(/^:/, '')) && !/[A-Z]/.test(name) && ONLY_VALUE.test(value);

/** @param {Pair} field */
const isOfOneConnection = ([name, value]) =>
  OF_ONE_CONNECTION.test(name === 'te' ? `te:${value}` : name);
