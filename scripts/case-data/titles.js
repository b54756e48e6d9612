/**
 * A sentence and a section of an RFC for each case.
 */

/** @import { ConformanceCase } from '../../test/conformance/cases/notation.js' */

const FRAMES = 'RFC 6455 §5.2';
const FRAGMENTS = 'RFC 6455 §5.4';
const CONTROL = 'RFC 6455 §5.5';
const PONGS = 'RFC 6455 §5.5.3';
const UTF8 = 'RFC 6455 §8.1';
const CODES = 'RFC 6455 §7.4';
const CLOSE = 'RFC 6455 §5.5.1';
const LIMITS = 'RFC 6455 §10.4';

/**
 * By the number of a case or of what it belongs to; the longest that fits counts. `#` stands for the bytes of the
 * first payload, `%` for their digits, `$` for the bytes of a fragment, a write or a message.
 *
 * @type {Readonly<Record<string, readonly [title: string, section: string]>>}
 */
const TITLES = {
  1.1: ['A text of # bytes is echoed', FRAMES],
  '1.1.8': ['A text of # bytes that comes $ bytes at a time is echoed', FRAMES],
  1.2: ['A binary message of # bytes is echoed', FRAMES],
  '1.2.8': ['A binary message of # bytes that comes $ bytes at a time is echoed', FRAMES],
  2: ['A ping of # bytes is answered with the same', PONGS],
  2.5: ['A ping of # bytes is refused: a control frame has 125 at most', CONTROL],
  2.6: ['A ping of # bytes that comes byte by byte is answered', PONGS],
  2.7: ['A pong without payload that nobody asked for is ignored', PONGS],
  2.8: ['A pong with payload that nobody asked for is ignored', PONGS],
  2.9: ['A pong that nobody asked for is ignored, and the ping behind it answered', PONGS],
  '2.10': ['Ten pings at once are answered in their order', PONGS],
  2.11: ['Ten pings that come byte by byte are answered in their order', PONGS],
  3: ['A frame with reserved bits that no extension gave a meaning is refused', FRAMES],
  3.2: ['RSV2 on the second of two messages: the first is echoed, the ping behind not', FRAMES],
  3.3: ['RSV2 and RSV3 on the second message, frame by frame', FRAMES],
  3.4: ['RSV1 on the second message, byte by byte', FRAMES],
  3.7: ['A Close with reserved bits is refused', FRAMES],
  4.1: ['A frame with a reserved opcode for data is refused', FRAMES],
  4.2: ['A frame with a reserved opcode for control is refused', FRAMES],
  '4.1.3': [
    'A reserved opcode for data behind a message: that is echoed, the ping behind not',
    FRAMES,
  ],
  '4.1.4': ['A reserved opcode for data with payload behind a message', FRAMES],
  '4.1.5': ['A reserved opcode for data behind a message, byte by byte', FRAMES],
  '4.2.3': ['A reserved opcode for control behind a message: that is echoed, the ping not', FRAMES],
  '4.2.4': ['A reserved opcode for control with payload behind a message', FRAMES],
  '4.2.5': ['A reserved opcode for control behind a message, byte by byte', FRAMES],
  5.1: ['A ping in two fragments is refused', CONTROL],
  5.2: ['A pong in two fragments is refused', CONTROL],
  5.3: ['A text in two fragments is echoed', FRAGMENTS],
  5.4: ['A text in two fragments is echoed, frame by frame', FRAGMENTS],
  5.5: ['A text in two fragments is echoed, byte by byte', FRAGMENTS],
  5.6: ['A ping between two fragments is answered before the message', FRAGMENTS],
  5.7: ['A ping between two fragments is answered before the message, frame by frame', FRAGMENTS],
  5.8: ['A ping between two fragments is answered before the message, byte by byte', FRAGMENTS],
  5.9: ['A last continuation of nothing is refused', FRAGMENTS],
  '5.10': ['A last continuation of nothing is refused, frame by frame', FRAGMENTS],
  5.11: ['A last continuation of nothing is refused, byte by byte', FRAGMENTS],
  5.12: ['A continuation of nothing is refused', FRAGMENTS],
  5.13: ['A continuation of nothing is refused, frame by frame', FRAGMENTS],
  5.14: ['A continuation of nothing is refused, byte by byte', FRAGMENTS],
  5.15: ['A continuation of nothing behind a message in fragments, which is echoed', FRAGMENTS],
  5.16: ['Twice a continuation of nothing in front of a message in fragments', FRAGMENTS],
  5.17: ['Twice a last continuation of nothing in front of a message in fragments', FRAGMENTS],
  5.18: ['A message inside another in fragments is refused', FRAGMENTS],
  5.19: ['Five fragments with two pings and a silence between them', FRAGMENTS],
  '5.20': ['Five fragments with two pings and a silence between them, frame by frame', FRAGMENTS],
  '6.1.1': ['An empty text is echoed', UTF8],
  '6.1.2': ['An empty text in three empty fragments is echoed', FRAGMENTS],
  '6.1.3': ['A text in the middle one of three fragments is echoed', FRAGMENTS],
  '6.2.1': ['A text that has more than ASCII is echoed', UTF8],
  '6.2.2': ['A text in fragments that are cut between characters is echoed', UTF8],
  '6.2.3': ['A text in fragments of one byte is echoed', UTF8],
  '6.2.4': ['A Greek text in fragments of one byte is echoed', UTF8],
  '6.3.1': ['A text with a surrogate in its middle is refused', UTF8],
  '6.3.2': ['A text with a surrogate in its middle, in fragments of one byte, is refused', UTF8],
  '6.4.1': ['A code point that is too high ends the connection before the next fragment', UTF8],
  '6.4.2': ['A code point that is too high, cut in two, ends it before the next fragment', UTF8],
  '6.4.3': ['A code point that is too high ends the connection inside the frame', UTF8],
  '6.4.4': ['A code point that is too high, cut in two, ends it inside the frame', UTF8],
  6.5: ['The valid UTF-8 % is echoed', UTF8],
  6.6: ['The first # bytes of a Greek word end % a character', UTF8],
  6.7: ['The first code point of its length, %, is echoed', UTF8],
  6.8: ['A sequence of 5 or 6 bytes, %, is refused', UTF8],
  6.9: ['The last code point of its length, %, is echoed', UTF8],
  '6.10': ['The last sequence of its length, %, is above U+10FFFF and refused', UTF8],
  6.11: ['%, at the border of what is allowed', UTF8],
  6.12: ['Continuation bytes of nothing, %, are refused', UTF8],
  6.13: ['First bytes without those that must follow, %, are refused', UTF8],
  6.14: ['A sequence without its last byte, %, is refused', UTF8],
  6.15: ['Ten sequences without their last bytes are refused', UTF8],
  6.16: ['Bytes that UTF-8 never has, %, are refused', UTF8],
  6.17: ['The slash in too many bytes, %, is refused', UTF8],
  6.18: ['The highest code point in one byte too many, %, is refused', UTF8],
  6.19: ['U+0000 in too many bytes, %, is refused', UTF8],
  '6.20': ['A surrogate, %, is refused', UTF8],
  6.21: ['A pair of surrogates, %, is refused', UTF8],
  6.22: ['The noncharacter % is UTF-8 like others', UTF8],
  6.23: ['The special code point % is UTF-8 like others', UTF8],
  '7.1.1': ['A message is echoed, and then a Close answered', CLOSE],
  '7.1.2': ['A second Close is ignored', CLOSE],
  '7.1.3': ['A ping behind a Close is not answered', CLOSE],
  '7.1.4': ['A message behind a Close is not echoed', CLOSE],
  '7.1.5': ['A Close inside a message ends both', CLOSE],
  '7.1.6': ['A quarter of a mebibyte, a message, a Close and a ping at once', CLOSE],
  '7.3.1': ['A Close without a code is answered', CLOSE],
  '7.3.2': ['A Close with one byte is refused', CLOSE],
  '7.3.3': ['A Close with a code is answered', CLOSE],
  '7.3.4': ['A Close with a reason is answered', CLOSE],
  '7.3.5': ['A Close with the longest reason, 123 bytes, is answered', CLOSE],
  '7.3.6': ['A Close with a reason that is a byte too long is refused', CONTROL],
  '7.5.1': ['A Close whose reason is not UTF-8 is refused', CLOSE],
  7.7: ['A Close with the code @ is answered', CODES],
  7.9: ['A Close with the code @, which nobody may send, is refused', CODES],
  7.13: ['A Close with the code @, which is out of range', CODES],
  9.1: ['A text of # bytes in one frame is echoed', LIMITS],
  9.2: ['A binary message of # bytes in one frame is echoed', LIMITS],
  9.3: ['A text of # bytes in fragments of $ is echoed', LIMITS],
  '9.3.9': ['A text of # bytes in one frame is echoed', LIMITS],
  9.4: ['A binary message of # bytes in fragments of $ is echoed', LIMITS],
  '9.4.9': ['A binary message of # bytes in one frame is echoed', LIMITS],
  9.5: ['A text of # bytes that comes $ bytes at a time is echoed', LIMITS],
  9.6: ['A binary message of # bytes that comes $ bytes at a time is echoed', LIMITS],
  9.7: ['A thousand texts of # bytes, each after the echo of the last', LIMITS],
  9.8: ['A thousand binary messages of # bytes, each after the echo of the last', LIMITS],
  10: ['A text of # bytes in fragments of $ is echoed', FRAGMENTS],
  12: ['Compressed messages of & bytes of data like * are echoed', 'RFC 7692 §7.2'],
  13.1: ['Messages of & bytes, the window kept', 'RFC 7692 §7.1'],
  13.2: ['Messages of & bytes, the window not kept', 'RFC 7692 §7.1.1'],
  13.3: ['Messages of & bytes, a window of 9 bits', 'RFC 7692 §7.1.2'],
  13.4: ['Messages of & bytes, a window of 15 bits', 'RFC 7692 §7.1.2'],
  13.5: ['Messages of & bytes, a window of 9 bits that is not kept', 'RFC 7692 §7.1'],
  13.6: ['Messages of & bytes, a window of 15 bits that is not kept', 'RFC 7692 §7.1'],
  13.7: ['Messages of & bytes, with three offers to choose from', 'RFC 7692 §5.1'],
};

/**
 * @param {ConformanceCase} testCase
 * @returns {{ title: string, section: string }}
 */
export function titleOf(testCase) {
  const { id } = testCase;
  const found = prefixesOf(id)
    .map((prefix) => TITLES[prefix])
    .find((row) => row !== undefined);
  if (found === undefined) throw new Error(`case ${id} has no title`);
  const [title, section] = found;
  return { title: title.replaceAll(/[#%$@&*]/g, (mark) => wordFor(mark, testCase)), section };
}

/** @param {string} id */
function prefixesOf(id) {
  const parts = id.split('.');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
}

/**
 * @param {string} mark
 * @param {ConformanceCase} testCase
 * @returns {string}
 */
function wordFor(mark, { id, deflate, sends, ok }) {
  if (deflate !== null) {
    const fragments = deflate.fragment === 0 ? '' : ` in fragments of ${deflate.fragment}`;
    return mark === '*' ? `${deflate.data.name}${fragments}` : `${deflate.length}`;
  }
  const [step] = sends;
  const payload =
    step?.kind === 'frames'
      ? step.frames[0]?.payload
      : step?.kind === 'fragmented'
        ? step.payload
        : undefined;
  if (step === undefined || payload === undefined) throw new Error(`case ${id} has no payload`);
  const bytes = payload instanceof Uint8Array ? Buffer.from(payload) : Buffer.alloc(0);
  if (mark === '#') return String(payload.length);
  if (mark === '@') return String(bytes.readUInt16BE(0));
  if (mark === '$') return String('chop' in step ? step.chop : 'size' in step ? step.size : '');
  if (id.startsWith('6.6.')) return ok.length > 0 ? 'with' : 'inside';
  const digits = bytes.toString('hex');
  return digits.length > 24 ? `${digits.slice(0, 24)}...` : digits;
}
