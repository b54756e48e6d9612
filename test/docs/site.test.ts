/**
 * The site has every page and every module and the playground, and tells what a type holds.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Application, type ProjectReflection, ReflectionKind, type TypeDocOptions } from 'typedoc';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load } from '../../scripts/site/literal-unions.js';
import { addPlayground } from '../../scripts/site/playground.js';
import { CloseCode } from '../../src/vocabulary/close-code.js';
import { connectFailures } from '../../src/vocabulary/connect-failure.js';
import { connectViolations } from '../../src/vocabulary/connect-violation.js';
import { handshakeFailures } from '../../src/vocabulary/handshake-failure.js';
import { handshakeViolations } from '../../src/vocabulary/handshake-violation.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { allProtocolErrors } from '../../src/vocabulary/violation.js';

const root = new URL('../../', import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as unknown;
const site = json('typedoc.json') as {
  readonly entryPoints: readonly string[];
  readonly projectDocuments: readonly string[];
  readonly plugin: readonly string[];
};
const pathOf = (path: string) => fileURLToPath(new URL(path, root));

test('every page of docs is in it', () => {
  const pages = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  const listed = site.projectDocuments.filter((path) => path.startsWith('docs/'));
  expect([...listed].sort()).toStrictEqual(pages.sort());
});

test('every entry point of the package that holds code is in it, by its own name', () => {
  const { exports } = json('package.json') as { readonly exports: Record<string, unknown> };
  const specifiers = Object.entries(exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([path]) => `websocket-codec${path.slice(1)}`);
  const plugin = readFileSync(new URL('scripts/site/names.js', root), 'utf8');
  const named = [...plugin.matchAll(/^ {2}'?([\w/-]+)'?: '(.+)',$/gm)];
  expect(named.map(([, path]) => `src/${path}.ts`)).toStrictEqual(site.entryPoints);
  expect(named.map(([, , name]) => name).sort()).toStrictEqual(specifiers.sort());
});

describe('the playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  const playground = '<title>the playground</title>';

  afterAll(() => rmSync(folder, { recursive: true }));

  test('stands in the site, and each page leads to it from where it is', async () => {
    const options: Partial<TypeDocOptions> = {
      entryPoints: [pathOf('src/vocabulary/limits.ts')],
      tsconfig: pathOf('tsconfig.site.json'),
      readme: 'none',
      skipErrorChecking: true,
      logLevel: 'Error',
    };
    const app = await Application.bootstrap(options, []);
    writeFileSync(join(folder, 'made.html'), playground);
    addPlayground(app, join(folder, 'made.html'));
    const project = await app.convert();
    if (project === undefined) throw new Error('nothing was converted');
    const out = join(folder, 'site');
    await app.generateDocs(project, out);

    const pages = readdirSync(out, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.html') && !name.startsWith('playground'))
      .map((name) => join(out, name));
    expect(pages).toContain(join(out, 'index.html'));
    expect(pages).toContain(join(out, 'variables/defaultLimits.html'));
    for (const page of pages) {
      const [, href = ''] = /<a href="([^"]*)">Playground</.exec(readFileSync(page, 'utf8')) ?? [];
      expect(href, page).not.toMatch(/^(|[a-z]+:.*|\/.*)$/);
      expect(readFileSync(new URL(href, pathToFileURL(page)), 'utf8')).toBe(playground);
    }
  }, 60_000);

  test('is built for it', () => {
    expect(site.plugin).toContain('./scripts/site/playground.js');
    const { scripts } = json('package.json') as { readonly scripts: { readonly docs: string } };
    expect(scripts.docs).toMatch(/^npm run --silent playground && /);
  });
});

describe('a type that stands for some words or numbers', () => {
  let project: ProjectReflection | undefined;
  const typeOf = (name: string) =>
    project
      ?.getReflectionsByKind(ReflectionKind.TypeAlias)
      .flatMap((each) => (each.name === name && each.isDeclaration() ? [each.type] : []))[0];

  beforeAll(async () => {
    const app = await Application.bootstrap({
      entryPoints: ['src/index.ts', 'src/extended-connect.ts'].map(pathOf),
      tsconfig: pathOf('tsconfig.site.json'),
      skipErrorChecking: true,
      logLevel: 'Error',
    });
    load(app);
    project = await app.convert();
  }, 60_000);

  test.each<[string, readonly (string | number)[]]>([
    ['ViolationCode', allProtocolErrors().map(({ code }) => code)],
    ['HandshakeViolationCode', Object.keys(handshakeViolations)],
    ['HandshakeFailureCode', Object.keys(handshakeFailures)],
    ['ConnectViolationCode', Object.keys(connectViolations)],
    ['ConnectFailureCode', Object.keys(connectFailures)],
    ['CloseCode', Object.values(CloseCode)],
    ['Opcode', Object.values(Opcode)],
  ])('%s is shown as these, in their order', (name, values) => {
    const order = (a: string | number, b: string | number) => (a < b ? -1 : 1);
    const literals = [...values].sort(order).map((value) => JSON.stringify(value));
    expect(literals.length).toBeGreaterThan(5);
    expect(typeOf(name)?.toString()).toBe(literals.join(' | '));
  });

  test('is left alone where it is written as a union', () => {
    expect(typeOf('ConnectionState')?.toString()).toBe('"open" | "closing" | "closed"');
  });

  test('does not take a type of anything else for one', () => {
    expect(typeOf('Offered')?.toString()).toBe('ExtensionOffer | Extension');
    expect(typeOf('UnmaskedFrameInit')?.toString()).toBe('Omit<FrameInit, "maskingKey">');
  });
});
