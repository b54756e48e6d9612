/**
 * From bytes as data to bytes.
 */

import type { ByteData } from './case-data.js';
import { SeededBytes } from './seeded-bytes.js';

/** What some forms of bytes depend on. */
export interface ByteContext {
  /** The round that the case is in, from 0. */
  readonly round: number;
  /** The accept for the subject's key; null where there is none. */
  readonly accept: string | null;
  /** What is walked over, so that it is made once. */
  readonly circles?: Map<ByteData, Uint8Array>;
}

/** For data that stand for themselves. */
const PLAIN: ByteContext = { round: 0, accept: null };

/**
 * Makes the bytes that data describe.
 *
 * @returns fresh bytes
 * @throws TypeError if the data have none of the forms of `ByteData`, or need what the context does not have
 */
export function bytesOf(data: ByteData, context: ByteContext = PLAIN): Uint8Array {
  if (typeof data === 'string') return fromHex(data);
  if (Array.isArray(data)) return join(data.map((part) => bytesOf(part, context)));
  const form = data as Exclude<ByteData, string | readonly ByteData[]>;
  if ('utf8' in form) return encodeUtf8(form.utf8);
  if ('repeat' in form) {
    const unit = bytesOf(form.repeat, context);
    return around(unit, 0, 'times' in form ? unit.length * form.times : form.length);
  }
  if ('random' in form) {
    const from = form.from === undefined ? null : bytesOf(form.from, context);
    return new SeededBytes(form.random).take(form.length, from);
  }
  if ('walk' in form) {
    const { circles } = context;
    const circle = circles?.get(form.walk) ?? bytesOf(form.walk, context);
    circles?.set(form.walk, circle);
    return around(circle, context.round * form.length, form.length);
  }
  if ('accept' in form) return encodeUtf8(acceptOf(form.accept, context));
  if ('data' in form) throw new TypeError(`${form.data} is a name: casesOf(file) puts its data in`);
  throw new TypeError(`${JSON.stringify(data)} does not describe bytes`);
}

/** One behind the other; a single one is returned as it is. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return only;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function toHex(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0');
  return digits;
}

/** `length` bytes of what repeats for ever. */
function around(unit: Uint8Array, from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  if (length === 0) return bytes;
  if (unit.length === 0) throw new TypeError(`nothing cannot be repeated to ${length} bytes`);
  const start = from % unit.length;
  const first = unit.subarray(start, start + length);
  bytes.set(first);
  const second = unit.subarray(0, Math.min(start, length - first.length));
  bytes.set(second, first.length);
  // The circle is there once; then what is there is doubled, as far as there is room.
  for (let filled = unit.length; filled < length; filled *= 2) bytes.copyWithin(filled, 0, filled);
  return bytes;
}

function acceptOf(which: 'right' | 'other-case', { accept }: ByteContext): string {
  if (accept === null) throw new TypeError('only the answer to a client has an accept');
  if (which === 'right') return accept;
  return [...accept].map((c) => (c < 'a' ? c.toLowerCase() : c.toUpperCase())).join('');
}

function fromHex(text: string): Uint8Array {
  const digits = text.replaceAll(' ', '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) {
    throw new TypeError(`${JSON.stringify(text)} is not bytes in hexadecimal`);
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

/** The characters of the same numbers. */
export function toLatin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Apart from the package's own encoder, which is what may be under test. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), low6(point));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), low6(point >> 6), low6(point));
    else bytes.push(0xf0 | (point >> 18), low6(point >> 12), low6(point >> 6), low6(point));
  }
  return Uint8Array.from(bytes);
}

function low6(bits: number): number {
  return 0x80 | (bits & 0x3f);
}
