/**
 * A test of the live example's page: each file has a server and a browser of its own, each test a page of its own.
 */

import { test as base } from 'vitest';
import { LiveServer } from '../examples/live-server.js';
import { LivePage, launchBrowser } from './live-page.js';

const WIDTH = 1280;

export const test = base
  .extend('browser', { scope: 'file' }, async (_, { onCleanup }) => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('server', { scope: 'file' }, async (_, { onCleanup }) => {
    const server = await LiveServer.start();
    onCleanup(async () => {
      await server.stop();
    });
    return server;
  })
  .extend('live', ({ browser, server }) => LivePage.open(browser, server.origin, WIDTH));
