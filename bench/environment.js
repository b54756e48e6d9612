/**
 * What figures belong to: the machine, the versions, the commit and the load.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Everything that something is measured beside, where it is installed. */
const peers = [
  'ws',
  'bufferutil',
  'websocket-driver',
  'undici',
  'http-parser-js',
  'pako',
  'esbuild',
];
/** What a report writes is no change of what was measured. */
const written = ['bench/results.json', 'bench/charts', 'bench/README.md', 'bench/results'];

/**
 * @typedef {object} Environment
 * @property {string} commit with `+` behind it when files had been changed
 * @property {{ processor: string, count: number, memoryGiB: number, system: string }} machine
 * @property {Record<string, string>} versions by the name of the package or of the runtime's part
 */

/** @typedef {{ minute: number, fiveMinutes: number, quarter: number }} Load */

/** @returns {Environment} */
export function environment() {
  const { node, v8, zlib } = process.versions;
  return {
    commit: commit(),
    machine: {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      count: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${process.platform} ${process.arch}`,
    },
    versions: {
      node,
      v8,
      zlib: zlib ?? 'unknown',
      'websocket-codec': JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version,
      ...Object.fromEntries(peers.flatMap((name) => versionOf(name))),
    },
  };
}

/**
 * Processes that were ready to run, on average over the last 1, 5 and 15 minutes.
 *
 * @returns {Load}
 */
export function load() {
  const [minute = 0, fiveMinutes = 0, quarter = 0] = loadavg().map(
    (value) => Math.round(value * 100) / 100,
  );
  return { minute, fiveMinutes, quarter };
}

/**
 * The same for people, in lines.
 *
 * @param {Environment} environment
 */
export function describe({ commit, machine, versions }) {
  const { node, v8, zlib, 'websocket-codec': own, ...others } = versions;
  const named = Object.entries(others).map(([name, version]) => `${name} ${version}`);
  return [
    `Node ${node}, V8 ${v8}, zlib ${zlib}, ${machine.system}`,
    `${machine.count} × ${machine.processor}, ${machine.memoryGiB} GiB`,
    `websocket-codec ${own} (commit ${commit}) beside ${named.join(', ')}`,
  ];
}

/** @returns {string} */
function commit() {
  try {
    const options = /** @type {const} */ ({ cwd: root, encoding: 'utf8', stdio: 'pipe' });
    const name = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], options).trim();
    const status = ['status', '--porcelain', '--untracked-files=no', '--', '.'];
    const changes = execFileSync(
      'git',
      [...status, ...written.map((path) => `:!${path}`)],
      options,
    );
    return changes.trim() === '' ? name : `${name}+`;
  } catch {
    return 'unknown';
  }
}

/** @param {string} name */
function versionOf(name) {
  try {
    // By its path, because a package need not export its package.json.
    const text = readFileSync(`${root}node_modules/${name}/package.json`, 'utf8');
    return [[name, String(JSON.parse(text).version)]];
  } catch {
    return [];
  }
}
