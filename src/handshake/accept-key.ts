/**
 * The two keys of the opening handshake (RFC 6455 §1.3, §4.1, §4.2.2).
 */

import { base64Length, encodeBase64, encodeDigest } from '../bytes/base64.js';
import { fillRandom, type RandomSource } from '../bytes/random.js';
import { compressSha1, extendSchedule, resetSha1, sha1 } from '../bytes/sha1.js';
import { encodeUtf8 } from '../bytes/utf8-encode.js';
import { requireString } from '../vocabulary/argument.js';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A key of 16 bytes in base64 has 24 characters: six words of a SHA-1 block. */
const KEY_LENGTH = 24;

const schedule = /* @__PURE__ */ new Int32Array(80);
const hash = /* @__PURE__ */ new Int32Array(5);
const guidWords = /* @__PURE__ */ wordsOfGuid();
const lastSchedule = /* @__PURE__ */ scheduleOfLastBlock();

/**
 * Computes `Sec-WebSocket-Accept` from the client's `Sec-WebSocket-Key`: the base64 of the SHA-1 of the
 * key and a fixed GUID.
 *
 * @param key the key as it stands in the header, without white space around it; any string is hashed
 *   (as UTF-8), because whether a key is well-formed is the handshake's question
 * @returns 28 characters of base64
 * @throws TypeError if the key is not a string
 * @example computeAccept('dGhlIHNhbXBsZSBub25jZQ==') // 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='
 * @see RFC 6455 §4.2.2
 */
export function computeAccept(key: string): string {
  requireString(key, 'key');
  if (key.length === KEY_LENGTH && loadKeyBlock(key)) {
    resetSha1(hash);
    extendSchedule(schedule);
    compressSha1(hash, schedule);
    compressSha1(hash, lastSchedule);
    return encodeDigest(hash);
  }
  return encodeBase64(sha1(encodeUtf8(key + GUID)));
}

/**
 * Makes a fresh `Sec-WebSocket-Key`: 16 random bytes in base64.
 *
 * @param random fills the Uint8Array that it is given; WebCrypto's `getRandomValues` when left out
 * @throws TypeError if no source is given and the runtime has no WebCrypto
 * @see RFC 6455 §4.1
 */
export function generateKey(random?: RandomSource): string {
  const nonce = new Uint8Array(16);
  fillRandom(nonce, random);
  return encodeBase64(nonce);
}

/** Whether a key is the base64 of 16 bytes, as RFC 6455 §4.1 asks. */
export function isValidKey(key: string): boolean {
  return key.length === KEY_LENGTH && base64Length(key) === 16;
}

/**
 * Puts key and GUID into the first block: 60 bytes, the 1 bit, and no room for the length. Returns false
 * for a key with a character above ASCII, which takes more than a byte.
 */
function loadKeyBlock(key: string): boolean {
  let seen = 0;
  for (let word = 0; word < 6; word++) {
    const a = key.charCodeAt(word * 4);
    const b = key.charCodeAt(word * 4 + 1);
    const c = key.charCodeAt(word * 4 + 2);
    const d = key.charCodeAt(word * 4 + 3);
    seen |= a | b | c | d;
    schedule[word] = (a << 24) | (b << 16) | (c << 8) | d;
  }
  for (let i = 0; i < 9; i++) schedule[6 + i] = guidWords[i] as number;
  schedule[15] = 0x80000000;
  return seen < 0x80;
}

function wordsOfGuid(): Int32Array {
  const words = new Int32Array(9);
  for (let i = 0; i < GUID.length; i++) {
    words[i >>> 2] = ((words[i >>> 2] as number) << 8) | GUID.charCodeAt(i);
  }
  return words;
}

/** The second block holds nothing but the length, 480 bits, so its schedule never changes. */
function scheduleOfLastBlock(): Int32Array {
  const words = new Int32Array(80);
  words[15] = 480;
  extendSchedule(words);
  return words;
}
