/**
 * Where the runtimes are: in this folder when they are installed, browsers where Debian puts them, or where a variable says.
 */

import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('node_modules/', import.meta.url));

const {
  BUN = `${modules}@oven/bun-linux-x64/bin/bun`,
  DENO = `${modules}@deno/linux-x64-glibc/deno`,
  WORKERD = `${modules}@cloudflare/workerd-linux-64/bin/workerd`,
  CHROMIUM = '/usr/bin/chromium',
  FIREFOX = '/usr/bin/firefox-esr',
} = process.env;

export const binaries = {
  bun: BUN,
  deno: DENO,
  workerd: WORKERD,
  chromium: CHROMIUM,
  firefox: FIREFOX,
};

/** @param {string} major */
export const nodeBinary = (major) => `${modules}node-${major}/bin/node`;
