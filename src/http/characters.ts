/**
 * The character classes of HTTP (RFC 9110 §5.5, §5.6.2), as one table look-up a byte.
 */

/** The classes as bits, for `skipClass`. */
export const TOKEN = 0b00001;
export const FIELD_VALUE = 0b00010;
export const VISIBLE = 0b00100;
export const BLANK = 0b01000;
export const DIGIT = 0b10000;
/** unreserved and sub-delims (RFC 3986 §2.2, §2.3), which a registered name is made of. */
export const NAME = 0b100000;

const classes = /* @__PURE__ */ buildClasses();

/** tchar: what names, methods and tokens are made of. */
export function isTokenCharacter(code: number): boolean {
  return ((classes[code] ?? 0) & TOKEN) !== 0;
}

/** What a field value may hold: visible ASCII, space, tab, and bytes above ASCII as they are. */
export function isFieldValueCharacter(code: number): boolean {
  return ((classes[code] ?? 0) & FIELD_VALUE) !== 0;
}

/** VCHAR: visible ASCII. */
export function isVisibleCharacter(code: number): boolean {
  return ((classes[code] ?? 0) & VISIBLE) !== 0;
}

/** SP or HTAB, the only white space within a line. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isAlphanumeric(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** What a registered name is made of, percent-encoding apart. */
export function isNameCharacter(code: number): boolean {
  return ((classes[code] ?? 0) & NAME) !== 0;
}

/**
 * The index of the first byte from `at` to `end` that is not of the class, or `end`. A bit and not a
 * function: a function that changes from call to call cannot be inlined (measured: bench/handshake).
 */
export function skipClass(bytes: Uint8Array, at: number, end: number, classBit: number): number {
  while (at < end && ((classes[bytes[at] as number] as number) & classBit) !== 0) at++;
  return Math.min(at, end);
}

/**
 * The same for FIELD_VALUE, of which there are long runs: four bytes a turn (measured: bench/handshake).
 */
export function skipFieldValue(bytes: Uint8Array, at: number, end: number): number {
  for (const last = end - 4; at <= last; at += 4) {
    const all =
      (classes[bytes[at] as number] as number) &
      (classes[bytes[at + 1] as number] as number) &
      (classes[bytes[at + 2] as number] as number) &
      (classes[bytes[at + 3] as number] as number);
    if ((all & FIELD_VALUE) === 0) break;
  }
  while (at < end && ((classes[bytes[at] as number] as number) & FIELD_VALUE) !== 0) at++;
  return at;
}

export function isToken(text: string): boolean {
  return text.length > 0 && isAllOf(text, TOKEN);
}

/** Whether a text holds nothing but characters of the class. */
export function isAllOf(text: string, classBit: number): boolean {
  return skipClassIn(text, 0, classBit) === text.length;
}

/** The index of the first character of a text at or after `at` that is not of the class, or its length. */
export function skipClassIn(text: string, at: number, classBit: number): number {
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0xff || ((classes[code] as number) & classBit) === 0) break;
  }
  return at;
}

/** Whether a text can stand in a head as a field value: no CR, LF, NUL or other control, Latin-1 only. */
export function isFieldValue(text: string): boolean {
  return isAllOf(text, FIELD_VALUE);
}

/** Whether a text begins or ends with a blank, which a recipient would take away (RFC 9112 §5.1). */
export function hasBlankEdge(text: string): boolean {
  return isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(text.length - 1));
}

/** Whether all characters are ASCII. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) >= 0x80) return false;
  }
  return true;
}

export function everyCharacter(text: string, test: (code: number) => boolean): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!test(text.charCodeAt(at))) return false;
  }
  return true;
}

function buildClasses(): Uint8Array {
  const table = new Uint8Array(256);
  for (let code = 0x21; code <= 0x7e; code++) table[code] = VISIBLE | FIELD_VALUE | TOKEN;
  for (const delimiter of '"(),/:;<=>?@[\\]{}')
    table[delimiter.charCodeAt(0)] = VISIBLE | FIELD_VALUE;
  for (let code = 0x80; code <= 0xff; code++) table[code] = FIELD_VALUE;
  for (let code = 0x30; code <= 0x39; code++) table[code] = (table[code] as number) | DIGIT;
  for (let code = 0x21; code <= 0x7e; code++) {
    if (isAlphanumeric(code)) table[code] = (table[code] as number) | NAME;
  }
  for (const other of "-._~!$&'()*+,;=") {
    const code = other.charCodeAt(0);
    table[code] = (table[code] as number) | NAME;
  }
  table[0x20] = FIELD_VALUE | BLANK;
  table[0x09] = FIELD_VALUE | BLANK;
  return table;
}
