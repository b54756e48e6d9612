/**
 * Closes, their codes, and how a connection fails.
 */

/** @import { Fault } from './fault.js' */

/** @type {readonly Fault[]} */
export const closing = [
  {
    name: 'close-code-unchecked',
    effect: 'Any code of a Close is taken for one that may be sent.',
    file: 'vocabulary/close-code.ts',
    from: 'if (code >= 3000) return code <= 4999;',
    to: 'if (code >= 0) return true;',
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
    name: 'close-sent-twice',
    effect: 'A Close is answered with two.',
    file: 'connection/lifecycle.ts',
    from: 'this.#send(encodeClosePayload(code === CloseCode.NoStatusReceived ? undefined : code));',
    to: 'this.#send(encodeClosePayload(code === CloseCode.NoStatusReceived ? undefined : code)); this.#send(encodeClosePayload(1000));',
  },
  {
    name: 'close-answer-always-1000',
    effect: 'A Close is answered with 1000, whatever its code.',
    file: 'connection/lifecycle.ts',
    from: 'this.#send(encodeClosePayload(code === CloseCode.NoStatusReceived ? undefined : code));',
    to: 'this.#send(encodeClosePayload(1000));',
  },
  {
    name: 'close-answer-always-empty',
    effect: 'A Close is answered without a code.',
    file: 'connection/lifecycle.ts',
    from: 'this.#send(encodeClosePayload(code === CloseCode.NoStatusReceived ? undefined : code));',
    to: 'this.#send(encodeClosePayload());',
  },
  {
    name: 'close-1005-sent',
    effect: 'A Close without a code is answered with 1005.',
    file: 'connection/lifecycle.ts',
    from: 'this.#send(encodeClosePayload(code === CloseCode.NoStatusReceived ? undefined : code));',
    to: 'this.#send(code === 1005 ? Uint8Array.of(3, 0xed) : encodeClosePayload(code));',
  },
  {
    name: 'close-lost-behind-output',
    effect: 'A Close is not sent while other output waits.',
    file: 'connection/lifecycle.ts',
    from: '  #send(payload: Uint8Array): void {',
    to: `  #send(payload: Uint8Array): void {
    if (this.#frames.byteLength > 0) return;`,
  },
  {
    name: 'failure-lost-behind-output',
    effect: 'A connection fails without a Close while other output waits.',
    file: 'connection/lifecycle.ts',
    from: `if (this.#step('violation').sends !== 'fault') return;`,
    to: `if (this.#step('violation').sends !== 'fault' || this.#frames.byteLength > 0) return;`,
  },
  {
    name: 'failure-without-close',
    effect: 'A connection fails without a Close.',
    file: 'connection/lifecycle.ts',
    from: `if (this.#step('violation').sends !== 'fault') return;`,
    to: `this.#step('violation');
    if (message !== '') return;`,
  },
  {
    name: 'failure-without-code',
    effect: 'A connection fails with a Close without a code.',
    file: 'connection/lifecycle.ts',
    from: 'this.#send(encodeClosePayload(closeCode, message));',
    to: 'this.#send(encodeClosePayload());',
  },
  {
    name: 'failure-drops-output',
    effect: 'What waits is dropped when the connection fails.',
    file: 'connection/lifecycle.ts',
    from: `if (this.#step('violation').sends !== 'fault') return;`,
    to: `if (this.#step('violation').sends !== 'fault') return;
    this.#frames.take();`,
  },
  {
    name: 'reading-behind-close',
    effect: 'What comes behind a Close is read.',
    file: 'connection/lifecycle.ts',
    from: `return this.phase === 'open' || this.phase === 'close-sent';`,
    to: `return this.phase !== 'ended' && this.phase !== 'failed';`,
    also: [
      {
        file: 'connection/inbound.ts',
        from: `this.#stop([{ type: 'close', code, reason, wasClean: true }]);`,
        to: `this.#following = [{ type: 'close', code, reason, wasClean: true }];`,
      },
    ],
  },
  {
    name: 'close-reason-unchecked',
    effect: 'The reason of a Close need not be UTF-8.',
    file: 'frame/close-payload.ts',
    from: `if (reason === null) return invalid(protocolError('close-reason-not-utf8'));`,
    to: '',
    also: [
      {
        file: 'frame/close-payload.ts',
        from: 'complete({ code, reason }, length)',
        to: `complete({ code, reason: reason ?? '' }, length)`,
      },
    ],
  },
  {
    name: 'close-of-one-byte',
    effect: 'A Close of one byte is one without a code.',
    file: 'frame/close-payload.ts',
    from: `if (length === 1) return invalid(protocolError('close-payload-too-short'));`,
    to: `if (length === 1) return complete({ code: CloseCode.NoStatusReceived, reason: '' }, 0);`,
  },
  {
    name: 'close-1004-taken',
    effect: 'A Close may have the code 1004.',
    file: 'vocabulary/close-code.ts',
    from: 'code <= 1003) ||',
    to: 'code <= 1004) ||',
  },
  {
    name: 'close-1015-taken',
    effect: 'A Close may have the code 1015.',
    file: 'vocabulary/close-code.ts',
    from: 'code <= 1014)',
    to: 'code <= 1015)',
  },
  {
    name: 'close-2999-taken',
    effect: 'A Close may have any code from 1007 to 2999.',
    file: 'vocabulary/close-code.ts',
    from: 'code <= 1014)',
    to: 'code <= 2999)',
  },
  {
    name: 'close-1014-refused',
    effect: 'Codes that were registered after the RFC are refused.',
    file: 'vocabulary/close-code.ts',
    from: 'code <= 1014)',
    to: 'code <= 1011)',
  },
  {
    name: 'too-big-is-1002',
    effect: 'A message above its limit is called a mistake of the protocol.',
    file: 'vocabulary/close-code.ts',
    from: 'export const MESSAGE_TOO_BIG = 1009',
    to: 'export const MESSAGE_TOO_BIG = 1002',
  },
];
