/**
 * Runs Stryker over the folders of src, each by its own tests, and writes down what came of it.
 *
 * npm run mutation                    all folders
 * npm run mutation -- frame http      these, with what the last runs said of the others
 * npm run mutation -- --report        what the last runs said
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { folders } from './folders.js';
import { report } from './report.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const wanted = process.argv.slice(2);
const chosen = wanted.length > 0 ? wanted : folders;
const toRun = wanted.includes('--report') ? [] : chosen;

for (const folder of toRun) {
  if (!folders.includes(folder)) throw new Error(`${folder} is none of ${folders.join(', ')}`);
  forgetSurvivors(`${root}reports/mutation/${folder.replaceAll('/', '-')}.incremental.json`);
  const { status } = spawnSync('npx', ['stryker', 'run'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTATION_FOLDER: folder },
  });
  if (status !== 0) throw new Error(`Stryker has failed in ${folder}`);
}

const complaints = report(root, toRun);
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;

/**
 * Stryker takes the fate of a static mutant from its last run although a test has been added. What has survived is
 * tried again each time.
 *
 * @param {string} path
 */
function forgetSurvivors(path) {
  if (!existsSync(path)) return;
  /** @type {import('./survivors.js').StrykerReport} */
  const last = JSON.parse(readFileSync(path, 'utf8'));
  for (const file of Object.values(last.files)) {
    file.mutants = file.mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  }
  writeFileSync(path, JSON.stringify(last));
}
