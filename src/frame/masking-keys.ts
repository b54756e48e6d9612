/**
 * Masking keys, fresh for every frame (RFC 6455 §5.3).
 */

import { defaultRandomSource, type RandomSource } from '../bytes/random.js';
import { readKey } from './mask-loops.js';

const KEY_BYTES = 4;

/** WebCrypto fills no more at once. */
const MAX_DRAW_BYTES = 65_536;

/** Keys are drawn sixteen at a time: a call of the random source costs more than a short frame. */
const BLOCK_BYTES = 64;

/** And a thousand at a time where one block serves everyone (measured: bench/frame). */
const SHARED_BLOCK_BYTES = 4096;

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
  if (defaultKeys === null || defaultKeys.random !== source) {
    defaultKeys = new MaskingKeys(source, SHARED_BLOCK_BYTES);
  }
  return defaultKeys;
}

export class MaskingKeys {
  readonly random: RandomSource;
  readonly #blockBytes: number;
  #block: Uint8Array | null = null;
  #at = 0;

  constructor(random: RandomSource, blockBytes: number = BLOCK_BYTES) {
    this.random = random;
    this.#blockBytes = blockBytes;
  }

  /**
   * Draws as many keys as the next frames will need, so that a source which throws does so before the
   * first of them is written.
   */
  reserve(count: number): void {
    if (this.#block !== null && this.#block.length - this.#at >= count * KEY_BYTES) return;
    const block = new Uint8Array(Math.max(this.#blockBytes, count * KEY_BYTES));
    for (let at = 0; at < block.length; at += MAX_DRAW_BYTES) {
      this.#fill(block.subarray(at, at + MAX_DRAW_BYTES));
    }
    this.#block = block;
    this.#at = 0;
  }

  /** The next key as a number with its first byte lowest. */
  next(): number {
    this.reserve(1);
    const block = this.#block as Uint8Array;
    const key = readKey(block, this.#at);
    this.#at += KEY_BYTES;
    if (this.#at === block.length) this.#block = null;
    return key;
  }

  /**
   * The next key, for a payload that must be as long afterwards as it was before: the random source is the caller's
   * code.
   */
  nextFor(payload: Uint8Array | string): number {
    const { length } = payload;
    const key = this.next();
    if (payload.length !== length) {
      throw new TypeError(
        `the random source has made ${payload.length} bytes of a payload of ${length}`,
      );
    }
    return key;
  }

  #fill(target: Uint8Array): void {
    if (isThenable(this.random(target))) {
      throw new TypeError(
        'the random source is asynchronous; it must fill the array before it returns',
      );
    }
    if (target.length === 0)
      throw new TypeError('the random source has transferred the array away');
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
