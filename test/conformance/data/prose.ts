/** Prose that looks German and says nothing: invented words, the frequent ones much more frequent. */

import type { Random } from '../model/random.js';
import { below, fill, padded, pick, randomFor } from './build.js';
import { DataSet } from './data-set.js';

const OCTETS = 222_218;
const BYTE_ORDER_MARK = '\u{feff}';

const SHORT = 'und der die das in zu den von ein mit nicht sich auf es er sie als war'.split(' ');
const ONSETS = 'b br d f fl g gr h k kl l m n p r s sch schw st t tr v w z'.split(' ');
const VOWELS = 'a a e e e i o u ä ö ü au ei ie'.split(' ');
const CODAS = ['', '', 'n', 'n', 'r', 'l', 's', 't', 'ch', 'cht', 'nd', 'ng', 'rm', 'ß'];
const ENDINGS = ['', 'e', 'en', 'er', 'te', 'ung', 'lich'];
const WORDS = 20_000;
const LINE_OCTETS = 72;

function make(): Uint8Array {
  const random = randomFor('prose');
  const words = Array.from({ length: WORDS }, () => inventWord(random));
  const body = fill(OCTETS - 3, () => paragraph(random, words));
  return padded(BYTE_ORDER_MARK + body, OCTETS);
}

function inventWord(random: Random): string {
  const syllable = () => pick(random, ONSETS) + pick(random, VOWELS) + pick(random, CODAS);
  const word = (random() < 0.6 ? syllable() : '') + syllable() + pick(random, ENDINGS);
  return random() < 0.3 ? capitalized(word) : word;
}

function paragraph(random: Random, words: readonly string[]): string {
  let line = '';
  const lines: string[] = [];
  for (let sentences = 2 + below(random, 5); sentences > 0; sentences--) {
    for (const word of sentence(random, words).split(' ')) {
      if (line.length + word.length >= LINE_OCTETS) {
        lines.push(line);
        line = '';
      }
      line += line === '' ? word : ` ${word}`;
    }
  }
  return `${[...lines, line].join('\r\n')}\r\n\r\n`;
}

function sentence(random: Random, words: readonly string[]): string {
  const count = 5 + below(random, 15);
  const parts = Array.from({ length: count }, (_, i) => {
    // The rank of a word falls off as in a language: a fifth of all words are from the first hundred.
    const word =
      random() < 0.25 ? pick(random, SHORT) : words[Math.floor(WORDS ** Math.sqrt(random())) - 1];
    return `${word}${i < count - 1 && random() < 0.1 ? ',' : ''}`;
  });
  return capitalized(`${parts.join(' ')}${pick(random, ['.', '.', '.', '!', '?'])}`);
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export const prose = new DataSet({
  name: 'prose',
  type: 'binary',
  octets: OCTETS,
  units: OCTETS,
  deflatesTo: 0.39,
  make,
});
