/**
 * A plugin of TypeDoc: the playground, which is one HTML file, is part of the site, and every page links to it. The
 * `navigationLinks` of TypeDoc cannot: they are the same on each page, wherever it stands.
 */

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JSX, Renderer } from 'typedoc';

const PLACE = 'playground/index.html';
const made = fileURLToPath(new URL(`../../reports/${PLACE}`, import.meta.url));

/**
 * @param {Pick<import('typedoc').Application, 'renderer'>} app
 * @param {string} file what `npm run playground` has made
 */
export function addPlayground({ renderer }, file) {
  renderer.hooks.on('sidebar.begin', (page) => {
    const link = JSX.createElement('a', { href: page.relativeURL(PLACE) }, 'Playground');
    return JSX.createElement('nav', { class: 'tsd-navigation' }, link);
  });
  renderer.on(Renderer.EVENT_END, ({ outputDirectory }) => {
    mkdirSync(join(outputDirectory, 'playground'), { recursive: true });
    copyFileSync(file, join(outputDirectory, PLACE));
  });
}

/** @param {import('typedoc').Application} app */
export function load(app) {
  addPlayground(app, made);
}
