/**
 * Messages, their limits, text, and what comes between their fragments.
 */

/** @import { Fault } from './fault.js' */

/** @type {readonly Fault[]} */
export const messages = [
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
    name: 'pong-without-payload',
    effect: 'Pings are answered with empty pongs.',
    file: 'connection/inbound.ts',
    from: 'life.answerPing(payload, maxPendingPongs)',
    to: 'life.answerPing(payload.subarray(0, 0), maxPendingPongs)',
  },
  {
    name: 'limit-of-frames-only',
    effect: 'The bytes of fragments are not added up.',
    file: 'message/message-assembler.ts',
    from: 'if (!isTransformed) rules.bytesLeft -= payloadLength;',
    to: '',
  },
  {
    name: 'limit-itself-refused',
    effect: 'A message of exactly the limit is refused.',
    file: 'frame/message-rules.ts',
    from: 'payloadLength > this.bytesLeft ?',
    to: 'payloadLength >= this.bytesLeft ?',
  },
  {
    name: 'limit-reset-by-control',
    effect: 'A control frame gives a message its limit once more.',
    file: 'connection/inbound.ts',
    from: 'const payload = this.#reader.takePayload();',
    to: 'const payload = this.#reader.takePayload(); this.#messages.rules.bytesLeft = this.#options.maxMessageBytes;',
  },
  {
    name: 'fragments-unlimited',
    effect: 'Fragments are not counted.',
    file: 'message/message-assembler.ts',
    from: 'rules.fragmentsLeft--;',
    to: '',
  },
  {
    name: 'fragments-reset-by-control',
    effect: 'A control frame begins the count of fragments anew.',
    file: 'connection/inbound.ts',
    from: 'const payload = this.#reader.takePayload();',
    to: 'const payload = this.#reader.takePayload(); this.#messages.rules.fragmentsLeft = this.#options.maxFragments;',
  },
  {
    name: 'utf8-reset-by-control',
    effect: 'A control frame in the middle of a character makes its rest the beginning of another.',
    file: 'connection/inbound.ts',
    from: 'const payload = this.#reader.takePayload();',
    to: 'const payload = this.#reader.takePayload(); this.#messages.resetText();',
    also: [
      {
        file: 'message/message-assembler.ts',
        from: '  /** Forgets the message in progress. */',
        to: `  resetText() { this.#utf8State = UTF8_BOUNDARY; }
  /** Forgets the message in progress. */`,
      },
    ],
  },
  {
    name: 'utf8-unchecked-after-control',
    effect: 'A text is not checked any more behind a control frame, and is empty then.',
    file: 'connection/inbound.ts',
    from: 'const payload = this.#reader.takePayload();',
    to: 'const payload = this.#reader.takePayload(); this.#messages.isUnchecked = true;',
    also: [
      {
        file: 'message/message-assembler.ts',
        from: 'if (isText && !this.#validate(bytes, start, end)) return null;',
        to: 'if (isText && !this.isUnchecked && !this.#validate(bytes, start, end)) return null;',
      },
      {
        file: 'message/message-assembler.ts',
        from: 'this.isTextValid = message !== null;',
        to: `if (this.isUnchecked) message ??= { type: 'text', data: '' };
    this.isTextValid = message !== null;`,
      },
    ],
  },
  {
    name: 'utf8-unchecked-if-compressed',
    effect: 'A compressed text that is not UTF-8 becomes an empty one.',
    file: 'message/message-assembler.ts',
    from: '      : this.#whole(bytes, isLast, 0, bytes.length, true);',
    to: `      : this.#whole(bytes, isLast, 0, bytes.length, true) ?? (isLast ? { type: 'text', data: '' } : null);
    this.isTextValid = true;`,
  },
  {
    name: 'bom-dropped',
    effect:
      'A byte order mark at the beginning of a text is taken away by the decoder of the runtime.',
    file: 'bytes/native-decoder.ts',
    from: 'ignoreBOM: true }',
    to: 'ignoreBOM: false }',
  },
  {
    name: 'bom-dropped-if-short',
    effect: 'A byte order mark at the beginning of a short text is taken away.',
    file: 'bytes/utf8-decode.ts',
    from: `  let text = '';
`,
    to: `  let text = '';
  if (end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
`,
  },
  {
    name: 'bom-dropped-if-fragmented',
    effect: 'A byte order mark at the beginning of a text in fragments is taken away.',
    file: 'message/message-assembler.ts',
    from: 'this.#judge(wholeMessage(Opcode.Text, data, 0, data.length))',
    to: 'this.#judge(wholeMessage(Opcode.Text, data, data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? 3 : 0, data.length))',
  },
  {
    name: 'pong-cut',
    effect: 'Pongs are a byte shorter than the longest ping.',
    file: 'connection/inbound.ts',
    from: 'life.answerPing(payload, maxPendingPongs)',
    to: 'life.answerPing(payload.subarray(0, 124), maxPendingPongs)',
  },
  {
    name: 'pongs-answered',
    effect: 'Pongs are answered too.',
    file: 'connection/inbound.ts',
    from: `if (opcode === Opcode.Pong) return { type: 'pong', payload };`,
    to: `if (opcode === Opcode.Pong) {
      life.answerPing(payload, 64);
      return { type: 'pong', payload };
    }`,
  },
  {
    name: 'newest-pong-only',
    effect: 'Of pings that come together only the last is answered.',
    file: 'connection/inbound.ts',
    from: 'life.answerPing(payload, maxPendingPongs)',
    to: 'life.answerPing(payload, 1)',
  },
  {
    name: 'no-pong-inside-message',
    effect: 'A ping between fragments is not answered.',
    file: 'connection/inbound.ts',
    from: 'if (autoPong) life',
    to: 'if (autoPong && !this.#messages.rules.isOpen) life',
  },
];
