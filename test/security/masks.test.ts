/**
 * Masks are for one direction: a server refuses frames without one, a client frames with one.
 */

import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { decodeFrameHeader } from '../../src/frame/decode-frame-header.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import { connect, faultClose, judge, takeFrames } from '../connection/drive.js';
import { hex } from '../vectors/bits.js';
import { attack } from './attack.js';

/** "Hello", as RFC 6455 §5.7 has it. */
const cases = [
  ['server', 'mask-missing', hex('81 05 48656c6c6f')],
  ['client', 'mask-unexpected', hex('81 85 37fa213d 7f9f4d5158')],
] as const;

describe.each(cases)(`${attack('mask-not-enforced')}: a %s`, (role, code, wire) => {
  test('refuses it at the second byte, with 1002', () => {
    expect(judge(role, wire)).toStrictEqual({ code, at: 2 });
    const connection = connect(role);
    connection.receive(wire);
    expect(connection.nextEvent()).toStrictEqual({ type: 'error', error: protocolError(code) });
    expect(takeFrames(connection, role)).toStrictEqual([faultClose(code)]);
    expect(protocolError(code).closeCode).toBe(1002);
  });

  test('refuses it in every decoder', () => {
    const refusal = { status: 'invalid', error: protocolError(code) };
    expect(decodeFrame(wire, { role })).toStrictEqual(refusal);
    expect(decodeFrameHeader(wire, { role })).toStrictEqual(refusal);
    const decoder = new FrameDecoder({ role });
    decoder.push(wire);
    expect(decoder.next()).toStrictEqual(refusal);
  });
});
