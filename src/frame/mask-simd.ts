/**
 * Masking with 128-bit instructions, by way of WebAssembly. A module of its own, so that a bundle of what
 * never masks long payloads does without it.
 */

import { viewOf } from '../bytes/piece.js';
import { flagOption } from '../vocabulary/argument.js';
import { MASK_SIMD_CODE } from './mask-simd-code.js';

/** Masks long ranges; short ones are slower this way, see `bench/mask`. */
export interface SimdMask {
  /** Masks `bytes` from `start` to `end` in place. */
  inPlace(bytes: Uint8Array, start: number, end: number, key: number): void;
  /** Copies `source` from `start` to `end` into `target` at `offset`, masked on the way. */
  copy(
    source: Uint8Array,
    start: number,
    end: number,
    target: Uint8Array,
    offset: number,
    key: number,
  ): void;
}

/** The code works on memory of its own, so payloads go through it tile by tile (measured: bench/mask). */
const TILE_BYTES = 16_384;

/**
 * Processors copy between places that are alike in their lowest twelve bits at a tenth of the speed, so a tile
 * lies half of that away from the payload, as far as that is known.
 */
const ALIAS_BYTES = 4096;
const LANE_BYTES = 16;

/** As much of the runtime's WebAssembly as is used here. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

interface MaskExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  mask(at: number, end: number, key: number): void;
}

/** Null where the runtime has no WebAssembly, refuses it, or has no SIMD. */
export const simdMask: SimdMask | null = /* @__PURE__ */ createSimdMask();

/** What an option `simd` means; left out: what there is. */
export function simdOption(value: boolean | undefined): SimdMask | null {
  if (value === undefined) return simdMask;
  const isWanted = flagOption(value, 'simd', true);
  if (isWanted && simdMask === null) {
    throw new TypeError('simd is true, but this runtime has no WebAssembly SIMD, or refuses it');
  }
  return isWanted ? simdMask : null;
}

function createSimdMask(): SimdMask | null {
  const exports = instantiate();
  if (exports === null) return null;
  const { memory, mask } = exports;
  const { buffer } = memory;
  const all = new Uint8Array(buffer);

  const copy: SimdMask['copy'] = (source, start, end, target, offset, key) => {
    for (let at = start; at < end; at += TILE_BYTES, offset += TILE_BYTES) {
      const length = Math.min(TILE_BYTES, end - at);
      const tileAt = (source.byteOffset + at + ALIAS_BYTES / 2) & (ALIAS_BYTES - 1) & -LANE_BYTES;
      all.set(viewOf(source, at, at + length), tileAt);
      mask(tileAt, tileAt + length, key);
      target.set(new Uint8Array(buffer, tileAt, length), offset);
    }
  };
  return {
    copy,
    inPlace: (bytes, start, end, key) => copy(bytes, start, end, bytes, start, key),
  };
}

/** Compiled at once: some runtimes allow it while a module is loaded and never again. */
function instantiate(): MaskExports | null {
  try {
    const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyLike };
    if (WebAssembly === undefined) return null;
    const bytes = Uint8Array.from(MASK_SIMD_CODE.match(/../g) ?? [], (pair) =>
      Number.parseInt(pair, 16),
    );
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as MaskExports;
  } catch {
    return null;
  }
}
