/**
 * The header of a frame, read strictly and apart from the package's own decoder: a mistake that the package makes in
 * writing and in reading alike would otherwise cancel out.
 */

export interface FrameHead {
  readonly rsv1: boolean;
  readonly fin: boolean;
  readonly opcode: number;
  /** Null: the payload is not masked. */
  readonly key: Uint8Array | null;
  /** How many bytes of header stand in front of the payload. */
  readonly headBytes: number;
  /** Of the payload. */
  readonly length: number;
}

/** What a frame depends on. */
export interface FrameState {
  /** A client's frames must be masked, a server's must not. */
  readonly isMasked: boolean;
  /** Whether RSV1 has a meaning. */
  readonly isCompressing: boolean;
  /** Whether a message is begun and not ended. */
  readonly isInMessage: boolean;
}

const RSV1_BIT = 0x40;
const OTHER_RSV_BITS = 0x30;

/** The header at the beginning of the bytes, or what is wrong with it, or null when it is not all there. */
export function readFrameHead(bytes: Uint8Array, state: FrameState): FrameHead | string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.byteLength < 2) return null;
  const [first, second] = [view.getUint8(0), view.getUint8(1)];
  const short = second & 0x7f;
  const masked = second >= 0x80;
  const wrong = judge(first, masked, short, state);
  if (wrong !== null) return wrong;
  const keyAt = short < 126 ? 2 : short === 126 ? 4 : 10;
  const headBytes = keyAt + (masked ? 4 : 0);
  if (view.byteLength < headBytes) return null;
  const length =
    short < 126 ? short : short === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
  if ((short === 126 && length < 126) || (short === 127 && length < 65_536)) {
    return `a length of ${length} in a longer form than needed`;
  }
  const key = masked ? bytes.slice(keyAt, headBytes) : null;
  const [fin, rsv1, opcode] = [first >= 0x80, (first & RSV1_BIT) !== 0, first & 0xf];
  return { rsv1, fin, opcode, key, headBytes, length };
}

function judge(first: number, masked: boolean, short: number, state: FrameState): string | null {
  const { isMasked, isCompressing, isInMessage } = state;
  const opcode = first & 0xf;
  const rsv1 = (first & RSV1_BIT) !== 0;
  if ((first & OTHER_RSV_BITS) !== 0 || (rsv1 && !isCompressing)) {
    return 'a reserved bit without an extension';
  }
  if (rsv1 && opcode !== 0x1 && opcode !== 0x2) {
    return 'RSV1 on a frame that does not begin a message';
  }
  if ((opcode > 0x2 && opcode < 0x8) || opcode > 0xa) return `the reserved opcode ${opcode}`;
  if (masked !== isMasked) {
    return masked ? 'a masked frame from a server' : 'an unmasked frame from a client';
  }
  if (opcode >= 0x8) {
    if (first < 0x80) return 'a fragmented control frame';
    return short > 125 ? 'a control frame of more than 125 bytes' : null;
  }
  if ((opcode === 0x0) === isInMessage) return null;
  return opcode === 0x0 ? 'a continuation of nothing' : 'a message inside a message';
}
