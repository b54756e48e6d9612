/**
 * Everything that the playground says of some bytes: a head, frames, messages, and where it ends and why. Pure:
 * the codec does the decoding, and nothing here knows of a page.
 */

import { decodeFrameHeader, Rsv } from 'websocket-codec';
import { MessageTap } from '../live/message-tap.js';
import { MessageNumbers } from '../live/page/message-numbers.js';
import { agreedDeflate, judgeFrames } from './judge-frames.js';
import { readHead } from './read-head.js';

/**
 * @import { FrameHeader } from 'websocket-codec'
 * @import { Inflated } from '../live/message-tap.js'
 * @import { Place } from '../live/page/message-numbers.js'
 * @import { Judgement, Told } from './judge-frames.js'
 * @import { ReadHead } from './read-head.js'
 */

/** @typedef {'client' | 'server'} Sender */

/**
 * @typedef {object} Terms
 * @property {'server' | 'client' | 'either'} role who reads the bytes; either: whoever fits what they begin with
 * @property {boolean} deflate whether permessage-deflate was agreed on
 * @property {number} maxPayloadBytes
 * @property {number} maxMessageBytes
 * @property {number} maxFragments
 */

/**
 * @typedef {object} Fault
 * @property {number} at the byte that shows it
 * @property {string} code
 * @property {string} message
 * @property {string} section
 * @property {string} answer what the reader does about it
 */

/**
 * @typedef {object} StreamFrame
 * @property {number} at where it begins
 * @property {number} headerBytes
 * @property {FrameHeader} header
 * @property {Uint8Array} bytes as much of it as was read
 * @property {boolean} isWhole
 * @property {Place | null} place among the messages; null for a control frame
 * @property {Inflated | null} inflated
 */

/** What is missing of a frame or a head. @typedef {{ at: number, bytes: number, isAtLeast: boolean }} Missing */

/**
 * @typedef {object} Decoded
 * @property {Sender} sender of the bytes
 * @property {ReadHead | null} head
 * @property {StreamFrame[]} frames
 * @property {number} frameCount also of those that are too many to keep
 * @property {Told[]} told what a connection tells its application, in order
 * @property {number} toldCount
 * @property {Fault | null} fault
 * @property {number | null} brokenAt where the frame begins whose header is wrong
 * @property {Missing | null} missing
 * @property {boolean} isMessageOpen whether a message has begun and not ended
 * @property {boolean} isClosed whether a Close has come
 * @property {number} end where the reading stopped; what is behind it was not looked at
 */

export const MAX_FRAMES = 200;
const LONGEST_HEADER_BYTES = 14;
/** Faults of a payload, even where that is empty and the header's last byte shows them. */
const payloadFaults = new Set(['text-not-utf8', 'compressed-data-invalid', 'message-too-big']);

/**
 * @param {Uint8Array} bytes
 * @param {Terms} terms
 * @returns {Decoded}
 */
export function decodeStream(bytes, terms) {
  const head = readHead(bytes);
  const sender = senderOf(bytes, head, terms.role);
  if (head !== null && head.status !== 'complete') return onlyHead(bytes, head);

  const start = head?.end ?? 0;
  const judgement = judgeFrames(bytes, start, sender, terms);
  const { told, toldCount, fault, isClosed, end } = judgement;
  return {
    sender,
    head,
    told,
    toldCount,
    fault,
    isClosed,
    end,
    ...walk(bytes, start, judgement, sender, terms),
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {ReadHead | null} head
 * @param {Terms['role']} role
 * @returns {Sender}
 */
function senderOf(bytes, head, role) {
  if (head !== null) return head.sender;
  if (role !== 'either') return role === 'server' ? 'client' : 'server';
  return ((bytes[1] ?? 0) & 0x80) === 0 ? 'server' : 'client';
}

/**
 * @param {Uint8Array} bytes
 * @param {ReadHead} head that has not come whole, or is wrong
 * @returns {Decoded}
 */
function onlyHead(bytes, head) {
  const { fault, sender } = head;
  return {
    sender,
    head,
    frames: [],
    frameCount: 0,
    told: [],
    toldCount: 0,
    fault,
    brokenAt: null,
    missing: fault === null ? { at: 0, bytes: 1, isAtLeast: true } : null,
    isMessageOpen: false,
    isClosed: false,
    end: fault === null ? bytes.length : fault.at + 1,
  };
}

/**
 * The frames up to where the reading stopped.
 *
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {Judgement} judgement
 * @param {Sender} sender
 * @param {Terms} terms
 */
function walk(bytes, start, { fault, end }, sender, { deflate, maxMessageBytes }) {
  const numbers = new MessageNumbers();
  const inflater = new MessageTap(deflate ? inflaterFor(sender, maxMessageBytes) : null);
  /** @type {StreamFrame[]} */
  const frames = [];
  let frameCount = 0;
  /** @type {number | null} */
  let brokenAt = null;
  /** @type {Missing | null} */
  let missing = null;
  let isMessageOpen = false;
  for (let at = start; at < end; ) {
    const result = decodeFrameHeader(bytes.subarray(at, Math.min(at + LONGEST_HEADER_BYTES, end)), {
      allowedRsv: Rsv.Rsv1,
    });
    if (result.status === 'incomplete' && fault === null) {
      missing = { at, bytes: result.bytesNeeded, isAtLeast: true };
      break;
    }
    if (result.status !== 'complete' || isOfHeader(fault, at + result.bytesRead)) {
      brokenAt = at;
      break;
    }
    const { value: header, bytesRead: headerBytes } = result;
    const frameEnd = at + headerBytes + header.payloadLength;
    const isWhole = frameEnd <= end;
    if (!isWhole && fault === null) missing = { at, bytes: frameEnd - end, isAtLeast: false };
    frameCount += 1;
    const place = numbers.place(sender, header);
    if (place !== null) isMessageOpen = !(isWhole && place.isLast);
    const frame = { at, headerBytes, header, isWhole, place };
    const read = bytes.subarray(at, Math.min(frameEnd, end));
    const inflated = inflate(inflater, header, read.subarray(headerBytes), isWhole);
    if (frames.length < MAX_FRAMES) frames.push({ ...frame, bytes: read, inflated });
    at = frameEnd;
  }
  inflater.release();
  return { frames, frameCount, brokenAt, missing, isMessageOpen };
}

/**
 * @param {Fault | null} fault
 * @param {number} headerEnd
 */
function isOfHeader(fault, headerEnd) {
  return fault !== null && fault.at < headerEnd && !payloadFaults.has(fault.code);
}

/**
 * @param {MessageTap} inflater
 * @param {FrameHeader} header
 * @param {Uint8Array} payload
 * @param {boolean} isWhole
 */
function inflate(inflater, header, payload, isWhole) {
  inflater.beginFrame(header);
  inflater.payload(header, 0, payload);
  return isWhole ? inflater.endFrame(header) : null;
}

/**
 * @param {Sender} sender
 * @param {number} maxMessageBytes
 */
function inflaterFor(sender, maxMessageBytes) {
  const role = sender === 'client' ? 'server' : 'client';
  const transform = agreedDeflate()?.createTransform?.({
    role,
    maxMessageBytes,
    streamMessages: true,
  });
  return transform?.decoder ?? null;
}
