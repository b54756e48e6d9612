/**
 * Frames as the fuzzer writes them, legal or not. Written apart from the package on purpose: a mistake
 * that the package makes in writing and in reading alike would otherwise cancel out.
 */

export interface WrittenFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly fin: boolean;
  readonly rsv: number;
}

/** Octet 0, the shortest form of the length, and the key if there is one. */
export function frameHead(frame: WrittenFrame, key: Uint8Array | null): number[] {
  const { length } = frame.payload;
  const mask = key === null ? 0 : 0x80;
  const head = [(frame.fin ? 0x80 : 0) | (frame.rsv << 4) | frame.opcode];
  if (length < 126) head.push(mask | length);
  else if (length < 65_536) head.push(mask | 126, length >> 8, length & 0xff);
  else head.push(mask | 127, ...bigEndian64(length));
  if (key !== null) head.push(...key);
  return head;
}

/** One whole frame in fresh octets; the payload is only read. */
export function writeFrame(frame: WrittenFrame, key: Uint8Array | null): Uint8Array {
  const head = frameHead(frame, key);
  const bytes = new Uint8Array(head.length + frame.payload.length);
  bytes.set(head);
  bytes.set(frame.payload, head.length);
  if (key !== null) xor(bytes.subarray(head.length), key);
  return bytes;
}

/** Masks or unmasks in place. */
export function xor(bytes: Uint8Array, key: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = (bytes[i] as number) ^ (key[i & 3] as number);
}

/** A message in full fragments without FIN and a last one with FIN that holds the rest, perhaps nothing. */
export function cutIntoFragments(
  opcode: number,
  payload: Uint8Array,
  size: number,
): WrittenFrame[] {
  const frames: WrittenFrame[] = [];
  let at = 0;
  do {
    const piece = payload.subarray(at, at + size);
    const fin = piece.length < size;
    frames.push({ opcode: at === 0 ? opcode : 0x0, payload: piece, fin, rsv: 0 });
    at += size;
  } while (frames.at(-1)?.fin === false);
  return frames;
}

function bigEndian64(value: number): number[] {
  const high = Math.floor(value / 2 ** 32);
  return [high, value].flatMap((word) => [
    (word >>> 24) & 0xff,
    (word >>> 16) & 0xff,
    (word >>> 8) & 0xff,
    word & 0xff,
  ]);
}
