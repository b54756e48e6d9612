/**
 * The opening handshake as the fuzzer does it, apart from the codec: just what the suite sends and checks.
 */

import { createHash, randomBytes } from 'node:crypto';
import { faultOfAnswer } from '../../../src/testing/deflate-terms.js';
import {
  type ExtensionTerms,
  formatExtensions,
  parseExtensions,
} from '../../../src/testing/extension-field.js';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const MAX_HEAD = 65_536;

interface Head {
  readonly firstLine: string;
  /** Names in lower case. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** What came behind the head. */
  readonly rest: Uint8Array;
}

/** Collects octets until a head is complete. */
export class HeadCollector {
  #bytes = Buffer.alloc(0);

  push(chunk: Uint8Array): Head | null {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const end = this.#bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#bytes.length > MAX_HEAD) throw new Error('the head does not end');
      return null;
    }
    const [firstLine = '', ...lines] = this.#bytes
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n');
    const fields = lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    return { firstLine, fields, rest: new Uint8Array(this.#bytes.subarray(end + 4)) };
  }
}

export function newKey(): string {
  return randomBytes(16).toString('base64');
}

export function requestFor(
  path: string,
  port: number,
  key: string,
  offers: readonly ExtensionTerms[],
): string {
  return [
    `GET ${path} HTTP/1.1`,
    'User-Agent: conformance',
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Pragma: no-cache',
    'Cache-Control: no-cache',
    `Sec-WebSocket-Key: ${key}`,
    ...extensionLines(offers),
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n');
}

/** What is wrong with a server's response, or null. */
export function faultOfResponse(
  head: Head,
  key: string,
  offers: readonly ExtensionTerms[],
): string | null {
  if (!/^HTTP\/1\.1 101( |$)/.test(head.firstLine)) return `status line ${head.firstLine}`;
  const once = ['sec-websocket-accept', 'sec-websocket-extensions', 'sec-websocket-protocol'];
  const repeated = once.find((name) => valuesOf(head, name).length > 1);
  if (repeated !== undefined) return `${repeated} more than once`;
  if (valuesOf(head, 'upgrade').join().toLowerCase() !== 'websocket')
    return 'no Upgrade: websocket';
  if (!tokensOf(head, 'connection').includes('upgrade')) return 'no Connection: Upgrade';
  if (valuesOf(head, 'sec-websocket-accept')[0] !== acceptFor(key)) return 'wrong accept key';
  return faultOfAnswer(extensionsOf(head), offers);
}

/** The extensions that the other side offers or has agreed to. */
export function extensionsOf(head: Head): ExtensionTerms[] {
  return valuesOf(head, 'sec-websocket-extensions').flatMap(parseExtensions);
}

export interface Request {
  readonly target: string;
  readonly key: string;
  readonly offers: readonly ExtensionTerms[];
}

/** What matters of a client's request; throws for one that is none. */
export function readRequest(head: Head): Request {
  const [, target] = /^GET (\S+) HTTP\/1\.1$/.exec(head.firstLine) ?? [];
  const [key] = valuesOf(head, 'sec-websocket-key');
  const wellFormed =
    tokensOf(head, 'upgrade').includes('websocket') &&
    tokensOf(head, 'connection').includes('upgrade') &&
    valuesOf(head, 'sec-websocket-version').join() === '13' &&
    valuesOf(head, 'host').length === 1;
  if (target === undefined || key === undefined || !wellFormed) {
    throw new Error(`not an opening handshake: ${head.firstLine}`);
  }
  return { target, key, offers: extensionsOf(head) };
}

export function responseTo({ key }: Request, answer: readonly ExtensionTerms[]): string {
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: WebSocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptFor(key)}`,
    ...extensionLines(answer),
    '\r\n',
  ].join('\r\n');
}

function extensionLines(list: readonly ExtensionTerms[]): string[] {
  return list.length === 0 ? [] : [`Sec-WebSocket-Extensions: ${formatExtensions(list)}`];
}

function valuesOf({ fields }: Head, name: string): string[] {
  return fields.filter(([field]) => field === name).map(([, value]) => value);
}

function tokensOf(head: Head, name: string): string[] {
  return valuesOf(head, name).flatMap((value) => value.toLowerCase().split(/\s*,\s*/));
}

function acceptFor(key: string): string {
  return createHash('sha1')
    .update(key + GUID)
    .digest('base64');
}
