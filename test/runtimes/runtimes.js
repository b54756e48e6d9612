/**
 * The runtimes, how each is started, and what must be found there.
 */

import { join } from 'node:path';
import { binaries, nodeBinary } from './binaries.js';
import { here } from './prepare.js';

/**
 * @import { Extent } from './checks/subject.js'
 * @import { Expectation } from './matrix.js'
 */

/**
 * @typedef {object} Runtime
 * @property {string} id by which one is asked for
 * @property {string} name
 * @property {string} format how the package is loaded
 * @property {string[] | null} version a command that prints it; null where the report has it
 * @property {(folder: string, extent: string) => string[]} command
 * @property {Extent} extent
 * @property {Expectation} expects
 */

/** As much as takes some ten seconds where JavaScript is compiled. */
const usual = { numRuns: 100, maxMessageBytes: 70_000, maxCaseBytes: 262_144, maxRounds: 2 };
/** As much as takes about as long where it is interpreted. */
const slow = { numRuns: 20, maxMessageBytes: 3_000, maxCaseBytes: 16_384, maxRounds: 1 };

const simd = { has: { WebAssembly: true, ReadableStream: true }, usesSimd: true };

const { bun, deno, workerd, chromium, firefox } = binaries;
const driver = (/** @type {string} */ name) => join(here, 'drivers', name);

/** @type {readonly Runtime[]} */
export const runtimes = [
  // The slow ones first: the others fill the rest of the time.
  {
    id: 'quickjs',
    name: 'QuickJS',
    format: 'bundle',
    version: null,
    command: (folder, extent) => [process.execPath, driver('quickjs.js'), folder, extent],
    extent: slow,
    expects: {
      has: {
        ...{ WebAssembly: false, ReadableStream: false, crypto: false },
        ...{ TextEncoder: false, TextDecoder: false },
      },
      usesSimd: false,
    },
  },
  ...['20', '22', '24', '26'].flatMap((major) => nodes(major)),
  ...both('bun', 'Bun', bun, []),
  ...both('deno', 'Deno', deno, ['run', '--no-remote', '--allow-read']),
  {
    ...inWorkerd('workerd', 'workerd, in a handler', 'workerd.js'),
    // WebAssembly is there, and refuses to compile.
    expects: { ...simd, compiles: false, usesSimd: false },
  },
  {
    ...inWorkerd('workerd-top-level', 'workerd, at the top level', 'workerd-top-level.js'),
    expects: { ...simd, compiles: false },
  },
  inBrowser('chromium', 'Chromium', ['chrome', chromium], simd),
  inBrowser('chromium-csp', 'Chromium, strict CSP', ['chrome', chromium, '--without-eval'], {
    ...simd,
    usesSimd: false,
  }),
  inBrowser('firefox', 'Firefox', ['firefox', firefox], simd),
];

/**
 * @param {string} major
 * @returns {Runtime[]}
 */
function nodes(major) {
  const node = nodeBinary(major);
  const jitless = both(`node-${major}-jitless`, `Node ${major} --jitless`, node, ['--jitless']);
  return [
    ...jitless.slice(0, 1).map((runtime) => ({
      ...runtime,
      extent: slow,
      expects: { has: { WebAssembly: false, ReadableStream: true }, usesSimd: false },
    })),
    ...both(`node-${major}`, `Node ${major}`, node, []),
  ];
}

/**
 * The package as ESM and as CommonJS.
 *
 * @param {string} id
 * @param {string} name
 * @param {string} binary
 * @param {string[]} args
 * @returns {Runtime[]}
 */
function both(id, name, binary, args) {
  return ['mjs', 'cjs'].map((extension) => ({
    id: extension === 'mjs' ? id : `${id}-cjs`,
    name,
    format: extension === 'mjs' ? 'ESM' : 'CommonJS',
    version: [binary, '--version'],
    command: (folder, extent) => [binary, ...args, join(folder, `process.${extension}`), extent],
    extent: usual,
    expects: simd,
  }));
}

/**
 * @param {string} id
 * @param {string} name
 * @param {string} main
 * @returns {Runtime}
 */
function inWorkerd(id, name, main) {
  return {
    id,
    name,
    format: 'bundle',
    version: [workerd, '--version'],
    command: (folder, extent) => [
      ...[process.execPath, driver('workerd.js'), folder, extent],
      ...[workerd, main],
    ],
    extent: usual,
    expects: {},
  };
}

/**
 * @param {string} id
 * @param {string} name
 * @param {string[]} args
 * @param {Expectation} expects
 * @returns {Runtime}
 */
function inBrowser(id, name, args, expects) {
  return {
    id,
    name,
    format: 'bundle',
    version: null,
    command: (folder, extent) => [process.execPath, driver('browser.js'), folder, extent, ...args],
    extent: usual,
    expects,
  };
}
