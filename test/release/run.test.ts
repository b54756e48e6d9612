/**
 * The script that releases, in a repository of its own, with stand-ins for npm and for the checks.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts/release/', import.meta.url));
const ci = readFileSync(new URL('../../.ci/run', import.meta.url), 'utf8');
const { PATH = '' } = process.env;
const today = new Date().toISOString().slice(0, 10);

let folder = '';
let log = '';

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@a.example', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

function program(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  log = join(folder, '.git/log-of-the-test');
  cpSync(scripts, join(folder, 'scripts/release'), { recursive: true });
  mkdirSync(join(folder, '.ci'));
  mkdirSync(join(folder, 'bin'));
  program(join(folder, '.ci/run'), `echo checks >> '${log}'`);
  program(join(folder, 'bin/npm'), `echo "npm $*" >> '${log}'`);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      version: '1.2.3',
      type: 'module',
      repository: { url: 'https://a.example/codec.git' },
    }),
  );
  writeFileSync(join(folder, 'CHANGELOG.md'), `# Changelog\n\n## 1.2.3 - ${today}\n`);
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'All of it');
  appendFileSync(log, '');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script: what it did, how it ended, what it said. */
function release(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/release/run.js', ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@a.example' },
        PATH: `${join(folder, 'bin')}${delimiter}${PATH}`,
      },
    },
  );
  const done = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  return { done, status, stdout, stderr, tags: git('tag', '--list').trimEnd() };
}

const dryPublish = 'npm publish --dry-run --ignore-scripts';

test('a release comes behind all checks of CI, and is tagged', () => {
  expect(release()).toMatchObject({
    done: ['checks', 'npm publish'],
    status: 0,
    stderr: '',
    tags: 'v1.2.3',
  });
});

test('nothing is published when a check fails', () => {
  program(join(folder, '.ci/run'), 'exit 1');
  git('commit', '--quiet', '--all', '--message', 'A check that fails');
  expect(release()).toMatchObject({ done: [], status: 1, tags: '' });
});

test('nothing is checked or published when something stands against it', () => {
  writeFileSync(join(folder, 'new.txt'), '');
  expect(release()).toMatchObject({
    done: [],
    status: 1,
    stderr: 'not to be released: the work tree has changes that are not committed\n',
    tags: '',
  });
});

describe('a dry run', () => {
  test('checks everything, and publishes and tags nothing', () => {
    const { stdout, ...rest } = release('--dry-run');
    expect(rest).toStrictEqual({ done: ['checks', dryPublish], status: 0, stderr: '', tags: '' });
    expect(stdout).toContain('nothing is published; 0 faults stand against 1.2.3');
  });

  test('leaves the checks out when it is told to', () => {
    expect(release('--dry-run', '--without-checks')).toMatchObject({
      done: [dryPublish],
      status: 0,
      tags: '',
    });
  });

  test('tells each fault and goes on', () => {
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ version: '1.2.4', type: 'module' }),
    );
    const { stdout, ...rest } = release('--dry-run', '--without-checks');
    expect(rest).toStrictEqual({
      done: [dryPublish],
      status: 0,
      stderr: [
        'not to be released: the work tree has changes that are not committed\n',
        'not to be released: package.json has no repository, which provenance needs\n',
        'not to be released: CHANGELOG.md begins with 1.2.3, not with 1.2.4\n',
      ].join(''),
      tags: '',
    });
    expect(stdout).toContain('nothing is published; 3 faults stand against 1.2.4');
  });
});

test.each([
  ['without its checks', '--without-checks'],
  ['by an option that is misspelt', '--dryrun'],
])('nothing is released %s', (_, option) => {
  expect(release(option)).toMatchObject({ done: [], status: 1, tags: '' });
});

test('CI runs the dry run', () => {
  expect(ci).toContain('\nnpm run release -- --dry-run --without-checks\n');
});
