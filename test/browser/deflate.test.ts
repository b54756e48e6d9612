/**
 * permessage-deflate (RFC 7692) between a server of ours and a page in Chromium that sends back what it
 * receives.
 */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectTalk } from '../interop/deflate/check.js';
import { longTalk, shortTalk } from '../interop/deflate/messages.js';
import { compressors, deflateWith, startTalkServer } from '../interop/deflate/ours.js';
import { noWishes, parametersOf, sendingsUnder, type Wishes } from '../interop/deflate/wishes.js';
import type { EchoHabits } from '../interop/peers/echo.js';
import { launchBrowser } from './live-page.js';

const chromium: EchoHabits = {
  compresses: true,
  // A page has no say in either.
  sendsParts: false,
  sendsPlain: false,
  hearsPingsInside: true,
};

const wishes: readonly Partial<Wishes>[] = [
  {},
  { serverNoContextTakeover: true },
  { clientNoContextTakeover: true },
  ...[8, 9, 12, 15].flatMap((bits) => [
    { serverMaxWindowBits: bits },
    { clientMaxWindowBits: bits },
  ]),
  {
    serverNoContextTakeover: true,
    clientNoContextTakeover: true,
    serverMaxWindowBits: 9,
    clientMaxWindowBits: 9,
  },
];

const meetings = wishes.map((some, index) => {
  const wish: Wishes = { ...noWishes, ...some };
  const { name, compressor } = compressors[index % compressors.length] as (typeof compressors)[0];
  return { wish, what: parametersOf(wish).join('; ') || 'nothing', name, compressor };
});

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(() => browser.close());

test.each(meetings)('Chromium agrees to $what and talks with $name', async (meeting) => {
  const { wish, compressor } = meeting;
  // The page is blank and has no origin.
  const server = await startTalkServer([deflateWith(compressor, wish)], { authorize: () => true });
  onTestFinished(() => server.close());
  const extensions = echoFrom(page, server.port);
  const { talk, agreed } = await server.nextTalk();
  expect(agreed).toEqual(parametersOf(wish));
  const told = (await extensions).split('; ');
  expect([told[0], ...told.slice(1).sort()]).toEqual(['permessage-deflate', ...parametersOf(wish)]);

  const sendings = sendingsUnder(parametersOf(wish), noWishes);
  await expectTalk(talk, longTalk, chromium, { ours: sendings.server, theirs: sendings.client });
  expect(await talk.sayAtOnce(shortTalk)).toBe(shortTalk.length);
  expect(await talk.close()).toMatchObject({ code: 1000, wasClean: true });
});

/** Resolves with the extensions that the page is told of. */
function echoFrom(page: Page, port: number): Promise<string> {
  return page.evaluate(
    (url) =>
      new Promise<string>((resolve, reject) => {
        const socket = new WebSocket(url);
        socket.binaryType = 'arraybuffer';
        socket.onmessage = ({ data }) => socket.send(data);
        socket.onopen = () => resolve(socket.extensions);
        socket.onerror = () => reject(new Error('the page cannot connect'));
      }),
    `ws://127.0.0.1:${port}/`,
  );
}
