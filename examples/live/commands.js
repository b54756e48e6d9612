/**
 * What a page may ask the server to do on its WebSocket, since a browser's own can neither fragment nor
 * ping. It asks beside the WebSocket, so that the wire holds nothing but what is to be seen.
 */

import { isValidCloseCode } from 'websocket-codec';

/** @import { Chat, Compress } from './chat.js' */

/** @typedef {(chat: Chat) => boolean | Promise<boolean>} Command false: the connection cannot do it now */

const MAX_TEXT_CHARACTERS = 1_000;
const MAX_FRAGMENTS = 8;
/** A Close frame has 125 bytes, two of them for the code (RFC 6455 §5.5). */
const MAX_REASON_BYTES = 123;

/**
 * @param {URLSearchParams} query
 * @returns {Command | string} what is wrong with the query, if it is no command
 */
export function parseCommand(query) {
  switch (query.get('do')) {
    case 'ping':
      return (chat) => chat.ping();
    case 'send-fragments': {
      const text = query.get('text') ?? '';
      const count = wholeNumber(query.get('count'));
      if (text.length > MAX_TEXT_CHARACTERS)
        return `text has at most ${MAX_TEXT_CHARACTERS} characters`;
      if (!(count >= 2 && count <= MAX_FRAGMENTS)) return `count is from 2 to ${MAX_FRAGMENTS}`;
      return compressed(query, (chat, compress) => chat.sendFragments(text, count, compress));
    }
    case 'send-long-text':
      return compressed(query, (chat, compress) => chat.sendLongText(compress));
    case 'close': {
      const code = wholeNumber(query.get('code'));
      const reason = query.get('reason') ?? '';
      if (!isValidCloseCode(code)) return 'code is none that may be on the wire';
      if (Buffer.byteLength(reason) > MAX_REASON_BYTES) {
        return `reason has at most ${MAX_REASON_BYTES} bytes`;
      }
      return (chat) => chat.close(code, reason);
    }
    default:
      return 'do is ping, send-fragments, send-long-text or close';
  }
}

/**
 * A command that sends a message, compressed or not as the query wants it.
 *
 * @param {URLSearchParams} query
 * @param {(chat: Chat, compress: Compress) => boolean | Promise<boolean>} send
 * @returns {Command | string}
 */
function compressed(query, send) {
  switch (query.get('compress')) {
    case null:
      return (chat) => send(chat, {});
    case 'true':
      return (chat) => send(chat, { compress: true });
    case 'false':
      return (chat) => send(chat, { compress: false });
    default:
      return 'compress is true or false';
  }
}

/** @param {string | null} digits */
function wholeNumber(digits) {
  return /^\d{1,5}$/.test(digits ?? '') ? Number(digits) : Number.NaN;
}
