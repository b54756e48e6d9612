/**
 * `Sec-WebSocket-Accept` of a key (RFC 6455 §4.2.2), beside the ways that Node offers.
 */

import { strictEqual } from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { computeAccept } from 'websocket-codec';
import { compare } from './harness.js';
import { randomBytes } from './inputs.js';
import { print } from './output.js';
import { operationsPerSecond, printHeading } from './table.js';

/** @typedef {import('./harness.js').Contender<string>} Contender */

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

// Since Node 20.12; declared nowhere that all supported versions share.
const { hash } =
  /** @type {{ hash?: (algorithm: string, data: string, encoding: 'base64') => string }} */ (
    crypto
  );

/** @type {Contender[]} */
const contenders = [
  { name: 'computeAccept', run: (key) => computeAccept(key) },
  { name: 'node:crypto createHash', run: acceptByNode },
];
if (hash !== undefined) {
  contenders.push({
    name: 'node:crypto hash',
    run: (key) => hash('sha1', key + GUID, 'base64'),
  });
} else {
  print('this Node has no crypto.hash');
}

printHeading('Accept key of a 24-character key', operationsPerSecond, 'ours');
compare({
  label: '1024 keys',
  rate: operationsPerSecond,
  inputCount: 1024,
  makeInput: (index) => Buffer.from(randomBytes(16, index)).toString('base64'),
  check(returned, key) {
    strictEqual(key.length, 24);
    strictEqual(returned, acceptByNode(key));
  },
  contenders,
});

/** @param {string} key */
function acceptByNode(key) {
  return crypto
    .createHash('sha1')
    .update(key + GUID)
    .digest('base64');
}
