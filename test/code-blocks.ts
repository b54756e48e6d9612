/**
 * The code blocks of a page as programs of their own, as a reader would save them: the block `js name` as `name.mjs`.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Program {
  readonly file: string;
  readonly code: string;
}

export class CodeBlocks {
  /** What stands behind the opening fence of each block, in order. */
  readonly labels: readonly string[];
  readonly #page: string;
  readonly #codes = new Map<string, string>();
  // Inside the project, so that the package's own name resolves to what `npm run build` has made.
  readonly folder = mkdtempSync(join(root, '.readme-'));
  readonly #children: ChildProcess[] = [];

  /** @param page relative to the root of the project */
  constructor(page: string) {
    const blocks = [
      ...readFileSync(join(root, page), 'utf8').matchAll(/^```(.*)\n([\s\S]*?)^```$/gm),
    ];
    this.#page = page;
    this.labels = blocks.map(([, label = '']) => label);
    for (const [, label = '', code = ''] of blocks) this.#codes.set(label, code);
  }

  /** What stands in a block that is no program, such as what one prints. */
  text(label: string): string {
    const block = this.#codes.get(label);
    if (block === undefined) throw new Error(`${this.#page} has no block ${label}`);
    return block;
  }

  /** Saves a block, with a change if one is given. */
  program(name: string, change: (code: string) => string = (code) => code): Program {
    const code = change(this.text(`js ${name}`));
    const file = join(this.folder, `${name}.mjs`);
    writeFileSync(file, code);
    return { file, code };
  }

  /** Runs a block to its end; what it prints. Rejects if it fails. */
  async run(name: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    return this.runFile(this.program(name).file, args, env);
  }

  /** Runs a file that stands in the folder; one that does not end is ended, and rejects too. */
  async runFile(file: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    const options = { cwd: this.folder, env: { ...process.env, ...env }, timeout: 25_000 };
    return promisify(execFile)(process.execPath, [file, ...args], options);
  }

  /** Starts a block, with a change if one is given, and waits for the first that it prints. */
  async start(
    name: string,
    env: Record<string, string>,
    change?: (code: string) => string,
  ): Promise<{ readonly output: string }> {
    return this.startFile(this.program(name, change).file, env);
  }

  async startFile(file: string, env: Record<string, string>): Promise<{ readonly output: string }> {
    const options = { cwd: this.folder, env: { ...process.env, ...env } };
    const child = spawn(process.execPath, [file], options);
    this.#children.push(child);
    const started = { output: '' };
    child.stdout.on('data', (data) => {
      started.output += data;
    });
    let errors = '';
    child.stderr.on('data', (data) => {
      errors += data;
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', () => reject(new Error(`${file} ended: ${errors}`)));
    });
    return started;
  }

  /** Ends what was started, and takes the files away. */
  dispose(): void {
    for (const child of this.#children) child.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the comments beside `console.log` say that it prints, and those below its loop, until a colon and a reason. */
export function promisedOutput(code: string): string[] {
  const comments = /console\.log\(.*\); \/\/ (.*)$|^\/\/ ((?:true|false|[[\d]).*)$/gm;
  return [...code.matchAll(comments)].map(
    ([, beside, below = '']) => beside ?? below.replace(/: [a-z].*/, ''),
  );
}
