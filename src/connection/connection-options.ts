/**
 * What a connection is made with.
 */

import type { RandomSource } from '../bytes/random.js';
import { type SimdMask, simdOption } from '../frame/mask-simd.js';
import type { UnmaskInPlace } from '../frame/unmask-in-place.js';
import type { NegotiatedExtension } from '../handshake/extension.js';
import {
  flagOption,
  requireFunction,
  requireInteger,
  requireList,
  requireRole,
} from '../vocabulary/argument.js';
import { defaultLimits } from '../vocabulary/limits.js';

export interface ConnectionOptions {
  /**
   * Which side this is, not the peer; the wrong one shows as `mask-unexpected` or `mask-missing`. A client
   * masks what it sends and a server requires it (RFC 6455 §5.1).
   */
  readonly role: 'client' | 'server';
  /**
   * What the handshake negotiated: the result of `negotiateExtensions` on a server, `response.extensions` on
   * a client.
   */
  readonly extensions?: readonly NegotiatedExtension[];
  /**
   * Fills an array with random bytes, for a client's masking keys; WebCrypto's `getRandomValues` when left
   * out. Called for several keys at a time.
   */
  readonly random?: RandomSource;
  /** Unmasks a payload in place, instead of the package's own loop. */
  readonly unmaskInPlace?: UnmaskInPlace;
  /**
   * Mask and unmask long payloads with WebAssembly SIMD. Left out: where the runtime has it; false: never; true: a
   * TypeError where it is missing.
   */
  readonly simd?: boolean;
  /** Received chunks are handed over; see `FrameDecoderOptions`. False by default. */
  readonly takeOwnership?: boolean;
  /** Give messages in parts as they arrive, instead of whole. False by default. */
  readonly streamMessages?: boolean;
  /** Answer pings. True by default, as RFC 6455 §5.5.2 demands; an application may do it itself. */
  readonly autoPong?: boolean;
  /**
   * Longest payload of a frame that is sent, in bytes; a longer message goes out in fragments. No limit by
   * default.
   */
  readonly fragmentBytes?: number;
  /** Largest payload of a received frame, in bytes; 16 777 216 unless given. Exceeded: 1009. */
  readonly maxPayloadBytes?: number;
  /** Largest received message, in bytes; 16 777 216 unless given. Exceeded: 1009. */
  readonly maxMessageBytes?: number;
  /** Most frames of a received message, empty ones counted; 131 072 unless given. Exceeded: 1008. */
  readonly maxFragments?: number;
  /** Most automatic pongs that wait in the output; 64 unless given. Beyond it the newest replaces the last. */
  readonly maxPendingPongs?: number;
}

export type ResolvedConnectionOptions = Required<
  Omit<ConnectionOptions, 'random' | 'unmaskInPlace' | 'extensions' | 'simd'>
> & { readonly unmaskInPlace: UnmaskInPlace | null; readonly simd: SimdMask | null };

/** Checks the options and fills in the defaults. */
export function resolveConnectionOptions(options: ConnectionOptions): ResolvedConnectionOptions {
  const role = requireRole(options);
  const { unmaskInPlace = null, extensions = [] } = options;
  const streamMessages = flagOption(options.streamMessages, 'streamMessages', false);
  if (unmaskInPlace !== null) requireFunction(unmaskInPlace, 'unmaskInPlace');
  if (options.random !== undefined) requireFunction(options.random, 'random');
  requireList(extensions, 'extensions');
  const limit = (name: keyof typeof defaultLimits & keyof ConnectionOptions): number => {
    const { [name]: value = defaultLimits[name] } = options;
    const mayBeInfinite = streamMessages && name !== 'maxPendingPongs';
    if (!(mayBeInfinite && value === Number.POSITIVE_INFINITY)) requireInteger(value, name);
    return value;
  };
  const { fragmentBytes = Number.POSITIVE_INFINITY } = options;
  requireFragmentBytes(fragmentBytes);
  return {
    role,
    unmaskInPlace,
    simd: simdOption(options.simd),
    streamMessages,
    takeOwnership: flagOption(options.takeOwnership, 'takeOwnership', false),
    autoPong: flagOption(options.autoPong, 'autoPong', true),
    fragmentBytes,
    maxPayloadBytes: limit('maxPayloadBytes'),
    maxMessageBytes: limit('maxMessageBytes'),
    maxFragments: limit('maxFragments'),
    maxPendingPongs: limit('maxPendingPongs'),
  };
}

/** Throws a RangeError unless the value is a positive integer or Infinity. */
export function requireFragmentBytes(value: number): void {
  if (value !== Number.POSITIVE_INFINITY) requireInteger(value, 'fragmentBytes', 1);
}

/** Throws a TypeError unless the value is a boolean or left out. */
export function requireCompress(value: boolean | undefined): void {
  flagOption(value, 'compress', true);
}
