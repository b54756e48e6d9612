/**
 * What the heads of both handshakes are made of: tokens, values, lists, and fields as they may be written
 * (RFC 9110 §5, RFC 9112 §5).
 */

import fc from 'fast-check';
import { encodeBase64 } from '../../bytes/base64.js';
import type { ExtensionOffer } from '../../handshake/extension.js';
import { describe } from '../../vocabulary/argument.js';

/** How heads are written. */
export interface SpellingOptions {
  /**
   * `usual`: as common programs write them; `any`: names in any case, blanks around values, lists in several fields
   * and with empty elements, fields in any order. Any by default.
   */
  readonly spelling?: 'usual' | 'any';
}

/** A field of a head, and what it says of the handshake. */
export interface HeadField {
  readonly name: string;
  readonly value: string;
  /** Blanks around the value. */
  readonly before?: string;
  readonly after?: string;
  readonly protocols?: readonly string[];
  readonly extensions?: readonly ExtensionOffer[];
}

export function spellingOf({ spelling = 'any' }: SpellingOptions): 'usual' | 'any' {
  if (spelling === 'usual' || spelling === 'any') return spelling;
  throw new TypeError(`spelling is ${describe(spelling)}; it must be 'usual' or 'any'`);
}

const TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";
const VISIBLE = Array.from({ length: 0x5e }, (_, at) => String.fromCharCode(0x21 + at)).join('');

/** Text of some characters. */
export function textFrom(
  characters: string,
  maxLength: number,
  minLength = 0,
): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...characters), { minLength, maxLength })
    .map((all) => all.join(''));
}

/** A token (RFC 9110 §5.6.2), now and then one that is a trap for objects used as maps. */
export function token(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 9, arbitrary: textFrom(TOKEN_CHARACTERS, 8, 1) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString') },
  );
}

/** A value as a recipient sees it: with bytes above ASCII, and without blanks at its ends. */
export function fieldValue(spelling: 'usual' | 'any'): fc.Arbitrary<string> {
  const odd = spelling === 'any' ? '\t\x80\x85\xa0éÿ' : '';
  return textFrom(`${VISIBLE} ${odd}`, 20).map((value) => value.replace(/^[ \t]+|[ \t]+$/g, ''));
}

/** A path and query, or an absolute URI with its authority. */
export function path(): fc.Arbitrary<string> {
  return textFrom(VISIBLE.replace('#', ''), 24).map((rest) => `/${rest}`);
}

/** A host with or without a port. */
export function host(): fc.Arbitrary<string> {
  const name = fc.oneof(
    { withCrossShrink: true },
    textFrom('abcxyz0189-.', 12, 1),
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
  );
  const port = fc.option(fc.nat(0xffff), { nil: null });
  return fc.tuple(name, port).map(([at, number]) => (number === null ? at : `${at}:${number}`));
}

/** The base64 of sixteen bytes. */
export function key(): fc.Arbitrary<string> {
  return fc.uint8Array({ minLength: 16, maxLength: 16 }).map(encodeBase64);
}

const ofHandshake =
  /^(?:host|upgrade|connection|origin|content-length|transfer-encoding)$|^sec-websocket-/i;

/** Fields that are not of the handshake. */
export function otherFields(spelling: 'usual' | 'any'): fc.Arbitrary<HeadField[]> {
  // Of the characters of a token no name of the handshake can be made.
  const field = fc.tuple(token(), fieldValue(spelling)).map(([name, value]) => ({ name, value }));
  return fc.array(field, { maxLength: 4 });
}

/** How the elements of a list are put behind each other; empty ones are passed over (RFC 9110 §5.6.1). */
export type Separators = readonly string[];

export function separators(spelling: 'usual' | 'any'): fc.Arbitrary<Separators> {
  if (spelling === 'usual') return fc.constant([', ']);
  return fc.array(fc.constantFrom(', ', ',', ' , ', ',\t', ', ,', ',,\t'), { maxLength: 3 });
}

/** The elements as one value. */
export function list(elements: readonly string[], between: Separators): string {
  return elements.reduce(
    (all, element, at) =>
      `${all}${between[(at - 1) % Math.max(1, between.length)] ?? ', '}${element}`,
  );
}

/** Spells fields as the options say: in another case, with blanks, in another order. */
export function spelled(
  spelling: 'usual' | 'any',
): fc.Arbitrary<(fields: readonly HeadField[]) => HeadField[]> {
  if (spelling === 'usual') return fc.constant((fields) => [...fields]);
  const blanks = fc.constantFrom('', ' ', '\t', '  ', ' \t ');
  const style = fc.tuple(fc.constantFrom(...cases), blanks, blanks, fc.nat(100));
  return fc.array(style, { maxLength: 24 }).map(
    (styles) => (fields) =>
      fields
        .map((field, at) => {
          const [change, before, after, place] = styles[at] ?? [cases[0], ' ', '', 0];
          // The names of others stand in what a parser must give, so they are left as they are.
          const name = ofHandshake.test(field.name) ? change(field.name) : field.name;
          return { field: { ...field, name, before, after }, place };
        })
        .sort((a, b) => a.place - b.place)
        .map(({ field }) => field),
  );
}

const cases: readonly [(name: string) => string, ...((name: string) => string)[]] = [
  (name) => name,
  (name) => name.toLowerCase(),
  (name) => name.toUpperCase(),
];

/** A first line and fields as text, one character a byte. */
export function headText(startLine: string, fields: readonly HeadField[]): string {
  const lines = fields.map(
    ({ name, value, before = ' ', after = '' }) => `${name}:${before}${value}${after}`,
  );
  return [startLine, ...lines, '', ''].join('\r\n');
}

/** One byte for each character. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The fields as a parser gives them. */
export function headerList(fields: readonly HeadField[]): [name: string, value: string][] {
  return fields.map(({ name, value }) => [name, value]);
}
