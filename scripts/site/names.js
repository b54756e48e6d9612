/**
 * A plugin of TypeDoc: modules have the names by which they are imported, and pages the names that stand above them.
 */

import { readFileSync } from 'node:fs';
import { Comment, Converter, ReflectionKind } from 'typedoc';

/** As TypeDoc calls them, by their paths under src. @type {Record<string, string>} */
const names = {
  index: 'websocket-codec',
  deflate: 'websocket-codec/deflate',
  'adapters/node-zlib': 'websocket-codec/deflate/node-zlib',
  'adapters/pako': 'websocket-codec/deflate/pako',
  'adapters/by-size': 'websocket-codec/deflate/by-size',
  'extended-connect': 'websocket-codec/extended-connect',
  'adapters/streams': 'websocket-codec/streams',
  testing: 'websocket-codec/testing',
  'adapters/fast-check': 'websocket-codec/testing/fast-check',
};

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      const { [module.name]: name } = names;
      if (name === undefined) throw new Error(`the module ${module.name} has no name`);
      module.comment = new Comment([{ kind: 'text', text: headOf(module.name) }]);
      module.name = name;
    }
    for (const page of project.documents ?? []) {
      const title = titleOf(page.content);
      if (title === null) throw new Error(`${page.name} has no title`);
      page.name = title;
    }
  });
}

/**
 * The first heading, which may hold code, without its marks.
 *
 * @param {readonly import('typedoc').CommentDisplayPart[]} content
 */
function titleOf(content) {
  const [line = ''] = content
    .map(({ text }) => text)
    .join('')
    .split('\n', 1);
  return line.startsWith('# ') ? line.slice(2).replaceAll('`', '') : null;
}

/** The first comment of a file, without its own name in front. @param {string} path under src */
function headOf(path) {
  const source = readFileSync(new URL(`../../src/${path}.ts`, import.meta.url), 'utf8');
  const [, text = ''] = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(source) ?? [];
  const line = text.replaceAll(/^ \* ?/gm, '').replaceAll('\n', ' ');
  return line.replace(/^websocket-codec[\w/-]*: /, '');
}
