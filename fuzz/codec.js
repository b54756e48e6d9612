/**
 * What is fuzzed, as one object, so that a test can put a faulty function into the place of a right one.
 */

import * as core from 'websocket-codec';
import { permessageDeflate } from 'websocket-codec/deflate';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import * as extendedConnect from 'websocket-codec/extended-connect';

export const codec = {
  ...core,
  ...extendedConnect,
  permessageDeflate,
  pakoCompressor,
  zlibCompressor,
};

/** @typedef {typeof codec} Codec */
