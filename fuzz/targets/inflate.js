/**
 * Compressed messages: the decoder of permessage-deflate on pako and on node:zlib, in pieces and whole, with limits,
 * and what each of the two makes of what the other has compressed.
 *
 * An input: a byte of settings, one of window and limit, two for the cuts, then messages, each behind two bytes of
 * length.
 */

import { constants, inflateRawSync } from 'node:zlib';
import { cutsOf } from '../engine/cuts.js';
import { check, report } from '../engine/finding.js';
import { join, sameBytes } from '../references/bytes.js';
import { writeCompressed } from './write-deflate.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec').MessageDecoder} Decoder */
/** @typedef {import('websocket-codec').NegotiatedExtension} Agreed */
/** @typedef {{ plain: Uint8Array, fault: string }} Inflated */

const WIRE_AT = 4;
const limits = [100_000, 100_000, 1000, 10, 0];
const TAIL = Uint8Array.of(0, 0, 0xff, 0xff);

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function inflateTarget(codec) {
  const compressors = [codec.pakoCompressor(), codec.zlibCompressor()];
  /** @type {Map<number, Agreed[]>} */
  const agreements = new Map();
  const agreedOn = (/** @type {number} */ bits, /** @type {boolean} */ keepsContext) => {
    const key = bits * 2 + Number(keepsContext);
    const known =
      agreements.get(key) ??
      compressors.map((compressor) => agree(codec, compressor, bits, keepsContext));
    agreements.set(key, known);
    return known;
  };
  return {
    name: 'inflate',
    isCheap: false,
    generate: writeCompressed,
    run(input) {
      if (input.length < WIRE_AT) return 'no input';
      const keepsContext = (input[0] & 1) !== 0;
      const streamMessages = (input[0] & 2) !== 0;
      const maxMessageBytes = limits[(input[1] >> 3) % limits.length];
      const windowBits = 8 + (input[1] & 7);
      const choice = input[2] * 256 + input[3];
      const messages = split(input.subarray(WIRE_AT));
      const context = { role: /** @type {const} */ ('server'), maxMessageBytes, streamMessages };
      const [pako, zlib] = agreedOn(windowBits, keepsContext).map((agreed) =>
        transform(agreed, context),
      );
      const [wide] = agreedOn(15, keepsContext).map((agreed) => transform(agreed, context));
      const [again] = agreedOn(windowBits, keepsContext).map((agreed) =>
        transform(agreed, context),
      );
      let outcome = 'nothing';
      for (const [index, message] of messages.entries()) {
        const first = inflate(pako.decoder, message, choice, maxMessageBytes);
        const second = inflate(zlib.decoder, message, choice, maxMessageBytes);
        const unbound = inflate(wide.decoder, message, choice, maxMessageBytes);
        compareEngines(first, second, unbound, windowBits);
        compare(
          'cut',
          first,
          inflate(again.decoder, message, 0, maxMessageBytes),
          'whole and cut differ',
        );
        if (index === 0) compareWithZlib(first, message, windowBits, maxMessageBytes);
        outcome =
          first.fault === '' ? `${messages.length > 1 ? 'messages' : 'message'}` : first.fault;
        if (first.fault !== '') break;
        if (input[0] & 4) roundTrip(agreedOn(windowBits, keepsContext), first.plain);
      }
      for (const { decoder } of [pako, zlib, wide, again]) decoder.release();
      return outcome;
    },
  };
}

/** @param {Uint8Array} bytes */
function split(bytes) {
  const messages = [];
  for (let at = 0; at + 2 <= bytes.length && messages.length < 4; ) {
    const end = at + 2 + bytes[at] * 256 + bytes[at + 1];
    messages.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return messages;
}

/** @type {(codec: Codec, compressor: import('websocket-codec/deflate').Compressor, bits: number, keepsContext: boolean) => Agreed} */
function agree(codec, compressor, bits, keepsContext) {
  const extension = codec.permessageDeflate({
    compressor,
    clientMaxWindowBits: bits,
    clientNoContextTakeover: !keepsContext,
  });
  const offer = {
    name: 'permessage-deflate',
    parameters: [/** @type {const} */ (['client_max_window_bits', null])],
  };
  return codec.negotiateExtensions([offer], [extension])[0];
}

/** @type {(agreed: Agreed, context: import('websocket-codec').TransformContext) => import('websocket-codec').MessageTransform} */
function transform(agreed, context) {
  const made = agreed.createTransform?.(context);
  if (made === undefined) throw new Error('the extension transforms nothing');
  return made;
}

/** @type {(decoder: Decoder, message: Uint8Array, choice: number, maxMessageBytes: number) => Inflated} */
function inflate(decoder, message, choice, maxMessageBytes) {
  const cuts = cutsOf(message.length, choice);
  const pieces = [];
  let given = 0;
  let start = 0;
  decoder.begin();
  for (const [index, end] of cuts.entries()) {
    const chunk = message.slice(start, end);
    decoder.push(chunk, index === cuts.length - 1);
    start = end;
    for (let piece = decoder.pull(); piece !== null; piece = decoder.pull()) {
      check(piece.length > 0, 'pieces', 'an empty piece');
      given += piece.length;
      if (given > maxMessageBytes)
        report('limit', `${given} bytes given, ${maxMessageBytes} allowed`);
      pieces.push(piece);
    }
    check(
      sameBytes(chunk, message.subarray(end - chunk.length, end)),
      'input-changed',
      'a piece was changed',
    );
    if (decoder.fault !== null) {
      check(
        decoder.pull() === null && decoder.pendingBytes === 0,
        'sticky',
        'input is kept behind a fault',
      );
      return { plain: join(pieces), fault: decoder.fault };
    }
    check(decoder.pendingBytes === 0, 'pending', 'input is left though nothing comes of it');
  }
  check(decoder.isDone, 'end', 'neither the end nor a fault came');
  return { plain: join(pieces), fault: '' };
}

/** @type {(oracle: string, a: Inflated, b: Inflated, message: string) => void} */
function compare(oracle, a, b, message) {
  // Of a message that is both too long and corrupt, engines find one or the other first.
  const isBoth = a.fault !== '' && b.fault !== '' && [a.fault, b.fault].includes('message-too-big');
  if (a.fault !== b.fault && !isBoth)
    report(oracle, `${message}: ${a.fault || 'taken'}, ${b.fault || 'taken'}`);
  // What comes in front of a fault depends on where pieces end.
  if (a.fault === '') check(sameBytes(a.plain, b.plain), oracle, message);
}

/**
 * zlib finds a distance that leaves a small window later than pako, or never; then it must have taken what pako makes
 * of it with the largest window.
 *
 * @type {(pako: Inflated, zlib: Inflated, wide: Inflated, windowBits: number) => void}
 */
function compareEngines(pako, zlib, wide, windowBits) {
  const isLenient = windowBits < 15 && pako.fault === 'compressed-data-invalid';
  compare('engines', isLenient && zlib.fault === '' ? wide : pako, zlib, 'pako and zlib differ');
}

/**
 * zlib itself, which stops at a final block and lets distances pass that leave a small window.
 *
 * @type {(ours: Inflated, message: Uint8Array, windowBits: number, maxMessageBytes: number) => void}
 */
function compareWithZlib({ plain, fault }, message, windowBits, maxMessageBytes) {
  let theirs = null;
  try {
    theirs = inflateRawSync(join([message, TAIL]), {
      windowBits,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch {
    check(fault !== '', 'zlib', 'zlib refuses what was taken');
    return;
  }
  if (fault === '') {
    check(
      sameBytes(plain.subarray(0, theirs.length), theirs),
      'zlib',
      'zlib inflates something else',
    );
  } else if (fault === 'message-too-big') {
    check(plain.length <= maxMessageBytes, 'limit', 'more than allowed');
  }
}

/** Each of the two decodes what either has encoded. @type {(agreements: Agreed[], plain: Uint8Array) => void} */
function roundTrip(agreements, plain) {
  const context = { maxMessageBytes: plain.length, streamMessages: false };
  for (const sender of agreements) {
    const { encoder } = transform(sender, { ...context, role: 'client' });
    const message = encoder.encode(plain, { first: true, last: true, compress: true });
    encoder.release();
    check(message !== null, 'round-trip', 'not compressed though it was asked for');
    if (message === null) return;
    for (const receiver of agreements) {
      const { decoder } = transform(receiver, { ...context, role: 'server' });
      const back = inflate(decoder, message, 0, plain.length);
      decoder.release();
      check(
        back.fault === '' && sameBytes(back.plain, plain),
        'round-trip',
        'something else came back',
      );
    }
  }
}
