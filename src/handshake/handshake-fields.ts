/**
 * The header fields of an opening handshake, and questions that both sides ask about them.
 */

import { DIGIT, isAllOf, isAscii } from '../http/characters.js';
import { type HeaderList, headerValues } from '../http/header-list.js';

/** The fields that mean something in a handshake. */
export const Field = {
  Host: 0,
  Origin: 1,
  Upgrade: 2,
  Connection: 3,
  ContentLength: 4,
  TransferEncoding: 5,
  Key: 6,
  Accept: 7,
  Version: 8,
  Protocol: 9,
  Extensions: 10,
} as const;

export type Field = (typeof Field)[keyof typeof Field];

/** By the values of `Field`, spelled as most senders do. */
const names = [
  'Host',
  'Origin',
  'Upgrade',
  'Connection',
  'Content-Length',
  'Transfer-Encoding',
  'Sec-WebSocket-Key',
  'Sec-WebSocket-Accept',
  'Sec-WebSocket-Version',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Extensions',
];

const lowerNames = /* @__PURE__ */ (() => names.map((name) => name.toLowerCase()))();

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
  switch (name.length) {
    case 4:
      return oneOf(name, Field.Host);
    case 6:
      return oneOf(name, Field.Origin);
    case 7:
      return oneOf(name, Field.Upgrade);
    case 10:
      return oneOf(name, Field.Connection);
    case 14:
      return oneOf(name, Field.ContentLength);
    case 17:
      return matches(name, Field.Key) ? Field.Key : oneOf(name, Field.TransferEncoding);
    case 20:
      return oneOf(name, Field.Accept);
    case 21:
      return oneOf(name, Field.Version);
    case 22:
      return oneOf(name, Field.Protocol);
    case 24:
      return oneOf(name, Field.Extensions);
    default:
      return -1;
  }
}

function oneOf(name: string, field: Field): Field | -1 {
  return matches(name, field) ? field : -1;
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
