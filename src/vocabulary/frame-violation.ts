/**
 * What the header of a frame can do wrong, whatever came before it: the rows of the table of violations that
 * a single frame needs, so that a bundle of `decodeFrame` holds no others.
 */

import { MESSAGE_TOO_BIG, PROTOCOL_ERROR } from './close-code.js';
import type { NamedRow, Row } from './violation-row.js';

export const frameViolations = {
  'reserved-bit-set': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.2',
    message: 'a reserved bit is set and no extension gives it a meaning on this frame',
  },
  'reserved-opcode': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.2',
    message: 'the opcode is reserved',
  },
  'control-frame-fragmented': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.5',
    message: 'a control frame must not be fragmented',
  },
  'control-frame-too-long': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.5',
    message: 'a control frame carries at most 125 bytes',
  },
  'mask-missing': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.1',
    message: 'a client must mask every frame that it sends',
  },
  'mask-unexpected': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.1',
    message: 'a server must not mask the frames that it sends',
  },
  'length-not-minimal': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.2',
    message: 'the payload length must use the shortest form that holds it',
  },
  'length-sign-bit-set': {
    closeCode: PROTOCOL_ERROR,
    section: 'RFC 6455 §5.2',
    message: 'the most significant bit of a 64-bit payload length must be 0',
  },
  'payload-too-big': {
    closeCode: MESSAGE_TOO_BIG,
    section: 'RFC 6455 §10.4',
    message: 'the payload length is above the limit',
  },
} as const satisfies Record<string, Row>;

export type FrameViolationCode = keyof typeof frameViolations;

/** The error value of a violation that the header of a single frame shows. */
export function frameError(code: FrameViolationCode): NamedRow<FrameViolationCode> {
  return Object.freeze({ code, ...frameViolations[code] });
}
