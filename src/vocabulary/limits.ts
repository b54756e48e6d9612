/**
 * Every default limit of the package, with its unit in its name and the reason for its value beside it.
 * All are inclusive: a payload of exactly `maxPayloadBytes` passes.
 */
export const defaultLimits = {
  /**
   * Largest payload of one frame, in bytes. 16 MiB holds what applications send in one piece, and a few
   * hundred hostile peers at the limit still fit into a server's memory.
   */
  maxPayloadBytes: 16_777_216,
  /** Largest HTTP head, from the first byte to the empty line, in bytes: what common servers allow. */
  maxHeadBytes: 16_384,
  /** Most header fields in one head. Browsers send about 15, proxies add a few. */
  maxHeaderCount: 128,
  /** Longest line of a head without its CRLF, in bytes: RFC 9112 §3 asks for at least 8 000. */
  maxLineBytes: 8_192,
} as const;
