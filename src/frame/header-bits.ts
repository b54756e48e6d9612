/**
 * Where things stand in the first two bytes of a frame (RFC 6455 §5.2). In a file of their own, in front of
 * everything else, because bundlers replace such constants by their values.
 */

/** Byte 0. */
export const FIN_BIT = 0x80;
export const RSV_BITS = 0x70;
export const RSV1_BIT = 0x40;
export const RSV2_BIT = 0x20;
export const RSV3_BIT = 0x10;
export const OPCODE_BITS = 0x0f;

/** Byte 1. */
export const MASK_BIT = 0x80;
export const LENGTH_BITS = 0x7f;

/** Values of the 7-bit length that announce a longer form. */
export const LENGTH_IS_16_BIT = 126;
export const LENGTH_IS_64_BIT = 127;

/** Largest payload of a control frame (RFC 6455 §5.5). */
export const MAX_CONTROL_PAYLOAD_BYTES = 125;
