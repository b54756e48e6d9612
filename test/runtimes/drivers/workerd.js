/**
 * The checks in workerd. Code may be compiled at the top level of a worker, but not in a handler; the main module says where
 * the package is loaded.
 *
 *     node drivers/workerd.js <folder> <extent> <workerd> <main module>
 */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', extent = '', workerd = '', main = ''] = process.argv.slice(2);
const config = join(folder, `${main}.capnp`);
writeFileSync(
  config,
  `using Workerd = import "/workerd/workerd.capnp";

const unitTests :Workerd.Config = (
  services = [(name = "checks", worker = .checks)],
);

const checks :Workerd.Worker = (
  modules = [
    (name = "main", esModule = embed "${main}"),
    (name = "checks", esModule = embed "script.js"),
  ],
  bindings = [(name = "extent", text = ${JSON.stringify(extent)})],
  compatibilityDate = "2026-01-01",
);
`,
);
process.stdout.write(execFileSync(workerd, ['test', config], { encoding: 'utf8' }));
