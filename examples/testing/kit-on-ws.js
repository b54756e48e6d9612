/**
 * Runs cases against the package `ws` on loopback, and prints a table.
 *
 *     node examples/testing/kit-on-ws.js            all conformance cases, in both roles
 *     node examples/testing/kit-on-ws.js 1 6.4      those whose numbers begin so
 *     node examples/testing/kit-on-ws.js attacks    attacks
 */

import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { attackCases, conformanceCases, runOverStream } from 'websocket-codec/testing';
import { wsSubject } from './ws-subject.js';

/** @import { CaseData, CaseResult } from 'websocket-codec/testing' */

const wanted = process.argv.slice(2);
const cases = wanted.includes('attacks')
  ? attackCases
  : conformanceCases.filter(({ id }) => wanted.length === 0 || wanted.some(isPartOf(id)));

// Allowed are those of the passed that were not strict: most often it hung up and did not say why.
console.log('role    family       passed allowed  failed skipped');
for (const role of /** @type {const} */ (['server', 'client'])) {
  const results = await runAll(cases, role);
  for (const [family, group] of byFamily(results)) {
    const counts = [
      group.filter(({ verdict }) => verdict === 'passed').length,
      group.filter(({ verdict, behaviour }) => verdict === 'passed' && behaviour === 'allowed')
        .length,
      group.filter(({ verdict }) => verdict === 'failed').length,
      group.filter(({ verdict }) => verdict === 'skipped').length,
    ].map((count) => String(count).padStart(7));
    console.log(`${role}  ${family.padEnd(10)} ${counts.join(' ')}`);
  }
  for (const { id, verdict, reason } of results) {
    if (verdict === 'failed') console.log(`  ${id}: ${reason}`);
  }
}

/**
 * One after another: a case must not wait for what another one sends.
 *
 * @param {readonly CaseData[]} list
 * @param {'client' | 'server'} role
 */
async function runAll(list, role) {
  const subject = await wsSubject(role);
  /** @type {CaseResult[]} */
  const results = [];
  for (const testCase of list) {
    const options = { role, compressor: zlibCompressor(), answerMs: 2000, quietMs: 100 };
    results.push(await runOverStream(testCase, subject.connect, options));
  }
  subject.close();
  return results;
}

/** @param {readonly CaseResult[]} results */
function byFamily(results) {
  /** @type {Map<string, CaseResult[]>} */
  const families = new Map();
  for (const result of results) {
    const [, number] = /^(\d+)\./.exec(result.id) ?? [];
    const family = number ?? 'attacks';
    families.set(family, [...(families.get(family) ?? []), result]);
  }
  return families;
}

/** @param {string} id */
function isPartOf(id) {
  return (/** @type {string} */ prefix) => id === prefix || id.startsWith(`${prefix}.`);
}
