/**
 * Checks that the cases of websocket-codec/testing find faults: runs them against the codec as it is, which must pass
 * all of them in both roles, and against copies with one fault each, of which every one must fail in some case.
 *
 *     node scripts/check-faults.js                     all faults, and the codec as it is
 *     node scripts/check-faults.js bom-dropped window  those faults whose names begin so
 */

import { subjectOf } from '../examples/testing/connection-subject.js';
import { longRows } from './attack-data/long-rows.js';
import { faults } from './faults/faults.js';
import { loadWith } from './faults/plant.js';

/** @import { Fault } from './faults/fault.js' */
/** @import { CaseData } from '../src/testing.js' */
/** @typedef {typeof import('../src/testing.js')} Kit */
/** @typedef {typeof import('../src/index.js') & typeof import('../src/deflate.js')} Codec */

/** So many cases that catch a fault are enough. */
const MAX_NAMED = 4;

/** Of rows that take long, these find what no others do; they come last. */
const LONG_ONES = [
  'limit-reached',
  'bomb',
  'bomb-by-one-byte',
  'fragments-empty',
  'fragments-empty-between-pongs',
];

const kit = /** @type {Kit & typeof import('../src/adapters/node-zlib.js')} */ (
  await loadWith(['testing', 'adapters/node-zlib'], [])
);
const compressor = kit.zlibCompressor();
const all = [...kit.conformanceCases, ...kit.attackCases];
const quick = [...all.filter(isQuick), ...all.filter(({ id }) => LONG_ONES.includes(id))];

const wanted = process.argv.slice(2);
const chosen = faults.filter(
  ({ name }) => wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix)),
);
if (wanted.length > 0 && chosen.length === 0) fail(`no fault is called ${wanted.join(' or ')}`);

if (wanted.length === 0) {
  // It always lets its window be restricted, and one case is for those who do not.
  const isUnoffered = (/** @type {CaseData} */ { opening }) => opening?.unoffered !== undefined;
  const sound = failuresOf(await loadCodec(null), all, isUnoffered, Number.POSITIVE_INFINITY);
  console.log(`as it is: ${all.length} cases in two roles, ${sound.length} failures`);
  for (const line of sound) fail(line);
}

for (const fault of chosen) {
  // A case that is skipped shows no fault.
  const failures = failuresOf(await loadCodec(fault), quick, () => true, MAX_NAMED);
  const named = failures.map((line) => line.split(':')[0]);
  const more = failures.length === MAX_NAMED ? ', ...' : '';
  console.log(`${fault.name}: ${named.join(', ')}${more}`);
  if (failures.length === 0) fail(`no case catches ${fault.name}: ${fault.effect}`);
}
console.log(`${chosen.length} faults`);

/**
 * Long messages and many of them show no fault that others do not show, and there are many copies.
 *
 * @param {CaseData} testCase
 */
function isQuick({ id, row = '' }) {
  if (longRows.includes(row) && !id.startsWith('message-limit')) return false;
  if (/^1[23]\./.test(id)) return /\.(3|11)$/.test(id);
  return !id.startsWith('9.') || id === '9.1.1' || id === '9.2.1';
}

/**
 * @param {Codec} codec
 * @param {readonly CaseData[]} cases
 * @param {(testCase: CaseData) => boolean} mayBeSkipped
 * @param {number} most to stop at
 * @returns {string[]} role, case and reason of each that is not passed strictly
 */
function failuresOf(codec, cases, mayBeSkipped, most) {
  const makeSubject = subjectOf(codec, [codec.permessageDeflate({ compressor })]);
  /** @type {string[]} */
  const failures = [];
  for (const testCase of cases) {
    for (const role of testCase.roles ?? /** @type {const} */ (['server', 'client'])) {
      if (failures.length >= most) return failures;
      const { id, verdict, behaviour, reason } = kit.runInMemory(testCase, makeSubject, {
        role,
        compressor,
      });
      // What is only allowed, the codec must do better.
      if (verdict === 'passed' && behaviour !== 'allowed') continue;
      if (verdict === 'skipped' && mayBeSkipped(testCase)) continue;
      failures.push(`${role} ${id}: ${reason || 'less strict than it could be'}`);
    }
  }
  return failures;
}

/**
 * @param {Fault | null} fault
 * @returns {Promise<Codec>}
 */
async function loadCodec(fault) {
  const edits = fault === null ? [] : [fault, ...(fault.also ?? [])];
  return /** @type {Codec} */ (await loadWith(['index', 'deflate'], edits));
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
