/**
 * Headers of frames, lengths and masks.
 */

/** @import { Fault } from './fault.js' */

/** @type {readonly Fault[]} */
export const frames = [
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
    name: 'mask-key-reused',
    effect: 'A client masks all frames with the same key.',
    file: 'frame/masking-keys.ts',
    from: `    this.#at += KEY_BYTES;
    if (this.#at === block.length) this.#block = null;
`,
    to: '',
  },
  {
    name: 'mask-key-zero',
    effect: 'A client masks with a key of zero.',
    file: 'frame/masking-keys.ts',
    from: 'const key = readKey(block, this.#at);',
    to: 'const key = 0;',
  },
  {
    name: 'reserved-bits-on-controls',
    effect: 'Control frames may carry any reserved bits.',
    file: 'frame/check-frame-header.ts',
    from: 'startsMessage(opcode) ? rules.rsvBits : 0',
    to: 'startsMessage(opcode) ? rules.rsvBits : isControlOpcode(opcode) ? RSV_BITS : 0',
  },
  {
    name: 'rsv1-on-controls',
    effect: 'A control frame may carry RSV1 where compression was agreed on.',
    file: 'frame/check-frame-header.ts',
    from: 'startsMessage(opcode) ? rules.rsvBits : 0',
    to: 'startsMessage(opcode) || isControlOpcode(opcode) ? rules.rsvBits : 0',
  },
  {
    name: 'other-bits-beside-rsv1',
    effect: 'RSV2 and RSV3 pass where compression was agreed on.',
    file: 'frame/check-frame-header.ts',
    from: 'startsMessage(opcode) ? rules.rsvBits : 0',
    to: 'startsMessage(opcode) && rules.rsvBits !== 0 ? RSV_BITS : 0',
  },
  {
    name: 'length-low-word-only',
    effect: 'The upper word of a length is lost.',
    file: 'frame/scan-frame-header.ts',
    from: 'payloadLength = high * 0x1_0000_0000 + low;',
    to: 'payloadLength = low;',
  },
  {
    name: 'length-top-bit-ignored',
    effect: 'A length with its most significant bit set is taken for a short one.',
    file: 'frame/check-frame-header.ts',
    from: `if (high >= 0x8000_0000) return 'length-sign-bit-set';`,
    to: '',
    also: [
      {
        file: 'frame/check-frame-header.ts',
        from: `if (high > 0x1f_ffff) return 'payload-too-big';`,
        to: '',
      },
      {
        file: 'frame/scan-frame-header.ts',
        from: 'payloadLength = high * 0x1_0000_0000 + low;',
        to: 'payloadLength = low;',
      },
    ],
  },
  {
    name: 'length-in-longest-form',
    effect: 'A length of 16 bits may stand in eight bytes.',
    file: 'frame/check-frame-header.ts',
    from: `if (high === 0 && low <= 0xffff) return 'length-not-minimal';`,
    to: '',
  },
  {
    name: 'length-written-too-long',
    effect: 'A length of 65 535 goes out in eight bytes.',
    file: 'frame/encode-frame-header.ts',
    from: 'payloadLength <= 0xffff ? 16 : 64',
    to: 'payloadLength < 0xffff ? 16 : 64',
  },
];
