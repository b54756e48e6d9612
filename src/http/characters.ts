/**
 * The character classes of HTTP (RFC 9110 §5.5, §5.6.2), as one table look-up a byte.
 */

/** The classes as bits, for `skipClass`. */
export const TOKEN = 0b00001;
export const FIELD_VALUE = 0b00010;
export const VISIBLE = 0b00100;
export const BLANK = 0b01000;
export const DIGIT = 0b10000;

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

/**
 * The index of the first byte from `at` to `end` that is not of the class, or `end`. A bit and not a
 * function: a function that changes from call to call cannot be inlined (measured: bench/handshake).
 */
export function skipClass(bytes: Uint8Array, at: number, end: number, classBit: number): number {
  while (at < end && ((classes[bytes[at] as number] as number) & classBit) !== 0) at++;
  return Math.min(at, end);
}

export function isToken(text: string): boolean {
  return text.length > 0 && everyCharacter(text, isTokenCharacter);
}

/** Whether a text can stand in a head as a field value: no CR, LF, NUL or other control, Latin-1 only. */
export function isFieldValue(text: string): boolean {
  return everyCharacter(text, isFieldValueCharacter);
}

/** Whether all characters are ASCII. */
export function isAscii(text: string): boolean {
  return everyCharacter(text, (code) => code < 0x80);
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
  table[0x20] = FIELD_VALUE | BLANK;
  table[0x09] = FIELD_VALUE | BLANK;
  return table;
}
