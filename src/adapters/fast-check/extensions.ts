/**
 * What stands in `Sec-WebSocket-Extensions` (RFC 6455 §9.1).
 */

import fc from 'fast-check';
import type { ExtensionOffer } from '../../handshake/extension.js';
import { formatParameterizedToken } from '../../http/parameters.js';
import { type SpellingOptions, spellingOf, token } from './head-fields.js';

/** One element of the field, and one way to write it. */
export interface WrittenExtension {
  readonly offer: ExtensionOffer;
  /** As it may stand in the field: values quoted or not, blanks around the delimiters. */
  readonly text: string;
}

/**
 * Draws a name with parameters, names twice included; and, in any spelling, quoted values and blanks.
 *
 * @throws TypeError if an option is not what it must be
 */
export function extensionOffer(options: SpellingOptions = {}): fc.Arbitrary<WrittenExtension> {
  const spelling = spellingOf(options);
  const parameter = fc.tuple(token(), fc.option(token(), { nil: null }));
  return fc
    .tuple(token(), fc.array(parameter, { maxLength: 3 }))
    .chain(([name, parameters]) => written({ name, parameters }, spelling));
}

/** Draws a way to write an offer or an answer. */
export function written(
  offer: ExtensionOffer,
  spelling: 'usual' | 'any',
): fc.Arbitrary<WrittenExtension> {
  if (spelling === 'usual') {
    return fc.constant({ offer, text: formatParameterizedToken(offer) });
  }
  const blank = fc.constantFrom(' ', '', '\t', '  ');
  const style = fc.tuple(blank, blank, fc.constantFrom('plain', 'plain', 'quoted', 'escaped'));
  const parts = offer.parameters.map(([name, value]) =>
    style.map(([before, around, quoting]) => {
      if (value === null) return `;${before}${name}`;
      const equals = before === ' ' ? '=' : `${around}=${around}`;
      return `;${before}${name}${equals}${quoted(value, quoting)}`;
    }),
  );
  return fc.tuple(...parts).map((texts) => ({ offer, text: `${offer.name}${texts.join('')}` }));
}

/** A quoted string must hold a token, in which any character may be escaped. */
function quoted(value: string, quoting: string): string {
  if (quoting === 'plain') return value;
  return quoting === 'quoted' ? `"${value}"` : `"${value.replace(/./g, '\\$&')}"`;
}
