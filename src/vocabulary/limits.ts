/** By itself too: a bundle that needs this one should not hold all of them. */
export const MAX_PAYLOAD_BYTES = 16_777_216;

/**
 * Every default limit of the package, with its unit in its name and the reason for its value beside it.
 * All are inclusive: a payload of exactly `maxPayloadBytes` passes.
 */
export const defaultLimits = /* @__PURE__ */ Object.freeze({
  /**
   * Largest payload of one frame, in bytes. 16 MiB holds what applications send in one piece, and a few
   * hundred hostile peers at the limit still fit into a server's memory.
   */
  maxPayloadBytes: MAX_PAYLOAD_BYTES,
  /** Largest message, its fragments together and after decompression, in bytes: as one frame. */
  maxMessageBytes: MAX_PAYLOAD_BYTES,
  /**
   * Most frames in one message, empty ones counted. A message of 4 MiB in pieces of 64 bytes still passes;
   * beyond it a peer makes us work for headers and not for data.
   */
  maxFragments: 131_072,
  /**
   * Most automatic pongs that wait in the output. A peer that is read and answered in turn has a few under
   * way; one that sends pings and reads nothing is answered for the latest (RFC 6455 §5.5.3).
   */
  maxPendingPongs: 64,
  /** Largest HTTP head, from the first byte to the empty line, in bytes: what common servers allow. */
  maxHeadBytes: 16_384,
  /** Most header fields in one head. Browsers send about 15, proxies add a few. */
  maxHeaderCount: 128,
  /** Longest line of a head without its CRLF, in bytes: RFC 9112 §3 asks for at least 8 000. */
  maxLineBytes: 8_192,
} as const);
