/**
 * Frames as the tester writes them, legal or not. Written apart from the package's own encoder on purpose: a mistake
 * that one makes in writing and in reading alike would otherwise cancel out.
 */

/** A frame with its bytes. */
export interface WrittenFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly fin: boolean;
  /** 0 to 7. */
  readonly rsv: number;
  /** What stands for the length: 1, 2 or 8 bytes. Null: the shortest form of the right length. */
  readonly length: Uint8Array | null;
}

/** One whole frame in fresh bytes, masked if there is a key. */
export function writeFrame(frame: WrittenFrame, key: Uint8Array | null): Uint8Array {
  const head = frameHead(frame, key);
  const bytes = new Uint8Array(head.length + frame.payload.length);
  bytes.set(head);
  bytes.set(frame.payload, head.length);
  if (key !== null) xor(bytes, head.length, key);
  return bytes;
}

/** Masks or unmasks in place, from an index on. */
export function xor(bytes: Uint8Array, from: number, key: Uint8Array): void {
  const [a = 0, b = 0, c = 0, d = 0] = key;
  const end = bytes.length - 3;
  let i = from;
  for (; i < end; i += 4) {
    bytes[i] = (bytes[i] as number) ^ a;
    bytes[i + 1] = (bytes[i + 1] as number) ^ b;
    bytes[i + 2] = (bytes[i + 2] as number) ^ c;
    bytes[i + 3] = (bytes[i + 3] as number) ^ d;
  }
  for (let j = 0; i + j < bytes.length; j++) {
    bytes[i + j] = (bytes[i + j] as number) ^ (key[j] as number);
  }
}

/** A message in full fragments without FIN and a last one with FIN that holds the rest, perhaps nothing. */
export function cutIntoFragments(message: WrittenFrame, size: number): WrittenFrame[] {
  const { opcode, payload, rsv } = message;
  const frames: WrittenFrame[] = [];
  for (let at = 0; ; at += size) {
    const piece = payload.subarray(at, at + size);
    const fin = piece.length < size;
    const first = at === 0;
    frames.push({
      opcode: first ? opcode : 0,
      payload: piece,
      fin,
      rsv: first ? rsv : 0,
      length: null,
    });
    if (fin) return frames;
  }
}

function frameHead({ opcode, payload, fin, rsv, length }: WrittenFrame, key: Uint8Array | null) {
  const mask = key === null ? 0 : 0x80;
  const field = length ?? lengthField(payload.length);
  // One byte stands for itself; two or eight follow the number that announces them.
  const announced = field.length === 1 ? [] : [mask | (field.length === 2 ? 126 : 127)];
  const [first = 0, ...others] = field;
  return [
    (fin ? 0x80 : 0) | (rsv << 4) | opcode,
    ...announced,
    field.length === 1 ? mask | (first & 0x7f) : first,
    ...others,
    ...(key ?? []),
  ];
}

/** The shortest form (RFC 6455 §5.2). */
function lengthField(length: number): Uint8Array {
  if (length < 126) return Uint8Array.of(length);
  if (length < 65_536) return Uint8Array.of(length >> 8, length & 0xff);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length));
  return bytes;
}
