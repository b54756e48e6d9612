/**
 * A finding as small as it gets: bytes are taken away, then made plain, as long as the same law stays broken.
 */

/** Runs that the search may cost. */
const MAX_RUNS = 20_000;
const NOTHING = new Uint8Array(0);

/**
 * @param {Uint8Array} input not changed
 * @param {(input: Uint8Array) => boolean} isStillBroken
 * @param {number} [maxRuns]
 * @returns {Uint8Array} fresh bytes
 */
export function minimise(input, isStillBroken, maxRuns = MAX_RUNS) {
  /** @type {Uint8Array} */
  let best = input.slice();
  let left = maxRuns;
  const accept = (/** @type {Uint8Array} */ candidate) => {
    if (left-- <= 0 || !isStillBroken(candidate.slice())) return false;
    best = candidate;
    return true;
  };
  for (let before = -1; before !== best.length && left > 0; ) {
    before = best.length;
    for (let size = Math.max(1, best.length >> 1); size >= 1; size >>= 1) {
      for (let at = best.length - size; at >= 0; at -= size) {
        accept(joined(best.subarray(0, at), best.subarray(at + size)));
        if (at > best.length) at = best.length;
      }
    }
  }
  for (let at = 0; at < best.length; at++) {
    for (const plain of [0, best[at] >> 1, best[at] - 1]) {
      if (plain < 0 || plain >= best[at]) continue;
      const candidate = best.slice();
      candidate[at] = plain;
      if (accept(candidate)) break;
    }
  }
  return best;
}

/**
 * @param {Uint8Array} head
 * @param {Uint8Array} [tail]
 */
function joined(head, tail = NOTHING) {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}
