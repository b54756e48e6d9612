/**
 * A header section of HTTP/2 or HTTP/3 as a list of fields, as its decoder gives it (RFC 9113 §8.2, §8.3).
 */

import type { FieldSectionViolationCode } from '../vocabulary/field-section-violation.js';
import { hasBlankEdge, isFieldValue, isToken } from './characters.js';
import type { HeaderList } from './header-list.js';

/** A header section that is not malformed. */
export interface FieldSection {
  /** By their names with the colon. Only names that were asked for stand there. */
  readonly pseudoHeaders: ReadonlyMap<string, string>;
  /** The ordinary fields, in order. */
  readonly headers: HeaderList;
}

/** Fields that are about one connection of HTTP/1.1, and say nothing here (RFC 9113 §8.2.2). */
const connectionFields = [
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

const UPPER_CASE = /[A-Z]/;

/**
 * Splits the section, or names the first fault in it.
 *
 * @param names of the pseudo-header fields that this kind of message has
 */
export function readFieldSection(
  list: HeaderList,
  names: readonly string[],
): FieldSection | FieldSectionViolationCode {
  const pseudoHeaders = new Map<string, string>();
  const headers: (readonly [string, string])[] = [];
  for (const [name, value] of list) {
    const isPseudo = name.startsWith(':');
    if (!isToken(isPseudo ? name.slice(1) : name) || UPPER_CASE.test(name)) {
      return 'header-malformed';
    }
    if (!isFieldValue(value) || hasBlankEdge(value)) return 'header-malformed';
    if (isPseudo) {
      if (headers.length > 0) return 'pseudo-header-misplaced';
      if (!names.includes(name)) return 'pseudo-header-unknown';
      if (pseudoHeaders.has(name)) return 'pseudo-header-duplicate';
      pseudoHeaders.set(name, value);
    } else {
      if (connectionFields.includes(name)) return 'connection-field-present';
      if (name === 'te' && value.toLowerCase() !== 'trailers') return 'connection-field-present';
      headers.push([name, value]);
    }
  }
  return { pseudoHeaders, headers };
}
