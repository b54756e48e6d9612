/**
 * The opening handshake from the tester's side, either way: texts to send, and a strict look at what comes (RFC 6455
 * §4). Apart from the package's own, which is what may be under test.
 */

import { acceptValue } from './accept-value.js';
import { toLatin1 } from './byte-data.js';
import { type ExtensionTerms, formatExtensions, parseExtensions } from './extension-field.js';

type Fields = readonly (readonly [name: string, value: string])[];

const EXTENSIONS = 'sec-websocket-extensions';
const END = '\r\n\r\n';
/** Far more than any answer needs. */
const MAX_HEAD_CHARACTERS = 65_536;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/;

/** Collects a head; its bytes become characters of the same number. */
export class HeadCollector {
  #text = '';

  /** The head without its empty line and the bytes behind it; null: not all there; false: too long. */
  push(chunk: Uint8Array): { head: string; rest: Uint8Array } | null | false {
    const before = this.#text.length;
    this.#text += toLatin1(chunk.subarray(0, MAX_HEAD_CHARACTERS));
    const end = this.#text.indexOf(END, Math.max(0, before - END.length));
    if (end < 0) return this.#text.length >= MAX_HEAD_CHARACTERS ? false : null;
    const head = this.#text.slice(0, end);
    this.#text = '';
    return { head, rest: chunk.slice(end + END.length - before) };
  }

  /** What there is of a head that is not all there. */
  get start(): string {
    return this.#text;
  }

  get isEmpty(): boolean {
    return this.#text === '';
  }
}

export function requestText(key: string, offers: readonly ExtensionTerms[]): string {
  return textOf('GET / HTTP/1.1', [
    ['Host', 'localhost'],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', key],
    ['Sec-WebSocket-Version', '13'],
    ...extensionField(offers),
  ]);
}

export function responseText(accept: string, agreed: readonly ExtensionTerms[]): string {
  return textOf('HTTP/1.1 101 Switching Protocols', [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', accept],
    ...extensionField(agreed),
  ]);
}

/** The accept for the key in a request; null: it has none. */
export function acceptFor(request: string): string | null {
  const [key] = valuesOf(fieldsOf(request) ?? [], 'sec-websocket-key');
  return key === undefined ? null : acceptValue(key);
}

/** The extensions that a head names. */
export function extensionsIn(head: string): ExtensionTerms[] {
  return parseExtensions(valuesOf(fieldsOf(head) ?? [], EXTENSIONS).join(','));
}

/** The status code of an answer; null: its first line is not that of one. Only HTTP/1.1 can switch. */
export function statusOf(head: string): number | null {
  const line = /^HTTP\/1\.([01]) (\d{3})(?: [^\r\n]*)?(?:\r\n|$)/.exec(head);
  if (line === null || (line[1] === '0' && line[2] === '101')) return null;
  return Number(line[2]);
}

/** What is wrong with a 101, or the extensions that it names. */
export function readSwitch(head: string, accept: string | null): string | ExtensionTerms[] {
  const fields = fieldsOf(head);
  if (fields === null) return 'a head with a line that is no field';
  const [upgrade, ...others] = tokensOf(fields, 'upgrade');
  if (upgrade !== 'websocket' || others.length > 0) return 'a 101 without Upgrade: websocket';
  if (!tokensOf(fields, 'connection').includes('upgrade'))
    return 'a 101 without Connection: Upgrade';
  const accepts = valuesOf(fields, 'sec-websocket-accept');
  if (accepts.length !== 1) return `a 101 with Sec-WebSocket-Accept ${accepts.length} times`;
  if (accepts[0] !== accept) return `the accept ${accepts[0]} in place of ${accept}`;
  if (valuesOf(fields, 'sec-websocket-protocol').length > 0) {
    return 'a subprotocol, which nobody offered';
  }
  return extensionsIn(head);
}

/** What is wrong with a request, or the extensions that it offers. */
export function readRequest(head: string): string | ExtensionTerms[] {
  const fields = fieldsOf(head);
  if (fields === null) return 'a head with a line that is no field';
  if (!/^GET [^ \r\n]+ HTTP\/1\.1(?:\r\n|$)/.test(head))
    return 'a request that is no GET of HTTP/1.1';
  const once = (name: string): string => {
    const [value = '', ...others] = valuesOf(fields, name.toLowerCase());
    return others.length === 0 ? value : '';
  };
  if (once('Host') === '') return 'a request without one Host';
  if (!tokensOf(fields, 'upgrade').includes('websocket')) return 'no Upgrade: websocket';
  if (!tokensOf(fields, 'connection').includes('upgrade')) return 'no Connection: Upgrade';
  if (once('Sec-WebSocket-Version') !== '13') return 'no Sec-WebSocket-Version: 13';
  if (!/^[A-Za-z0-9+/]{22}==$/.test(once('Sec-WebSocket-Key'))) {
    return 'no Sec-WebSocket-Key of 16 bytes';
  }
  return extensionsIn(head);
}

function extensionField(terms: readonly ExtensionTerms[]): Fields {
  return terms.length === 0 ? [] : [['Sec-WebSocket-Extensions', formatExtensions(terms)]];
}

function textOf(firstLine: string, fields: Fields): string {
  return [firstLine, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
}

/** Names in small letters; null where a line is no field. */
function fieldsOf(head: string): Fields | null {
  const fields: (readonly [string, string])[] = [];
  for (const line of head.split('\r\n').slice(1)) {
    if (line === '') continue;
    const match = FIELD.exec(line);
    if (match === null) return null;
    fields.push([(match[1] as string).toLowerCase(), (match[2] as string).trimEnd()]);
  }
  return fields;
}

function valuesOf(fields: Fields, name: string): string[] {
  return fields.filter(([other]) => other === name).map(([, value]) => value);
}

function tokensOf(fields: Fields, name: string): string[] {
  return valuesOf(fields, name)
    .join(',')
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
}
