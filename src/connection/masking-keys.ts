/**
 * Masking keys, fresh for every frame (RFC 6455 §5.3).
 */

import { defaultRandomSource, type RandomSource } from '../bytes/random.js';
import { readKey } from '../frame/mask-loops.js';

/** Keys are drawn sixteen at a time: a call of the random source costs more than a short frame. */
const BLOCK_BYTES = 64;

/** Serves all connections that bring no source of their own, so that an idle one holds no keys. */
let defaultKeys: MaskingKeys | null = null;

/**
 * Where the keys of a connection come from.
 *
 * @throws TypeError if no source is given and the runtime has no WebCrypto
 */
export function maskingKeysFrom(random: RandomSource | undefined): MaskingKeys {
  if (random !== undefined) return new MaskingKeys(random);
  const source = defaultRandomSource();
  if (defaultKeys === null || defaultKeys.random !== source) defaultKeys = new MaskingKeys(source);
  return defaultKeys;
}

export class MaskingKeys {
  readonly random: RandomSource;
  #block: Uint8Array | null = null;
  #at = BLOCK_BYTES;

  constructor(random: RandomSource) {
    this.random = random;
  }

  /** The next key as a number with its first byte lowest. */
  next(): number {
    this.#block ??= new Uint8Array(BLOCK_BYTES);
    if (this.#at === BLOCK_BYTES) {
      const result = this.random(this.#block);
      if (isThenable(result)) {
        throw new TypeError(
          'the random source is asynchronous; it must fill the array before it returns',
        );
      }
      this.#at = 0;
    }
    const key = readKey(this.#block, this.#at);
    this.#at += 4;
    return key;
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
