/**
 * A test of the live example's page: each file has a server and a browser of its own, each test a page of its own.
 */

import { test as base } from 'vitest';
import { LiveServer } from '../examples/live-server.js';
import { LivePage, launchBrowser } from './live-page.js';

const WIDTH = 1280;

export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what a fixture needs
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await LiveServer.start();
    onCleanup(async () => {
      await server.stop();
    });
    return server;
  })
  .extend('live', ({ browser, server }) => LivePage.open(browser, server.origin, WIDTH));
