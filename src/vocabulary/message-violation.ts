/**
 * What a stream of frames can do wrong: the rows of the table of violations about the order of frames, about
 * messages, and about the bodies of Close frames.
 */

import {
  INVALID_PAYLOAD,
  MESSAGE_TOO_BIG,
  POLICY_VIOLATION,
  PROTOCOL_ERROR,
} from './close-code.js';
import type { Row } from './violation-row.js';

export const messageViolations = {
  'continuation-unexpected': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.4',
    message: 'a continuation frame came and no message was open',
  },
  'message-interrupted': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.4',
    message: 'a new message began before the last one had ended',
  },
  'too-many-fragments': {
    closeCode: POLICY_VIOLATION,
    section: 'RFC 6455 §10.4',
    message: 'the message has more fragments than the limit',
  },
  'message-too-big': {
    closeCode: MESSAGE_TOO_BIG,
    section: 'RFC 6455 §10.4',
    message: 'the message is longer than the limit',
  },
  'compressed-data-invalid': {
    closeCode: INVALID_PAYLOAD,
    section: 'RFC 7692 §7.2.2',
    message: 'a compressed message cannot be decompressed',
  },
  'text-not-utf8': {
    closeCode: INVALID_PAYLOAD,
    section: 'RFC 6455 §8.1',
    message: 'a text message is not valid UTF-8',
  },
  'close-payload-too-short': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.5.1',
    message: 'the body of a Close frame is empty or starts with a code of two bytes',
  },
  'close-code-invalid': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §7.4',
    message: 'the close code must not stand on the wire',
  },
  'close-reason-not-utf8': {
    closeCode: INVALID_PAYLOAD,
    section: 'RFC 6455 §5.5.1',
    message: 'the reason of a Close frame is not valid UTF-8',
  },
} as const satisfies Record<string, Row>;
