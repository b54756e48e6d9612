/**
 * The order of the layers, and what no source file may do, read from the sources themselves.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { layers } from '../scripts/layers.js';

const MAX_LINES = 260;

/** What only some runtimes have, or what is no matter of bytes: time, I/O, other people's modules. */
const forbiddenNames = new Set([
  ...['Buffer', 'process', 'require', '__dirname', '__filename', 'global', 'Deno', 'Bun'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame'],
  ...['clearTimeout', 'clearInterval', 'Date', 'performance', 'console', 'Promise', 'eval'],
  ...['document', 'navigator', 'fetch', 'WebSocket', 'XMLHttpRequest'],
]);

/**
 * Cases over a stream take time, and only there: whoever imports it has an event loop, and everything else of the kit
 * does without.
 */
const TAKES_TIME = 'testing/run-over-stream.ts';
const namesOfTime = ['Promise', 'setTimeout', 'clearTimeout'];

interface Source {
  /** Relative to src, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  /** As they are written: relative, or the name of a package. */
  readonly imports: readonly string[];
}

const root = fileURLToPath(new URL('../src', import.meta.url));

const sources: readonly Source[] = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => {
    const file = `${entry.parentPath}${sep}${entry.name}`;
    const path = relative(root, file).split(sep).join('/');
    const text = readFileSync(file, 'utf8');
    const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    return { path, text, tree, imports: importsOf(tree) };
  });

const byPath = new Map(sources.map((source) => [source.path, source]));

/** What stands directly in src: an entry point of the package. */
const isEntry = (path: string) => !path.includes('/');
const folderOf = (path: string) => path.split('/')[0] as string;
const isAdapter = (path: string) => folderOf(path) === 'adapters';

test('there are sources to read', () => {
  expect(byPath.has('index.ts')).toBe(true);
  expect(sources.length).toBeGreaterThan(30);
});

test('every folder is a layer', () => {
  const folders = sources
    .map(({ path }) => path)
    .filter((path) => !isEntry(path))
    .map(folderOf);
  expect([...new Set(folders)].filter((folder) => !layers.includes(folder))).toStrictEqual([]);
});

describe.each(sources)('src/$path', ({ path, text, tree, imports }) => {
  test('imports files that exist, from its own layer and those below', () => {
    const rank = isEntry(path) ? layers.length : layers.indexOf(folderOf(path));
    for (const specifier of imports.filter(isRelative)) {
      const target = resolve(path, specifier);
      // Cases are data.
      if (target.endsWith('.json')) {
        expect(folderOf(target)).toBe('testing');
        continue;
      }
      expect(byPath.has(target), `${specifier} exists`).toBe(true);
      expect(isEntry(target), `${specifier} is an entry point`).toBe(false);
      expect(layers.indexOf(folderOf(target)), specifier).toBeLessThanOrEqual(rank);
    }
  });

  test('needs no other package, unless it is an adapter', () => {
    const packages = imports.filter((specifier) => !isRelative(specifier));
    if (!isAdapter(path)) expect(packages).toStrictEqual([]);
    else expect(packages.every((specifier) => /^(node:)?[@a-z]/.test(specifier))).toBe(true);
  });

  test('names nothing that only some runtimes have', () => {
    const allowed = path === TAKES_TIME ? namesOfTime : [];
    const names = namesIn(tree).filter(
      (name) => forbiddenNames.has(name) && !allowed.includes(name),
    );
    expect(isAdapter(path) ? [] : names).toStrictEqual([]);
  });

  test('draws no Math.random and recognises nothing by instanceof', () => {
    expect(textWithoutComments(tree)).not.toMatch(/Math\s*\.\s*random/);
    expect(textWithoutComments(tree)).not.toMatch(/\binstanceof\b/);
  });

  test(`has at most ${MAX_LINES} lines and a name that says what is in it`, () => {
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(MAX_LINES);
    expect(path).toMatch(/^([a-z]+\/((fast-check|streams)\/)?)?[a-z0-9]+(-[a-z0-9]+)*\.ts$/);
    expect(path).not.toMatch(/util|helper|misc|common/);
  });

  test('exports names, nothing by default', () => {
    const defaults = tree.statements.filter(
      (statement) =>
        ts.isExportAssignment(statement) ||
        (ts.canHaveModifiers(statement) &&
          ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ===
            true),
    );
    expect(defaults.map((statement) => statement.getText())).toStrictEqual([]);
  });
});

describe.each(sources.filter(({ path }) => isEntry(path)))('the entry point src/$path', (entry) => {
  test('consists of named exports of other files', () => {
    const others = entry.tree.statements.filter(
      (statement) =>
        !ts.isExportDeclaration(statement) ||
        statement.moduleSpecifier === undefined ||
        statement.exportClause === undefined ||
        !ts.isNamedExports(statement.exportClause),
    );
    expect(others.map((statement) => statement.getText())).toStrictEqual([]);
  });
});

test('no import leads back to where it came from', () => {
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    } else if (!finished.has(path)) {
      const relatives = byPath.get(path)?.imports.filter(isRelative) ?? [];
      for (const specifier of relatives) visit(resolve(path, specifier), [...trail, path]);
      finished.add(path);
    }
  };
  for (const { path } of sources) visit(path, []);
  expect(cycles).toStrictEqual([]);
});

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

/** The file in src that an import means; imports name what the compiler will write. */
function resolve(from: string, specifier: string): string {
  return posix.normalize(posix.join(dirname(from), specifier)).replace(/\.js$/, '.ts');
}

/** Of every import and export, type-only ones too, and of every `import()`. */
function importsOf(tree: ts.SourceFile): string[] {
  return collect(tree, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return node.arguments[0];
    }
    return ts.isImportTypeNode(node) ? node.argument : undefined;
  }).map((node) => node.getText(tree).slice(1, -1));
}

/** Every identifier that stands for a variable or a type: not the `b` of `a.b` or of `{ b: 1 }`. */
function namesIn(tree: ts.SourceFile): string[] {
  return collect(tree, (node) => {
    if (!ts.isIdentifier(node)) return undefined;
    const { parent } = node;
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      (ts.isPropertySignature(parent) && parent.name === node) ||
      (ts.isMethodDeclaration(parent) && parent.name === node);
    return isMember ? undefined : node;
  }).map((node) => node.getText(tree));
}

function collect(tree: ts.SourceFile, pick: (node: ts.Node) => ts.Node | undefined): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const picked = pick(node);
    if (picked !== undefined) found.push(picked);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function textWithoutComments(tree: ts.SourceFile): string {
  const printer = ts.createPrinter({ removeComments: true });
  return printer.printFile(tree);
}
