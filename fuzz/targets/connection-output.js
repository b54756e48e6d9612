/**
 * What a connection has written, read as its peer would.
 */

import { check } from '../engine/finding.js';
import { OWN_PONG } from './operate.js';

/** @typedef {import('../codec.js').Codec} Codec */

/**
 * @param {Codec} codec
 * @param {import('./connection-program.js').Program} program
 * @param {{ transcript: import('../references/transcript.js').Transcript, output: Uint8Array }} outcome
 */
export function checkOutput(codec, { options, deflate }, { transcript, output }) {
  const decoder = new codec.FrameDecoder({
    role: options.role === 'client' ? 'server' : 'client',
    allowedRsv: deflate === null ? 0 : codec.Rsv.Rsv1,
  });
  decoder.push(output);
  const { pings, error } = transcript;
  let closes = 0;
  let isOpen = false;
  let pongAt = 0;
  /** @type {Uint8Array | null} */
  let closePayload = null;
  let result = decoder.next();
  for (; result.status === 'complete'; result = decoder.next()) {
    const { opcode, fin, payload } = result.value;
    // Pings are answered until the peer's Close arrives (RFC 6455 §5.5.2).
    const mayFollow = closes === 0 || opcode === codec.Opcode.Pong;
    check(mayFollow, 'output', 'a frame stands behind the Close');
    if (opcode === codec.Opcode.Close) {
      closes++;
      closePayload = payload;
      check(codec.decodeClosePayload(payload).status === 'complete', 'output', 'a wrong Close');
    } else if (opcode === codec.Opcode.Pong) {
      const text = Buffer.from(payload).toString('latin1');
      if (text === OWN_PONG) continue;
      // Every pong answers a ping, in their order.
      while (pongAt < pings.length && pings[pongAt] !== text) pongAt++;
      check(pongAt++ < pings.length, 'output', 'a pong that nobody asked for');
    } else if (opcode < 8) {
      check((opcode === 0) === isOpen, 'output', 'messages are not kept apart');
      isOpen = !fin;
    }
  }
  check(result.status === 'incomplete' && result.bytesNeeded === 2, 'output', 'no whole frames');
  if (error !== null && closes === 1 && closePayload !== null) {
    const code = closePayload.length < 2 ? 1005 : closePayload[0] * 256 + closePayload[1];
    // A Close of the application may have gone out before.
    const isOwn = code === 1005 || code >= 4000;
    check(
      isOwn || code === error.closeCode,
      'output',
      'the Close says another code than the error',
    );
  }
  if (error !== null) check(closes === 1, 'output', 'a failed connection says nothing');
}
