/**
 * Faults to be put into copies of the codec, one at a time: each is a mistake that an implementation could have.
 */

/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {string} effect what is wrong with the copy, in a sentence
 * @property {string} file in src
 * @property {string} from must be there, once
 * @property {string} to
 */

/** @type {readonly Fault[]} */
export const faults = [
  {
    name: 'mask-not-enforced',
    effect: 'Frames are taken masked or not, whoever sends them.',
    file: 'frame/check-frame-header.ts',
    from: `if (rules.role === (masked ? 'client' : 'server'))`,
    to: 'if (false)',
  },
  {
    name: 'short-length-in-long-form',
    effect: 'A length below 126 may stand in two bytes.',
    file: 'frame/check-frame-header.ts',
    from: `return length < LENGTH_IS_16_BIT ? 'length-not-minimal' : null;`,
    to: 'return null;',
  },
  {
    name: 'long-control-frames',
    effect: 'Control frames may have more than 125 bytes.',
    file: 'frame/check-frame-header.ts',
    from: 'if (isControlOpcode(firstByte) && (byte & LENGTH_BITS) >= LENGTH_IS_16_BIT) {',
    to: 'if (false) {',
  },
  {
    name: 'reserved-bits-ignored',
    effect: 'Reserved bits are ignored on every frame.',
    file: 'frame/check-frame-header.ts',
    from: `if ((byte & RSV_BITS & ~admitted) !== 0) return 'reserved-bit-set';`,
    to: '',
  },
  {
    name: 'rsv1-on-continuations',
    effect: 'A continuation may carry RSV1 where compression was agreed on.',
    file: 'frame/check-frame-header.ts',
    from: 'const admitted = startsMessage(opcode) ? rules.rsvBits : 0;',
    to: 'const admitted = rules.rsvBits;',
  },
  {
    name: 'fragmented-control-frames',
    effect: 'Control frames may lack FIN.',
    file: 'frame/check-frame-header.ts',
    from: `return (byte & FIN_BIT) === 0 ? 'control-frame-fragmented' : null;`,
    to: 'return null;',
  },
  {
    name: 'interrupted-messages',
    effect: 'A message may begin before the last one has ended.',
    file: 'frame/message-rules.ts',
    from: `if (!continues && this.isOpen) return 'message-interrupted';`,
    to: '',
  },
  {
    name: 'message-limit-too-high',
    effect: 'A message may be 1024 bytes longer than its limit.',
    file: 'frame/message-rules.ts',
    from: `return payloadLength > this.bytesLeft ? 'message-too-big' : null;`,
    to: `return payloadLength > this.bytesLeft + 1024 ? 'message-too-big' : null;`,
  },
  {
    name: 'utf8-at-the-end-only',
    effect: 'A text in fragments is looked at when it is whole.',
    file: 'message/message-assembler.ts',
    from: 'if (isText && !this.#validate(bytes, start, end)) return null;',
    to: '',
  },
  {
    name: 'utf8-not-checked',
    effect: 'A text that is not UTF-8 becomes an empty one.',
    file: 'message/message-assembler.ts',
    from: `return data === null ? null : { type: 'text', data };`,
    to: `return { type: 'text', data: data ?? '' };`,
  },
  {
    name: 'surrogates-in-utf8',
    effect: 'Surrogates pass for UTF-8 until the text is whole.',
    file: 'bytes/utf8-validate.ts',
    from: 'if (byte === 0xed) return (2 << 16) | 0x809f; // above 9F a surrogate',
    to: '',
  },
  {
    name: 'close-code-unchecked',
    effect: 'Any code of a Close is taken for one that may be sent.',
    file: 'vocabulary/close-code.ts',
    from: 'if (code >= 3000) return code <= 4999;',
    to: 'if (code >= 0) return true;',
  },
  {
    name: 'pong-without-payload',
    effect: 'Pings are answered with empty pongs.',
    file: 'connection/inbound.ts',
    from: 'life.answerPing(payload, maxPendingPongs)',
    to: 'life.answerPing(payload.subarray(0, 0), maxPendingPongs)',
  },
  {
    name: 'close-unanswered',
    effect: 'A Close is taken for the end and not answered.',
    file: 'connection/transitions.ts',
    from: `{ to: 'closed', sends: 'echo', reports: 'peer-close' }`,
    to: `{ to: 'closed', reports: 'peer-close' }`,
  },
  {
    name: 'connection-kept',
    effect: 'A server waits for the client to end the connection.',
    file: 'connection/transitions.ts',
    from: `(phase === 'closed' && role === 'server')`,
    to: 'false',
  },
  {
    name: 'key-turned-wrongly',
    effect: 'The masking key is a byte off where a payload is cut at an odd place.',
    file: 'frame/mask-loops.ts',
    from: 'const bits = (steps % 4) * 8;',
    to: 'const bits = (steps % 2) * 16 + (steps & 2) * 8;',
  },
  {
    name: 'key-not-written',
    effect: 'A client masks with a key and does not write it into the header.',
    file: 'frame/encode-frame-header.ts',
    from: 'if (key !== null) writeKey(target, end - 4, key);',
    to: '',
  },
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
    name: 'loose-accept',
    effect: 'The accept is compared without regard to the case of letters.',
    file: 'handshake/parse-handshake-response.ts',
    from: 'if (accept !== computeAccept(key)) ',
    to: 'if (accept.toLowerCase() !== computeAccept(key).toLowerCase()) ',
  },
  {
    name: 'wrong-accept',
    effect: 'The accept is made from the key in small letters.',
    file: 'handshake/encode-handshake-response.ts',
    from: 'computeAccept(request.key)',
    to: 'computeAccept(request.key.toLowerCase())',
  },
  {
    name: 'key-not-required',
    effect: 'A request without a key is accepted.',
    file: 'handshake/read-handshake.ts',
    from: `if (key === null) return 'key-missing';`,
    to: `if (key === null) return { host, origin: null, key: '', protocols: [], extensions: [] };`,
  },
];
