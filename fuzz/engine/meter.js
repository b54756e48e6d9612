/**
 * Counts the bytes that are copied from one typed array into another, by `set`, `slice` and `copyWithin`: a cost
 * that does not depend on the machine.
 */

let copied = 0;
let isStarted = false;

/** Begins to count, for good: putting the functions back and forth would cost more than the counting. */
export function startMeter() {
  if (isStarted) return;
  isStarted = true;
  const { prototype } = Uint8Array;
  const inherited = /** @type {Uint8Array} */ (Object.getPrototypeOf(prototype));
  const { set, slice, copyWithin } = inherited;
  define(
    'set',
    function (/** @type {ArrayLike<number>} */ source, /** @type {number} */ offset = 0) {
      copied += source.length;
      return set.call(this, source, offset);
    },
  );
  define('slice', function (/** @type {number} */ start, /** @type {number} */ end) {
    const result = slice.call(this, start, end);
    copied += result.length;
    return result;
  });
  define(
    'copyWithin',
    function (/** @type {number} */ to, /** @type {number} */ start, /** @type {number} */ end) {
      copied += Math.max(0, (end ?? this.length) - start);
      return copyWithin.call(this, to, start, end);
    },
  );

  /**
   * Uint8Array gets properties of its own: those of other typed arrays stay as they are.
   *
   * @param {string} name
   * @param {(this: Uint8Array, ...args: never[]) => unknown} value
   */
  function define(name, value) {
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  }
}

/** Bytes copied since the meter was started. */
export function copiedBytes() {
  return copied;
}
