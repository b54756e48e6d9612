/**
 * Masking with 128-bit instructions, by way of WebAssembly. A module of its own, so that a bundle of what
 * never masks long payloads does without it.
 */

import { copyRange, viewOf } from '../bytes/piece.js';
import { flagOption } from '../vocabulary/argument.js';
import { MASK_SIMD_CODE } from './mask-simd-code.js';

/** Masks long ranges, or many frames at once; short ranges are slower this way, see `bench/mask`. */
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
  /**
   * Copies all of `source`, which is no longer than `SHORT_BYTES`, into `target` at `offset`, masked on the way. They
   * may be the same memory.
   */
  copyShort(source: Uint8Array, target: Uint8Array, offset: number, key: number): void;
  /**
   * Unmasks whole frames where they lie, the first of which begins at `start`; as many as a tile holds.
   *
   * @returns the place behind the last of them, or `start` when the first is too long or not whole
   */
  framesInPlace(bytes: Uint8Array, start: number, end: number): number;
  /**
   * Copies `head` and `chunk`, one behind the other, into `target` and unmasks the whole frames on the way; the
   * first begins with `head`, which is no longer than a tile.
   *
   * @returns the place in `target` behind the last frame that was unmasked
   */
  copyFrames(head: Uint8Array, chunk: Uint8Array, target: Uint8Array): number;
}

/** The code works on memory of its own, so payloads go through it tile by tile (measured: bench/mask). */
export const TILE_BYTES = 16_384;

/**
 * Processors copy between places that are alike in their lowest twelve bits at a tenth of the speed, so a tile
 * lies half of that away from the payload, as far as that is known.
 */
const ALIAS_BYTES = 4096;
const LANE_BYTES = 16;

/**
 * Up to so many bytes go through a place of their own, of which there is a view for every sixteenth length: to make
 * one costs as much as to mask a hundred bytes (measured: bench/mask).
 */
export const SHORT_BYTES = 4096;

/** Where that is, behind the tiles. */
const SHORT_AT = 32_768;

/** As much of the runtime's WebAssembly as is used here. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

interface MaskExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  mask(at: number, end: number, key: number): void;
  maskFrames(at: number, end: number): number;
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
  const { memory, mask, maskFrames } = exports;
  const { buffer } = memory;
  const all = new Uint8Array(buffer);
  const shorts = new Array<Uint8Array | undefined>(SHORT_BYTES / LANE_BYTES + 1).fill(undefined);
  const copy: SimdMask['copy'] = (source, start, end, target, offset, key) => {
    for (let at = start; at < end; at += TILE_BYTES, offset += TILE_BYTES) {
      const length = Math.min(TILE_BYTES, end - at);
      const tileAt = tileFor(source, at);
      all.set(viewOf(source, at, at + length), tileAt);
      mask(tileAt, tileAt + length, key);
      target.set(new Uint8Array(buffer, tileAt, length), offset);
    }
  };
  return {
    copy,
    inPlace: (bytes, start, end, key) => copy(bytes, start, end, bytes, start, key),
    copyShort(source, target, offset, key) {
      const { length } = source;
      all.set(source, SHORT_AT);
      mask(SHORT_AT, SHORT_AT + length, key);
      const lanes = Math.floor(length / LANE_BYTES);
      const whole = lanes * LANE_BYTES;
      const view = shorts[lanes] ?? new Uint8Array(buffer, SHORT_AT, whole);
      shorts[lanes] = view;
      target.set(view, offset);
      copyRange(all, SHORT_AT + whole, SHORT_AT + length, target, offset + whole);
    },
    framesInPlace(bytes, start, end) {
      const length = Math.min(TILE_BYTES, end - start);
      const tileAt = tileFor(bytes, start);
      all.set(viewOf(bytes, start, start + length), tileAt);
      const done = maskFrames(tileAt, tileAt + length) - tileAt;
      bytes.set(new Uint8Array(buffer, tileAt, done), start);
      return start + done;
    },
    copyFrames(head, chunk, target) {
      const { length } = target;
      const shift = head.length;
      for (let at = 0; ; ) {
        const end = Math.min(at + TILE_BYTES, length);
        const tileAt = tileFor(target, at);
        if (at === 0) all.set(head, tileAt);
        const from = Math.max(at, shift);
        all.set(viewOf(chunk, from - shift, end - shift), tileAt + from - at);
        const done = maskFrames(tileAt, tileAt + end - at) - tileAt;
        target.set(new Uint8Array(buffer, tileAt, end - at), at);
        at += done;
        if (end === length) return at;
        if (done === 0 || at < shift) {
          target.set(viewOf(chunk, end - shift, chunk.length), end);
          return at;
        }
      }
    },
  };
}

/** Where in the memory the tile of what lies at `at` is copied fastest. */
function tileFor(bytes: Uint8Array, at: number): number {
  return (bytes.byteOffset + at + ALIAS_BYTES / 2) & (ALIAS_BYTES - 1) & -LANE_BYTES;
}

/** Compiled at once: some runtimes allow it while a module is loaded and never again. */
function instantiate(): MaskExports | null {
  try {
    const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyLike };
    if (WebAssembly === undefined) return null;
    const pairs = MASK_SIMD_CODE.match(/../g) as readonly string[];
    const bytes = Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as MaskExports;
  } catch {
    return null;
  }
}
