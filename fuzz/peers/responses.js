/**
 * Other implementations as clients that judge the answer to their opening handshake.
 */

import { Thread } from './thread.js';

/**
 * @typedef {object} Answered
 * @property {boolean} isAccepted
 * @property {string} protocol the chosen subprotocol, or nothing
 * @property {boolean} isCompressed whether permessage-deflate is agreed on
 */
/** @typedef {{ name: string, head: Uint8Array, protocols: readonly string[] }} Question */
/** @typedef {{ name: string, offersDeflate: boolean, judge: (head: Uint8Array, protocols: readonly string[]) => Answered }} Client */

/** @type {Thread<Question, Answered>} */
const thread = new Thread(new URL('answering-thread.js', import.meta.url));

/** @type {(name: string, offersDeflate: boolean) => Client} */
const client = (name, offersDeflate) => ({
  name,
  offersDeflate,
  judge: (head, protocols) => thread.ask({ name, head, protocols }),
});

/** The driver has permessage-deflate from a package that is not used here. @type {readonly Client[]} */
export const clients = [
  client('ws', true),
  client('websocket-driver', false),
  client('undici', true),
];
