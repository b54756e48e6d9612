/**
 * The header fields of an opening handshake, and questions that both sides ask about them.
 */

import { DIGIT, isAllOf, isAscii } from '../http/characters.js';
import { type HeaderList, headerValues } from '../http/header-list.js';
import { usualNames } from '../http/usual-names.js';

/** The fields that mean something in a handshake, in the order of their names below. */
export const Field = {
  Host: 0,
  Origin: 1,
  Upgrade: 2,
  Connection: 3,
  Key: 4,
  Accept: 5,
  Version: 6,
  Protocol: 7,
  Extensions: 8,
  ContentLength: 9,
  TransferEncoding: 10,
} as const;

export type Field = (typeof Field)[keyof typeof Field];

const names = /* @__PURE__ */ (() => [...usualNames, 'Content-Length', 'Transfer-Encoding'])();
const lowerNames = /* @__PURE__ */ (() => names.map((name) => name.toLowerCase()))();

/** The first field whose name has a length, or −1. Only `Transfer-Encoding` shares its length with another. */
const fieldByLength = /* @__PURE__ */ (() =>
  Int8Array.from({ length: 25 }, (_, length) =>
    names.findIndex((name) => name.length === length),
  ))();

const noValues = /* @__PURE__ */ (() => names.map((): string | null => null))();

const FAMILY = 'sec-websocket-';
const HYPHEN = 0x2d;

/** The values of the fields of a head, sorted in one pass over it. */
export class HandshakeFields {
  /** Whether a field of the handshake itself holds a byte above ASCII; in all others they are opaque. */
  isOpaque = false;
  readonly #headers: HeaderList;
  /** The first value of each field. */
  readonly #first: (string | null)[];
  /** One bit for each field that stands there more than once. */
  #repeated = 0;

  /** @param areAscii whether all values are known to be ASCII */
  constructor(headers: HeaderList, areAscii: boolean) {
    const first = noValues.slice();
    // By index: an iterator for each pair costs more than to read it (measured: bench/handshake).
    for (let i = 0; i < headers.length; i++) {
      const pair = headers[i] as HeaderList[number];
      const name = pair[0];
      const field = fieldOf(name);
      if (field >= 0) {
        if (first[field] === null) first[field] = pair[1];
        else this.#repeated |= 1 << field;
      }
      if (!areAscii && isOfFamily(name) && !isAscii(pair[1])) this.isOpaque = true;
    }
    this.#headers = headers;
    this.#first = first;
  }

  /** The first value of a field, or null. */
  first(field: Field): string | null {
    return this.#first[field] as string | null;
  }

  isRepeated(field: Field): boolean {
    return (this.#repeated & (1 << field)) !== 0;
  }

  /** All values of a field, in order. */
  values(field: Field): readonly string[] {
    if (this.isRepeated(field)) return headerValues(this.#headers, names[field] as string);
    const first = this.first(field);
    return first === null ? [] : [first];
  }

  /**
   * Whether the head announces a body. An upgrade has none, and a recipient that disagrees with a proxy
   * about where frames begin could be made to read a second request out of them.
   */
  get announcesBody(): boolean {
    if (this.first(Field.TransferEncoding) !== null) return true;
    if (this.first(Field.ContentLength) === null) return false;
    return this.values(Field.ContentLength).some(
      (value) => value === '' || !isAllOf(value, DIGIT) || Number(value) > 0,
    );
  }
}

/** The field that a name stands for without regard to case, or −1: most are told apart by their length alone. */
export function fieldOf(name: string): Field | -1 {
  const { length } = name;
  if (length >= fieldByLength.length) return -1;
  const field = fieldByLength[length] as Field | -1;
  if (field < 0 || matches(name, field as Field)) return field;
  return matches(name, Field.TransferEncoding) ? Field.TransferEncoding : -1;
}

/** The first letter is looked at first: few names of one length begin with the same. */
function matches(name: string, field: Field): boolean {
  const known = names[field] as string;
  if (name === known) return true;
  const isLike = ((name.charCodeAt(0) ^ known.charCodeAt(0)) & ~0x20) === 0;
  return isLike && name.toLowerCase() === lowerNames[field];
}

/** Whether a name begins with `Sec-WebSocket-`. The hyphen at its end tells it from nearly all others. */
function isOfFamily(name: string): boolean {
  return name.charCodeAt(FAMILY.length - 1) === HYPHEN && name.toLowerCase().startsWith(FAMILY);
}

/** Whether an HTTP version is 1.1 or a later minor version of HTTP/1. */
export function isHttp11(version: string): boolean {
  return version.startsWith('1.') && version !== '1.0';
}
