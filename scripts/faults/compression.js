/**
 * permessage-deflate, and the agreement on it.
 */

/** @import { Fault } from './fault.js' */

/** @type {readonly Fault[]} */
export const compression = [
  {
    name: 'window-forgotten',
    effect: 'The window of the peer is forgotten after each compressed message.',
    file: 'extension/deflate-decoder.ts',
    from: 'else if (!this.#settings.keepsContext) inflater.release();',
    to: 'else inflater.release();',
  },
  {
    name: 'window-kept',
    effect: 'The window is kept where it was promised not to be.',
    file: 'extension/deflate-encoder.ts',
    from: 'if (last && !this.#settings.keepsContext) {',
    to: 'if (false) {',
  },
  {
    name: 'own-window-too-large',
    effect: 'A window that was restricted is not made smaller.',
    file: 'extension/permessage-deflate.ts',
    from: 'windowBits: agreed.serverMaxWindowBits ?? MAX_WINDOW_BITS',
    to: 'windowBits: MAX_WINDOW_BITS',
    also: [
      {
        file: 'extension/permessage-deflate.ts',
        from: `windowBits: typeof clientMaxWindowBits === 'number' ? clientMaxWindowBits : MAX_WINDOW_BITS`,
        to: 'windowBits: MAX_WINDOW_BITS',
      },
    ],
  },
  {
    name: 'inflated-without-limit',
    effect: 'The limit is not looked at when a message is inflated.',
    file: 'message/message-assembler.ts',
    from: 'return this.rules.bytesLeft >= 0;',
    to: 'return true;',
    also: [
      {
        file: 'extension/deflate-decoder.ts',
        from: 'const room = this.#maxMessageBytes - this.#length + 1;',
        to: 'const room = 1e9;',
      },
    ],
  },
  {
    name: 'client-window-unasked',
    effect: 'A server restricts the window of a client that has not let it.',
    file: 'extension/negotiate-deflate.ts',
    from: 'offer.clientMaxWindowBits === null ? null : smaller(offeredBits, wanted.clientMaxWindowBits)',
    to: 'smaller(offeredBits, wanted.clientMaxWindowBits) ?? 15',
  },
  {
    name: 'takeover-asked-in-vain',
    effect: 'A server ignores an offered server_no_context_takeover.',
    file: 'extension/negotiate-deflate.ts',
    from: 'serverNoContextTakeover: offer.serverNoContextTakeover ||',
    to: 'serverNoContextTakeover:',
  },
  {
    name: 'window-asked-in-vain',
    effect: 'A server ignores an offered server_max_window_bits.',
    file: 'extension/negotiate-deflate.ts',
    from: `    serverMaxWindowBits,
    clientMaxWindowBits:
`,
    to: `    serverMaxWindowBits: wanted.serverMaxWindowBits,
    clientMaxWindowBits:
`,
  },
  {
    name: 'window-without-value',
    effect: 'A client takes a client_max_window_bits without a value.',
    file: 'extension/negotiate-deflate.ts',
    from: 'if (clientMaxWindowBits === true) return false;',
    to: 'if (clientMaxWindowBits === true) return true;',
  },
  {
    name: 'window-not-offered',
    effect: 'A client does not let its window be restricted, and takes an answer that does.',
    file: 'extension/negotiate-deflate.ts',
    from: 'clientMaxWindowBits === null ? true :',
    to: 'clientMaxWindowBits === null ? null :',
    also: [
      {
        file: 'extension/negotiate-deflate.ts',
        from: 'if (offer.clientMaxWindowBits === null || clientMaxWindowBits < minWindowBits) return false;',
        to: '',
      },
      {
        file: 'extension/negotiate-deflate.ts',
        from: 'if (offer.clientMaxWindowBits !== true && clientMaxWindowBits > offer.clientMaxWindowBits) {',
        to: 'if (false) {',
      },
    ],
  },
];
