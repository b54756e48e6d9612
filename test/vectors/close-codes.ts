/**
 * Close codes and whether a Close frame may carry them (RFC 6455 §7.4 and the IANA registry behind it),
 * listed one by one or range by range, apart from the code that judges them.
 */

const carried: readonly (readonly [from: number, to: number])[] = [
  [1000, 1003],
  [1007, 1011],
  [1012, 1014],
  [3000, 3999],
  [4000, 4999],
];

/** 1004 is reserved; 1005, 1006 and 1015 are for reports only; the rest nobody has registered. */
export function mayBeOnTheWire(code: number): boolean {
  return carried.some(([from, to]) => code >= from && code <= to);
}

/** Numbers that are no close code at all. */
export const notCloseCodes: readonly number[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  -1000,
  1000.5,
  1.5,
  2999.999,
  4999.5,
  66536, // 1000 once it is cut to 16 bits
  2 ** 32 + 1000,
];
