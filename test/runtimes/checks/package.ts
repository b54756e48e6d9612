/**
 * The checks with the package that is found under its name.
 */

import * as fc from 'fast-check';
import * as codec from 'websocket-codec';
import * as deflate from 'websocket-codec/deflate';
import { compressorBySize } from 'websocket-codec/deflate/by-size';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import * as extendedConnect from 'websocket-codec/extended-connect';
import * as streams from 'websocket-codec/streams';
import * as testing from 'websocket-codec/testing';
import * as arbitraries from 'websocket-codec/testing/fast-check';
import { type Report, runChecks } from './run-checks.js';
import type { Extent, NamedCompressor } from './subject.js';

const pako: NamedCompressor = { name: 'pako', make: pakoCompressor };

export async function checkPackage(
  extent: Extent,
  others: readonly NamedCompressor[] = [],
): Promise<Report> {
  const [large = pako] = others;
  const bySize: NamedCompressor = {
    name: `pako below 256 bytes and ${large.name} above`,
    make: (options) =>
      compressorBySize({
        small: pako.make(options),
        large: large.make(options),
        largeFromBytes: 256,
      }),
  };
  return runChecks({
    codec,
    deflate,
    extendedConnect,
    streams,
    testing,
    arbitraries,
    fc,
    compressors: [pako, ...others, bySize],
    extent,
  });
}
