/**
 * Releases the version that package.json names, after everything that CI checks: `.ci/run`, on a clean checkout. Publishing
 * attests where the package was built (`publishConfig.provenance`), which npm does only in a CI that it trusts.
 *
 * npm run release                                   in the CI of the repository, with its tags
 * npm run release -- --dry-run                      everything but the tag and the upload; what stands against a release
 *                                                   is told, and stops nothing
 * npm run release -- --dry-run --without-checks     the same without .ci/run, for the packing and the faults alone
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { faultsOf } from './faults.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: { 'dry-run': { type: 'boolean' }, 'without-checks': { type: 'boolean' } },
});
const { 'dry-run': isDry = false, 'without-checks': isUnchecked = false } = values;
if (isUnchecked && !isDry) throw new TypeError('nothing is released without its checks');

/** @type {{ version: string, repository?: { url: string } }} */
const { version, repository } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const last = lastVersion();

const faults = faultsOf({
  version,
  last,
  changelog: readFileSync(`${root}CHANGELOG.md`, 'utf8'),
  today: new Date().toISOString().slice(0, 10),
  isClean: git('status', '--porcelain') === '',
  repository: repository?.url ?? null,
  surface: surfaceSince(last),
});
for (const fault of faults) console.error(`not to be released: ${fault}`);
if (faults.length > 0 && !isDry) process.exit(1);

if (!isUnchecked) run('.ci/run');
if (isDry) {
  // What is packed is what `.ci/run` or `npm run build` has made.
  run('npm', 'publish', '--dry-run', '--ignore-scripts');
  console.log(`nothing is published; ${faults.length} faults stand against ${version}`);
} else {
  run('npm', 'publish');
  run('git', 'tag', '--annotate', `v${version}`, '--message', version);
  console.log(`${version} is published; git push origin v${version} makes that known`);
}

/** The version of the newest tag, or null before the first release. */
function lastVersion() {
  const [newest] = git('tag', '--list', 'v*.*.*', '--sort=-version:refname').split('\n');
  return newest === undefined || newest === '' ? null : newest.slice(1);
}

/** @param {string | null} since */
function surfaceSince(since) {
  if (since === null) return { added: 0, removed: 0 };
  const rows = git('diff', '--numstat', `v${since}`, '--', 'api').split('\n');
  const counts = rows.filter(Boolean).map((row) => row.split('\t').map(Number));
  return {
    added: counts.reduce((sum, [added = 0]) => sum + added, 0),
    removed: counts.reduce((sum, [, removed = 0]) => sum + removed, 0),
  };
}

/** @param {...string} args */
function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trimEnd();
}

/** @param {string} command @param {...string} args */
function run(command, ...args) {
  console.log(`\n=== ${[command, ...args].join(' ')}`);
  execFileSync(command, args, { cwd: root, stdio: 'inherit' });
}
