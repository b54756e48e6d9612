/**
 * The three reserved bits as one number from 0 to 7, read as the bits stand on the wire: RSV1 is the
 * most significant.
 *
 * @see RFC 6455 §5.2, §9.2
 */
export const Rsv = /* @__PURE__ */ Object.freeze({
  Rsv1: 0b100,
  Rsv2: 0b010,
  Rsv3: 0b001,
} as const);
