/**
 * UTF-8 both ways and its validation: the portable loops, the runtime's own functions, and the choice
 * between them by length. None of it is exported, so the source is bundled here.
 */

import { ok, strictEqual } from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { requireSameBytes } from './check.js';
import { compare, quick } from './harness.js';
import { inputCountFor, randomText } from './inputs.js';
import { importInternal } from './internals.js';
import { formatBytes, gigabytesPerSecond, printHeading } from './table.js';

/**
 * @typedef {{ text: string, bytes: Uint8Array }} Input
 * @typedef {import('./harness.js').Contender<Input>} Contender
 */

const { decodeUtf8, decodeUtf8Portable } =
  /** @type {typeof import('../src/bytes/utf8-decode.js')} */ (
    await importInternal('bytes/utf8-decode.ts')
  );
const { encodeUtf8, encodeUtf8Portable } =
  /** @type {typeof import('../src/bytes/utf8-encode.js')} */ (
    await importInternal('bytes/utf8-encode.ts')
  );
const { isValidUtf8, validateUtf8, UTF8_BOUNDARY } =
  /** @type {typeof import('../src/bytes/utf8-validate.js')} */ (
    await importInternal('bytes/utf8-validate.ts')
  );

const sizes = quick ? [8, 1024] : [8, 16, 24, 32, 48, 64, 128, 1024, 65_536];
const kinds = /** @type {const} */ (['ascii', 'mixed']);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

compareAtAllSizes(
  'Decoding, strict: where NATIVE_FROM_BYTES belongs',
  [
    { name: 'decodeUtf8', run: ({ bytes }) => decodeUtf8(bytes) },
    { name: 'decodeUtf8Portable', run: ({ bytes }) => decodeUtf8Portable(bytes) },
    { name: 'TextDecoder', run: ({ bytes }) => decoder.decode(bytes) },
    {
      name: 'node:buffer isUtf8, utf8Slice',
      run: ({ bytes }) => (isUtf8(bytes) ? utf8Slice(bytes) : null),
    },
  ],
  (returned, { text }) => strictEqual(returned, text),
);

compareAtAllSizes(
  'Encoding: where NATIVE_FROM_UNITS belongs',
  [
    { name: 'encodeUtf8', run: ({ text }) => encodeUtf8(text) },
    { name: 'encodeUtf8Portable', run: ({ text }) => encodeUtf8Portable(text) },
    { name: 'TextEncoder', run: ({ text }) => encoder.encode(text) },
    { name: 'Buffer.from, pooled', run: ({ text }) => Buffer.from(text) },
  ],
  (returned, { bytes }) => requireSameBytes(returned, bytes),
);

compareAtAllSizes(
  'Validating',
  [
    {
      name: 'validateUtf8',
      run: ({ bytes }) => validateUtf8(UTF8_BOUNDARY, bytes) === UTF8_BOUNDARY,
    },
    { name: 'TextDecoder, text thrown away', run: ({ bytes }) => decoder.decode(bytes) !== null },
    { name: 'node:buffer isUtf8', run: ({ bytes }) => isUtf8(bytes) },
  ],
  (returned, _, { bytes }) => {
    strictEqual(returned, true);
    // Always true would pass as well, so the same bytes must fail once their end is broken.
    const broken = bytes.slice();
    broken[broken.length - 1] = 0xff;
    ok(!isValidUtf8(broken) && !isUtf8(broken));
  },
);

/**
 * @param {string} title
 * @param {readonly Contender[]} contenders
 * @param {(returned: unknown, input: Input, pristine: Input) => void} check
 */
function compareAtAllSizes(title, contenders, check) {
  printHeading(title, gigabytesPerSecond, 'ours');
  for (const kind of kinds) {
    for (const size of sizes) {
      compare({
        label: `${kind} ${formatBytes(size)}`,
        units: size,
        rate: gigabytesPerSecond,
        inputCount: inputCountFor(size),
        makeInput: (index) => {
          const text = randomText(kind, size, index);
          return { text, bytes: Uint8Array.from(Buffer.from(text)) };
        },
        check,
        contenders,
      });
    }
  }
}

/** @param {Uint8Array} bytes */
function utf8Slice(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}
