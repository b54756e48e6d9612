/**
 * What stands against a release, from facts alone.
 */

/**
 * @typedef {object} Facts
 * @property {string} version that of package.json
 * @property {string | null} last the version released before, or null
 * @property {string} changelog
 * @property {string} today as 2026-01-31
 * @property {boolean} isClean whether the work tree has no changes
 * @property {string | null} repository
 * @property {{ added: number, removed: number }} surface lines of the API reports, against the last release
 */

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** @param {Facts} facts @returns {string[]} */
export function faultsOf({ version, last, changelog, today, isClean, repository, surface }) {
  const faults = [];
  if (!isClean) faults.push('the work tree has changes that are not committed');
  if (repository === null) faults.push('package.json has no repository, which provenance needs');
  if (!VERSION.test(version)) return [...faults, `${version} is no version to release`];

  const heading = changelog.match(/^## (\S+)(?: - (\S+))?$/m);
  if (heading?.[1] !== version) {
    faults.push(`CHANGELOG.md begins with ${heading?.[1] ?? 'nothing'}, not with ${version}`);
  } else if (heading[2] !== today) {
    faults.push(`CHANGELOG.md dates ${version} ${heading[2] ?? 'not at all'}, not ${today}`);
  }
  if (last !== null) {
    const least = leastVersion(last, surface);
    if (compare(version, least) < 0) {
      faults.push(`${version} is less than ${least}, which the public surface asks for`);
    }
  }
  return faults;
}

/**
 * The least version that may follow: what is gone or changed breaks users, what is new does not. Before 1.0.0 the
 * second number stands for the first (https://semver.org, 4).
 *
 * @param {string} last
 * @param {{ added: number, removed: number }} surface
 */
export function leastVersion(last, { added, removed }) {
  const [major = 0, minor = 0, patch = 0] = numbersOf(last);
  if (removed > 0) return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  if (added > 0 && major > 0) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

/** @param {string} version */
function numbersOf(version) {
  return version.split('.').map(Number);
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  const others = numbersOf(b);
  const differences = numbersOf(a).map((number, i) => number - (others[i] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
