/**
 * The six opcodes that RFC 6455 assigns; the other ten are reserved.
 *
 * @see RFC 6455 §5.2, §11.8
 */
export const Opcode = /* @__PURE__ */ Object.freeze({
  Continuation: 0x0,
  Text: 0x1,
  Binary: 0x2,
  Close: 0x8,
  Ping: 0x9,
  Pong: 0xa,
} as const);

/** One of the six opcodes, as a number. */
export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/** Whether a number from 0 to 15 is an opcode that RFC 6455 assigns. */
export function isAssignedOpcode(opcode: number): opcode is Opcode {
  // One bit for each opcode, so that membership is a shift and not a list of comparisons.
  return ((0b0000_0111_0000_0111 >>> opcode) & 1) === 1;
}

/** Whether an opcode from 0 to 15 is Text or Binary, with which a message starts. */
export function startsMessage(opcode: number): boolean {
  return ((0b0000_0000_0000_0110 >>> opcode) & 1) === 1;
}

/**
 * Whether an opcode from 0 to 15 belongs to a control frame: its most significant bit is set. The first byte of
 * a frame, of which the opcode is the lower half, does as well.
 *
 * @see RFC 6455 §5.5
 */
export function isControlOpcode(opcode: number): boolean {
  return (opcode & 0x8) !== 0;
}
