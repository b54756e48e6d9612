/**
 * Lists of names with parameters, such as `a; b; c=1, d; e="2"` (RFC 6455 §9.1, RFC 9110 §5.6.6).
 */

import { isToken } from './characters.js';
import { skipBlanks, skipToken } from './token-list.js';

export interface ParameterizedToken {
  readonly name: string;
  /** In order, duplicates kept; a parameter without a value has null. */
  readonly parameters: readonly (readonly [name: string, value: string | null])[];
}

const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Parses such a list, or returns null when it is malformed or holds nothing. A quoted value is unescaped
 * and must then be a token (RFC 6455 §9.1). Linear in the length of the values.
 *
 * @param values all values of the field; several lines are one list
 */
export function parseParameterizedList(values: readonly string[]): ParameterizedToken[] | null {
  const items: ParameterizedToken[] = [];
  for (const value of values) {
    if (!parseLine(value, items)) return null;
  }
  return items.length > 0 ? items : null;
}

/** Writes one element; the names and values must be tokens. */
export function formatParameterizedToken({ name, parameters }: ParameterizedToken): string {
  let text = name;
  for (const [key, value] of parameters) text += value === null ? `; ${key}` : `; ${key}=${value}`;
  return text;
}

function parseLine(text: string, items: ParameterizedToken[]): boolean {
  let at = 0;
  while (at < text.length) {
    at = skipBlanks(text, at);
    const start = at;
    at = skipToken(text, at);
    if (at > start) {
      const parameters: [string, string | null][] = [];
      const name = text.slice(start, at);
      at = parseParameters(text, at, parameters);
      if (at < 0) return false;
      items.push({ name, parameters });
    }
    at = skipBlanks(text, at);
    if (at < text.length && text.charCodeAt(at++) !== COMMA) return false;
  }
  return true;
}

/** Reads `; name [= value]` as often as it stands there; returns where it ends, or −1. */
function parseParameters(text: string, at: number, into: [string, string | null][]): number {
  for (;;) {
    const semicolon = skipBlanks(text, at);
    if (text.charCodeAt(semicolon) !== SEMICOLON) return at;
    const nameStart = skipBlanks(text, semicolon + 1);
    const nameEnd = skipToken(text, nameStart);
    if (nameEnd === nameStart) return -1;
    const name = text.slice(nameStart, nameEnd);

    const equals = skipBlanks(text, nameEnd);
    if (text.charCodeAt(equals) !== EQUALS) {
      into.push([name, null]);
      at = nameEnd;
      continue;
    }
    const valueStart = skipBlanks(text, equals + 1);
    const quoted = text.charCodeAt(valueStart) === QUOTE;
    const valueEnd = quoted ? endOfQuoted(text, valueStart) : skipToken(text, valueStart);
    const raw = text.slice(valueStart, valueEnd);
    const value = quoted ? unquote(raw) : raw;
    if (!isToken(value)) return -1;
    into.push([name, value]);
    at = valueEnd;
  }
}

/** The index behind the closing quote, or behind the text when there is none. */
function endOfQuoted(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at + 1;
}

/** Takes quotes and backslashes away; an unclosed string keeps its quote and so is no token. */
function unquote(raw: string): string {
  let text = '';
  let at = 1;
  for (; at < raw.length && raw.charCodeAt(at) !== QUOTE; at++) {
    if (raw.charCodeAt(at) === BACKSLASH) at++;
    text += raw.charAt(at);
  }
  return at < raw.length ? text : raw;
}
