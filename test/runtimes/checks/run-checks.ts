/**
 * All that is checked of the package in each runtime. It stands on the language alone and on the package, which is an
 * argument, so that ESM, CommonJS and bundles run the same code.
 */

import { checkConformance, type NotCounted } from './conformance.js';
import { checkFrameVectors } from './frame-vectors.js';
import { checkHandshakeVectors } from './handshake-vectors.js';
import { checkMessageVectors } from './message-vectors.js';
import { checkProperties } from './properties.js';
import { checkStreams } from './streams.js';
import { type Subject, withRandom } from './subject.js';
import { Tally } from './tally.js';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface Report {
  readonly vectors: Counts;
  readonly properties: Counts;
  readonly conformance: Counts & Readonly<NotCounted>;
  readonly streams: Counts;
  /** A sentence for each failure, the first of each group. */
  readonly failures: readonly string[];
  /** What the runtime has, as it was when the checks ran. */
  readonly has: Readonly<Record<Feature, boolean>>;
  /** Whether the package masks with SIMD here. */
  readonly usesSimd: boolean;
  readonly extent: Subject['extent'];
}

/** What not every runtime has, by its global name. */
type Feature = 'WebAssembly' | 'TextEncoder' | 'TextDecoder' | 'crypto' | 'ReadableStream';

const MAX_SHOWN = 10;

/** Runs everything, and throws nothing for what is wrong with the package. */
export async function runChecks(given: Subject): Promise<Report> {
  const subject = { ...given, codec: withRandom(given.codec) };
  const vectors = new Tally();
  checkFrameVectors(vectors, subject);
  checkMessageVectors(vectors, subject);
  checkHandshakeVectors(vectors, subject);
  const properties = new Tally();
  checkProperties(properties, subject);
  const conformance = new Tally();
  const notCounted = checkConformance(conformance, subject);
  const streams = new Tally();
  await checkStreams(streams, subject);
  return {
    vectors: countsOf(vectors),
    properties: countsOf(properties),
    conformance: { ...countsOf(conformance), ...notCounted },
    streams: countsOf(streams),
    failures: [vectors, properties, conformance, streams].flatMap(({ failures }) =>
      failures.slice(0, MAX_SHOWN),
    ),
    has: {
      WebAssembly: has('WebAssembly'),
      TextEncoder: has('TextEncoder'),
      TextDecoder: has('TextDecoder'),
      crypto: has('crypto'),
      ReadableStream: has('ReadableStream'),
    },
    usesSimd: usesSimd(subject),
    extent: subject.extent,
  };
}

function countsOf({ passed, failures }: Tally): Counts {
  return { passed, failed: failures.length };
}

function has(name: string): boolean {
  return (globalThis as Record<string, unknown>)[name] !== undefined;
}

/** `simd: true` throws where the package has to do without. */
function usesSimd({ codec }: Subject): boolean {
  try {
    new codec.FrameDecoder({ simd: true });
    return true;
  } catch {
    return false;
  }
}
