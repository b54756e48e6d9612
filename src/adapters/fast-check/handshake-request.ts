/**
 * Opening handshakes of clients (RFC 6455 §4.1, §4.2.1).
 */

import fc from 'fast-check';
import type { HandshakeRequest } from '../../handshake/read-handshake.js';
import { extensionOffer } from './extensions.js';
import {
  fieldValue,
  type HeadField,
  headerList,
  headText,
  host,
  key,
  latin1,
  list,
  otherFields,
  path,
  type SpellingOptions,
  separators,
  spelled,
  spellingOf,
  token,
} from './head-fields.js';

/** A request that a server may accept. */
export interface ValidRequest {
  readonly bytes: Uint8Array;
  /** The same, one character a byte, to be read. */
  readonly text: string;
  /** What a parser must find in it. */
  readonly request: HandshakeRequest;
}

/** A request in parts. */
export interface RequestParts {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly fields: readonly HeadField[];
}

/**
 * Draws an opening handshake that a server must understand, with any subprotocols, extensions, origin and other
 * fields. Shrinks towards the least that a client sends.
 *
 * @throws TypeError if an option is not what it must be
 * @see RFC 6455 §4.2.1
 */
export function handshakeRequest(options: SpellingOptions = {}): fc.Arbitrary<ValidRequest> {
  return requestParts(options).map((parts) => {
    const text = requestText(parts);
    return { bytes: latin1(text), text, request: readParts(parts) };
  });
}

export function requestText({ method, target, version, fields }: RequestParts): string {
  return headText(`${method} ${target} HTTP/${version}`, fields);
}

export function requestParts(options: SpellingOptions): fc.Arbitrary<RequestParts> {
  const spelling = spellingOf(options);
  const isAny = spelling === 'any';
  const target = isAny
    ? fc.oneof({ weight: 6, arbitrary: path() }, { weight: 1, arbitrary: absoluteTarget() })
    : path();
  const connection = isAny
    ? fc.constantFrom('Upgrade', 'upgrade', 'UPGRADE', 'keep-alive, Upgrade', 'Upgrade,close')
    : fc.constant('Upgrade');
  const upgrade = isAny
    ? fc.constantFrom('websocket', 'WebSocket', 'WEBSOCKET', 'h2c, websocket', 'HTTP/2.0,websocket')
    : fc.constant('websocket');
  return fc
    .tuple(
      target,
      fc.tuple(host(), upgrade, connection, key()),
      fc.option(fieldValue('usual'), { nil: null }),
      protocolFields(spelling),
      extensionFields(spelling),
      otherFields(spelling),
      spelled(spelling),
    )
    .map(([at, [name, to, how, nonce], origin, protocols, extensions, others, spell]) => ({
      method: 'GET',
      target: at,
      version: '1.1',
      fields: spell([
        { name: 'Host', value: name },
        { name: 'Upgrade', value: to },
        { name: 'Connection', value: how },
        { name: 'Sec-WebSocket-Key', value: nonce },
        { name: 'Sec-WebSocket-Version', value: '13' },
        ...(origin === null ? [] : [{ name: 'Origin', value: origin }]),
        ...protocols,
        ...extensions,
        ...others,
      ]),
    }));
}

/** What the parts say; they must be right. */
function readParts({ method, target, version, fields }: RequestParts): HandshakeRequest {
  const value = (name: string) =>
    fields.find((field) => field.name.toLowerCase() === name)?.value ?? null;
  const authority = /^[a-z]+:\/\/([^/?]*)/i.exec(target)?.[1];
  return {
    method,
    target,
    version,
    headers: headerList(fields),
    host: authority ?? value('host') ?? '',
    origin: value('origin'),
    key: value('sec-websocket-key') ?? '',
    protocols: fields.flatMap(({ protocols = [] }) => protocols),
    extensions: fields.flatMap(({ extensions = [] }) => extensions),
  };
}

/** The authority of an absolute target takes the place of the Host field (RFC 9112 §3.2.2). */
function absoluteTarget(): fc.Arbitrary<string> {
  const scheme = fc.constantFrom('http', 'https', 'ws', 'wss', 'WS', 'Http');
  return fc.tuple(scheme, host(), path()).map(([of, at, rest]) => `${of}://${at}${rest}`);
}

/** Subprotocols in one field or several, each of them once. */
function protocolFields(spelling: 'usual' | 'any'): fc.Arbitrary<HeadField[]> {
  const lines = spelling === 'any' ? 3 : 1;
  return fc
    .tuple(
      fc.uniqueArray(token(), { maxLength: 4 }),
      separators(spelling),
      fc.integer({ min: 1, max: lines }),
    )
    .map(([names, between, count]) =>
      inLines(names, count).map((some) => ({
        name: 'Sec-WebSocket-Protocol',
        value: list(some, between),
        protocols: some,
      })),
    );
}

/** Offers in one field or several, of one name more than once too. */
function extensionFields(spelling: 'usual' | 'any'): fc.Arbitrary<HeadField[]> {
  const lines = spelling === 'any' ? 3 : 1;
  return fc
    .tuple(
      fc.array(extensionOffer({ spelling }), { maxLength: 3 }),
      separators(spelling),
      fc.integer({ min: 1, max: lines }),
    )
    .map(([offers, between, count]) =>
      inLines(offers, count).map((some) => ({
        name: 'Sec-WebSocket-Extensions',
        value: list(
          some.map(({ text }) => text),
          between,
        ),
        extensions: some.map(({ offer }) => offer),
      })),
    );
}

/** So many runs of the elements at most, none of them empty. */
function inLines<T>(elements: readonly T[], count: number): T[][] {
  const size = Math.ceil(elements.length / count);
  const lines: T[][] = [];
  for (let at = 0; at < elements.length; at += size) lines.push(elements.slice(at, at + size));
  return lines;
}
