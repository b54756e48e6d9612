/**
 * Frames of HTTP/3: a type, a length, and as many bytes (RFC 9114 §7.1). Apart from the streams of QUIC, which are plain bytes
 * here.
 */

export const FrameType = { Data: 0x0, Headers: 0x1, Settings: 0x4 } as const;

export interface Http3Frame {
  readonly type: number;
  readonly payload: Uint8Array;
}

/** Out of the chunks of a stream, however they are cut. */
export class Http3FrameReader {
  #bytes = new Uint8Array(0);

  push(chunk: Uint8Array): void {
    this.#bytes = Uint8Array.from([...this.#bytes, ...chunk]);
  }

  next(): Http3Frame | null {
    const type = readInteger(this.#bytes, 0);
    const length = type && readInteger(this.#bytes, type.end);
    if (!length || length.end + length.value > this.#bytes.length) return null;
    const end = length.end + length.value;
    const payload = this.#bytes.slice(length.end, end);
    this.#bytes = this.#bytes.slice(end);
    return { type: type.value, payload };
  }

  /** Bytes of a frame that is not whole yet. */
  get pendingBytes(): number {
    return this.#bytes.length;
  }
}

export function http3Frame(type: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.from([...integer(type), ...integer(payload.length), ...payload]);
}

/** The settings of a SETTINGS frame, in order. */
export function readSettings(payload: Uint8Array): [id: number, value: number][] {
  const settings: [number, number][] = [];
  let offset = 0;
  while (offset < payload.length) {
    const id = readInteger(payload, offset);
    const value = id && readInteger(payload, id.end);
    if (!value) throw new Error('a setting is cut short');
    settings.push([id.value, value.value]);
    offset = value.end;
  }
  return settings;
}

/** The first two bits tell whether 1, 2, 4 or 8 bytes make an integer (RFC 9000 §16); null if they are not all there. */
function readInteger(bytes: Uint8Array, offset: number): { value: number; end: number } | null {
  const first = bytes[offset];
  if (first === undefined) return null;
  const end = offset + 2 ** (first >> 6);
  if (end > bytes.length) return null;
  const rest = bytes.subarray(offset + 1, end);
  return { value: rest.reduce((value, byte) => value * 256 + byte, first & 63), end };
}

/** In as few bytes as it needs, of those that a page has. */
function integer(value: number): number[] {
  if (value < 64) return [value];
  if (value < 16_384) return [0x40 | (value >> 8), value & 255];
  throw new RangeError(`${value} takes more than two bytes`);
}
