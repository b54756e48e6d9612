/**
 * The checks with the package that is found under its name.
 */

import * as fc from 'fast-check';
import * as codec from 'websocket-codec';
import * as deflate from 'websocket-codec/deflate';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import * as extendedConnect from 'websocket-codec/extended-connect';
import * as testing from 'websocket-codec/testing';
import * as arbitraries from 'websocket-codec/testing/fast-check';
import { type Report, runChecks } from './run-checks.js';
import type { Extent, NamedCompressor } from './subject.js';

const pako: NamedCompressor = { name: 'pako', make: pakoCompressor };

export function checkPackage(extent: Extent, others: readonly NamedCompressor[] = []): Report {
  return runChecks({
    codec,
    deflate,
    extendedConnect,
    testing,
    arbitraries,
    fc,
    compressors: [pako, ...others],
    extent,
  });
}
