/**
 * Payloads as data. A long one is written down as the octets that repeat, so that sixteen megabytes are a
 * line of the table.
 */

export type Payload = Uint8Array | Repeated;

/** `unit` over and over, cut to `length` octets. */
export interface Repeated {
  readonly unit: Uint8Array;
  readonly length: number;
}

export const KiB = 1024;
export const MiB = 1_048_576;

/** Octets from hexadecimal digits; blanks are for the reader. */
export function hex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
}

export function octets(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** `unit` (text or octets) repeated and cut to `length` octets. */
export function rep(unit: string | number[], length: number): Repeated {
  return { unit: typeof unit === 'string' ? octets(unit) : Uint8Array.from(unit), length };
}

/** The octets themselves; a repeated payload gets fresh ones. */
export function materialize(payload: Payload): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  const bytes = new Uint8Array(payload.length);
  // An empty unit would never end.
  if (payload.unit.length === 0) return bytes;
  bytes.set(payload.unit.subarray(0, payload.length));
  let filled = Math.min(payload.unit.length, payload.length);
  while (filled < payload.length) {
    bytes.copyWithin(filled, 0, Math.min(filled, payload.length - filled));
    filled *= 2;
  }
  return bytes;
}
