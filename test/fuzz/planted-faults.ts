/**
 * Faults in the sources of the codec that its functions and classes do not show from outside, so that no wrapper can
 * have them.
 */

import type { Edit } from '../../scripts/faults/fault.js';

export interface PlantedFault {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Targets that must notice, each with the oracle by which. */
  readonly foundBy: readonly (readonly [target: string, oracle: string])[];
}

const inbound = 'connection/inbound.ts';
const lifecycle = 'connection/lifecycle.ts';
const TAKE_CONTROL = 'const payload = this.#reader.takePayload();';
const ECHO =
  'this.#send(encodeClosePayload(code === CloseCode.NoStatusReceived ? undefined : code));';

/** Something done whenever a control frame was read. */
const atControl = (doing: string): Edit => ({
  file: inbound,
  from: TAKE_CONTROL,
  to: `${TAKE_CONTROL} ${doing}`,
});

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'pings are never answered',
    edits: [
      { file: inbound, from: 'if (autoPong) life.answerPing(payload, maxPendingPongs);', to: '' },
    ],
    foundBy: [
      ['connection', 'pong'],
      ['pair', 'pong'],
    ],
  },
  {
    name: 'every ping is answered with the payload of none',
    edits: [
      {
        file: inbound,
        from: 'life.answerPing(payload, maxPendingPongs);',
        to: 'life.answerPing(NOTHING, maxPendingPongs);',
      },
    ],
    foundBy: [
      ['connection', 'pong'],
      ['pair', 'pong'],
    ],
  },
  {
    name: 'a Close is never answered',
    edits: [
      {
        file: 'connection/transitions.ts',
        from: `{ to: 'closed', sends: 'echo', reports: 'peer-close' }`,
        to: `{ to: 'closed', reports: 'peer-close' }`,
      },
    ],
    foundBy: [
      ['connection', 'close-answer'],
      ['pair', 'close-once'],
    ],
  },
  {
    name: 'every Close is answered with 1000',
    edits: [{ file: lifecycle, from: ECHO, to: 'this.#send(encodeClosePayload(1000));' }],
    foundBy: [
      ['connection', 'close-answer'],
      ['pair', 'close-answer'],
    ],
  },
  {
    name: 'a Close is answered twice',
    edits: [{ file: lifecycle, from: ECHO, to: ECHO + ECHO }],
    foundBy: [
      ['connection', 'output'],
      ['pair', 'output'],
    ],
  },
  {
    name: 'a violation is answered with 1002 always',
    edits: [
      {
        file: lifecycle,
        from: 'this.#send(encodeClosePayload(closeCode, message));',
        to: 'this.#send(encodeClosePayload(Math.min(closeCode, 1002), message));',
      },
    ],
    foundBy: [['connection', 'close-answer']],
  },
  {
    name: 'text that is no UTF-8 has the close code 1002',
    edits: [
      {
        file: 'vocabulary/close-code.ts',
        from: 'INVALID_PAYLOAD = 1007',
        to: 'INVALID_PAYLOAD = 1002',
      },
    ],
    foundBy: [
      ['close', 'close-code'],
      ['connection', 'close-code'],
      ['peers-stream', 'close-code'],
    ],
  },
  {
    name: 'every masking key is zero',
    edits: [
      {
        file: 'frame/masking-keys.ts',
        from: 'const key = readKey(block, this.#at);',
        to: 'const key = 0;',
      },
    ],
    foundBy: [
      ['connection', 'masking-key'],
      ['pair', 'masking-key'],
    ],
  },
  {
    name: 'a masking key serves every frame',
    edits: [{ file: 'frame/masking-keys.ts', from: 'this.#at += KEY_BYTES;', to: '' }],
    foundBy: [
      ['connection', 'masking-key'],
      ['pair', 'masking-key'],
    ],
  },
  {
    name: 'the bytes of a message are counted anew behind a control frame',
    edits: [atControl('this.#messages.rules.bytesLeft = this.#options.maxMessageBytes;')],
    foundBy: [['connection', 'limit']],
  },
  {
    name: 'the fragments of a message are counted anew behind a control frame',
    edits: [atControl('this.#messages.rules.fragmentsLeft = this.#options.maxFragments;')],
    foundBy: [['connection', 'events']],
  },
  {
    name: 'inflated bytes have no limit',
    edits: [
      {
        file: 'message/message-assembler.ts',
        from: 'return this.rules.bytesLeft >= 0;',
        to: 'return true;',
      },
      {
        file: 'extension/deflate-decoder.ts',
        from: 'const room = this.#maxMessageBytes - this.#length + 1;',
        to: 'const room = 1e9;',
      },
    ],
    foundBy: [['connection', 'limit']],
  },
  {
    name: 'a character that a control frame comes into is forgotten',
    edits: [
      atControl('(this.#messages as any).forget();'),
      {
        file: 'message/message-assembler.ts',
        from: '  /** Forgets the message in progress. */',
        to: '  forget() { this.#utf8State = UTF8_BOUNDARY; }\n',
      },
    ],
    foundBy: [
      ['connection', 'events'],
      ['peers-stream', 'verdict'],
    ],
  },
  {
    name: 'a message that ends inside a block is given as it is',
    edits: [
      {
        file: 'extension/deflate-decoder.ts',
        from: 'this.isDone = inflater.endMessage();',
        to: 'inflater.endMessage(); this.isDone = true;',
      },
    ],
    foundBy: [['peers-stream', 'differs']],
  },
  {
    name: 'the window of the peer is forgotten with each message',
    edits: [
      {
        file: 'extension/deflate-decoder.ts',
        from: 'else if (!this.#settings.keepsContext) inflater.release();',
        to: 'else inflater.release();',
      },
    ],
    foundBy: [['peers-stream', 'differs']],
  },
];
