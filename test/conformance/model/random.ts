/**
 * Chance that can be repeated: one number decides every masking key and every cut of a run.
 */

export type Random = () => number;

/** Uniform numbers in [0, 1) from a 32-bit seed, by a Weyl sequence and two rounds of multiply and shift. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Derives the seed of one run from the seed of all, so that a case alone repeats what it did among many. */
export function deriveSeed(seed: number, label: string): number {
  let hash = seed >>> 0;
  for (const character of label)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return hash >>> 0;
}

export function fillRandom(random: Random, target: Uint8Array): Uint8Array {
  for (let i = 0; i < target.length; i++) target[i] = Math.floor(random() * 256);
  return target;
}
