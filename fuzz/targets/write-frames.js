/**
 * Frames for inputs, written byte by byte: right ones, as a peer would send them.
 */

/** @typedef {import('../engine/draft.js').Draft} Draft */
/** @typedef {import('../engine/random.js').Random} Random */

/**
 * Writes the header of a frame.
 *
 * @type {(draft: Draft, random: Random, firstByte: number, length: number, masked: boolean) => void}
 */
export function writeHeader(draft, random, firstByte, length, masked) {
  const mask = masked ? 0x80 : 0;
  draft.byte(firstByte);
  if (length < 126) draft.byte(mask | length);
  else if (length < 65_536) {
    draft.byte(mask | 126);
    draft.byte(length >>> 8);
    draft.byte(length);
  } else {
    draft.byte(mask | 127);
    for (let shift = 7; shift >= 0; shift--) draft.byte(Math.floor(length / 256 ** shift));
  }
  if (masked) draft.noise(random, 4);
}

/**
 * Writes a frame whose payload `write` puts into the draft; it is masked where it lies.
 *
 * @type {(draft: Draft, random: Random, firstByte: number, masked: boolean, payload: Uint8Array) => void}
 */
export function writeFrame(draft, random, firstByte, masked, payload) {
  draft.mark();
  writeHeader(draft, random, firstByte, payload.length, masked);
  const start = draft.length;
  draft.append(payload);
  if (!masked) return;
  const { bytes } = draft;
  for (let at = 0; at < payload.length; at++) bytes[start + at] ^= bytes[start - 4 + (at % 4)];
}

const scratch = new Uint8Array(1 << 17);

/** @type {(random: Random, length: number) => Uint8Array} lent until the next call */
export function somePayload(random, length) {
  const first = random.next() & 0xff;
  for (let at = 0; at < length; at++) scratch[at] = first + at * 7;
  return scratch.subarray(0, length);
}

const characters = [
  'a',
  'Z',
  ' ',
  '\u00e9',
  '\u07ff',
  '\u0800',
  '\ufeff',
  '\uffff',
  '\u{10000}',
  '\u{10ffff}',
  '€',
  '{"a":1}',
];
const encoded = characters.map((text) => Uint8Array.from(Buffer.from(text)));

/** Text of at least so many bytes of UTF-8, and few more. @type {(random: Random, length: number) => Uint8Array} */
export function someText(random, length) {
  let at = 0;
  while (at < length) {
    const bytes = random.oneIn(3) ? random.pick(encoded) : encoded[0];
    scratch.set(bytes, at);
    at += bytes.length;
  }
  return scratch.subarray(0, at);
}

const controls = [0x88, 0x89, 0x8a];
const closeCodes = [1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4999];

/** Writes a control frame. @type {(draft: Draft, random: Random, masked: boolean, firstByte?: number) => void} */
export function writeControl(draft, random, masked, firstByte = random.pick(controls)) {
  const length = random.oneIn(4) ? random.between(100, 125) : random.below(20);
  if (firstByte !== 0x88 || random.oneIn(5)) {
    const payload = somePayload(random, firstByte === 0x88 ? 0 : length);
    writeFrame(draft, random, firstByte, masked, payload);
    return;
  }
  const reason = someText(random, Math.min(length, 100)).slice();
  const payload = new Uint8Array(2 + reason.length);
  const code = random.pick(closeCodes);
  payload.set([code >> 8, code & 0xff]);
  payload.set(reason, 2);
  writeFrame(draft, random, firstByte, masked, payload);
}

/**
 * Writes a message in one frame or in several, with control frames between them.
 *
 * @type {(draft: Draft, random: Random, masked: boolean, rsv: number, length: number) => void}
 */
export function writeMessage(draft, random, masked, rsv, length) {
  const isText = random.oneIn(2);
  const payload = isText ? someText(random, length) : somePayload(random, length);
  const opcode = (isText ? 1 : 2) | (rsv << 4);
  // The scratch is used again for control frames.
  writePayload(draft, random, masked, opcode, payload.slice());
}

/**
 * Writes a payload as one message.
 *
 * @type {(draft: Draft, random: Random, masked: boolean, opcode: number, payload: Uint8Array) => void}
 */
export function writePayload(draft, random, masked, opcode, payload) {
  const pieces = random.oneIn(2) ? 1 : random.between(2, 5);
  let start = 0;
  for (let piece = 1; piece <= pieces; piece++) {
    const end = piece === pieces ? payload.length : random.between(start, payload.length);
    const first = (piece === pieces ? 0x80 : 0) | (piece > 1 ? 0 : opcode);
    writeFrame(draft, random, first, masked, payload.subarray(start, end));
    if (piece < pieces && random.oneIn(4)) {
      writeControl(draft, random, masked, random.oneIn(2) ? 0x89 : 0x8a);
    }
    start = end;
  }
}
