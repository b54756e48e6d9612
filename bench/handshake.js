/**
 * The server's side of the opening handshake: parsing what a browser sends, and collecting a head that
 * comes in pieces.
 */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { HeadBuffer, parseHandshake } from 'websocket-codec';
import { requireSameBytes } from './check.js';
import { browserRequest, browsers, headOfLength, naiveParse } from './handshake-baseline.js';
import { compare } from './harness.js';
import { loadHttpParser } from './http-peers.js';
import { print } from './output.js';
import { formatBytes, nanosecondsPerByte, operationsPerSecond, printHeading } from './table.js';

/** @typedef {import('websocket-codec').Complete<import('websocket-codec').HandshakeRequest>} Parsed */
/** @typedef {import('./harness.js').Contender<Buffer>} Parser */

/** @type {Parser[]} */
const others = /** @type {const} */ (['node', 'http-parser-js']).flatMap((whose) => {
  const parse = loadHttpParser(whose);
  if (parse === null) print(`${whose} has no HTTP parser here, which is left out`);
  return parse === null
    ? []
    : [httpContender(whose === 'node' ? "Node's HTTPParser" : whose, parse)];
});

printHeading('Parsing a request', operationsPerSecond, 'ours');
for (const browser of browsers) {
  const bytes = browserRequest(browser, 0).length;
  compare({
    label: `${browser.name}, ${bytes} B`,
    at: bytes,
    units: bytes,
    rate: operationsPerSecond,
    inputCount: 64,
    makeInput: (index) => Buffer.from(browserRequest(browser, index).buffer),
    check(returned, _, pristine) {
      const { value, bytesRead } = /** @type {Parsed} */ (returned);
      strictEqual(bytesRead, pristine.length);
      deepStrictEqual(value, naiveParse(pristine).value);
    },
    contenders: [
      { name: 'parseHandshake', run: (wire) => parseHandshake(wire) },
      { name: 'naive: split, no checks', run: (wire) => naiveParse(wire) },
      ...others,
    ],
  });
}

/**
 * A parser that knows nothing of WebSocket: its request line and its list of fields are compared.
 *
 * @param {string} name
 * @param {import('./http-peers.js').ParseHttp} parse
 * @returns {Parser}
 */
function httpContender(name, parse) {
  return {
    name,
    run: parse,
    check(returned, _, pristine) {
      const { url, headers, upgrade } = /** @type {import('./http-peers.js').HttpRequest} */ (
        returned
      );
      const { value } = naiveParse(pristine);
      strictEqual(upgrade, true);
      strictEqual(url, value.target);
      deepStrictEqual(headers, value.headers.flat());
    },
  };
}

/**
 * Chunks of every size of head.
 *
 * @typedef {Map<number, Uint8Array[]>} Drips
 * @typedef {import('./harness.js').Contender<Drips>} Contender
 */

const headSizes = [256, 1024, 4096, 16_384];

for (const [chunkBytes, cut] of /** @type {const} */ ([
  [1, 'byte by byte'],
  [64, 'in chunks of 64 bytes'],
])) {
  compareSizes(`HeadBuffer ${cut}: a flat curve is linear cost`, chunkBytes, collect);
}
compareSizes('Joining and searching again at every byte, for comparison', 1, collectNaively);

/**
 * Compares a way to collect a head with itself at other sizes.
 *
 * @param {string} title
 * @param {number} chunkBytes
 * @param {(chunks: readonly Uint8Array[]) => Uint8Array | null} run
 */
function compareSizes(title, chunkBytes, run) {
  printHeading(title, nanosecondsPerByte, formatBytes(headSizes[0] ?? 0));
  compare({
    label: '',
    rate: nanosecondsPerByte,
    inputCount: 4,
    makeInput: (index) =>
      new Map(headSizes.map((size) => [size, chunksOf(headOfLength(size, index), chunkBytes)])),
    check: () => {},
    contenders: headSizes.map((size, place) => ({
      name: `a head of ${formatBytes(size)}`,
      units: size,
      run: (drips) => run(drips.get(size) ?? []),
      check: (returned, _, pristine) => {
        const head = Buffer.concat(pristine.get(size) ?? []);
        strictEqual(head.length, headSizes[place]);
        requireSameBytes(returned, head);
      },
    })),
  });
}

/** @param {readonly Uint8Array[]} chunks */
function collect(chunks) {
  const head = new HeadBuffer();
  for (const chunk of chunks) {
    const bytes = head.push(chunk);
    if (bytes !== null) return bytes;
  }
  return null;
}

/** @param {readonly Uint8Array[]} chunks */
function collectNaively(chunks) {
  let received = Buffer.alloc(0);
  for (const chunk of chunks) {
    received = Buffer.concat([received, chunk]);
    if (received.indexOf('\r\n\r\n') >= 0) return received;
  }
  return null;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} chunkBytes
 */
function chunksOf(bytes, chunkBytes) {
  const chunks = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    chunks.push(bytes.slice(at, at + chunkBytes));
  }
  return chunks;
}
