/**
 * Header fields in the order of the wire, duplicates and spelling kept (RFC 9110 §5). A list of pairs
 * and never an object: a peer's names are strings like any other, `__proto__` included.
 */

export type HeaderList = readonly (readonly [name: string, value: string])[];

/**
 * All values of a field, in order.
 *
 * @param name compared without regard to case (RFC 9110 §5.1)
 */
export function headerValues(list: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const [candidate, value] of list) {
    // Lengths first: most fields are told apart without lower-casing a peer's string.
    if (candidate.length === wanted.length && candidate.toLowerCase() === wanted)
      values.push(value);
  }
  return values;
}

/** Freezes the pairs and returns them in a frozen list. */
export function frozenHeaders(pairs: readonly (readonly [string, string])[]): HeaderList {
  return Object.freeze(pairs.map(([name, value]) => Object.freeze([name, value] as const)));
}
