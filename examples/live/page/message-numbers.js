/**
 * Which frames make up which message (RFC 6455 §5.4): data frames of one side up to the one with FIN, with
 * control frames and the other side's frames anywhere between them.
 */

import { Opcode } from 'websocket-codec';

/**
 * @import { FrameHeader } from 'websocket-codec'
 * @import { Sender } from './trace-events.js'
 */

/**
 * @typedef {object} Place where a data frame stands
 * @property {number} message counted over both sides
 * @property {number} fragment counted from 1
 * @property {boolean} isLast
 * @property {Opcode} opcode of the message: Text or Binary, unless there was nothing to continue
 */

/**
 * How a row stands to the message that a side has begun: it begins it, goes on with it, ends it, or comes
 * in between.
 *
 * @typedef {'first' | 'middle' | 'last' | 'between'} Thread
 */

export class MessageNumbers {
  #count = 0;
  /** The last frame of each message that is not complete. @type {Map<Sender, Place>} */
  #open = new Map();

  /**
   * @param {Sender} sender
   * @param {FrameHeader} header
   * @returns {Place | null} null for a control frame
   */
  place(sender, { opcode, fin }) {
    if (opcode >= Opcode.Close) return null;
    const before = this.#open.get(sender);
    if (before === undefined) this.#count += 1;
    const place = {
      message: before?.message ?? this.#count,
      fragment: (before?.fragment ?? 0) + 1,
      isLast: fin,
      opcode: before?.opcode ?? opcode,
    };
    if (fin) this.#open.delete(sender);
    else this.#open.set(sender, place);
    return place;
  }

  /** Frames are missing, so what has begun may have ended. */
  forget() {
    this.#open.clear();
  }

  /**
   * The threads of a row, by the sides whose messages they belong to.
   *
   * @param {Sender} [sender] of the frame that the row shows
   * @param {Place | null} [place] of that frame
   * @returns {[Sender, Thread][]}
   */
  threads(sender, place = null) {
    /** @type {[Sender, Thread][]} */
    const threads = [];
    for (const side of /** @type {const} */ (['client', 'server'])) {
      const thread = side === sender && place !== null ? threadAt(place) : null;
      if (thread !== null) threads.push([side, thread]);
      else if (this.#open.has(side)) threads.push([side, 'between']);
    }
    return threads;
  }
}

/**
 * @param {Place} place
 * @returns {Thread | null} null for a message of one frame
 */
function threadAt({ fragment, isLast }) {
  if (isLast) return fragment > 1 ? 'last' : null;
  return fragment === 1 ? 'first' : 'middle';
}

/** @param {Place} place */
export function placeWords({ message, fragment, isLast }) {
  if (fragment === 1 && isLast) return `message ${message}`;
  return `fragment ${fragment} of message ${message}${isLast ? ', the last' : ''}`;
}
