/**
 * The playground as one file in a browser: from the disk, and from the live example's server.
 */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LiveServer } from '../examples/live-server.js';
import { drawnFields, LivePage, launchBrowser, payloadBytes, poll } from './live-page.js';

const file = new URL('../../reports/playground/index.html', import.meta.url);

let browser: Browser;
beforeAll(async () => {
  if (!existsSync(file)) throw new Error(`npm run playground makes ${fileURLToPath(file)}`);
  browser = await launchBrowser();
});
afterAll(() => browser.close());

let page: Page;
const verdict = () => page.locator('#verdict').textContent();
const cards = () => page.locator('#wire details');
const told = () => page.locator('#told li').allInnerTexts();
const paste = (text: string) => page.getByLabel('Hex or base64').fill(text);

/** The bytes that the stream's view marks as of this kind, and where they are. */
async function marked(kind: string): Promise<[at: number, hex: string][]> {
  const cells = page.locator(`.byte-row .is-${kind}`);
  return cells.evaluateAll((nodes) =>
    nodes.map((node) => [Number(node.getAttribute('data-at')), node.textContent ?? '']),
  );
}

async function open(url: string, width = 1280): Promise<void> {
  ({ page } = await LivePage.open(browser, url, width));
}

async function isInside(box: Locator, width: number): Promise<boolean> {
  const bounds = await box.boundingBox();
  return bounds !== null && bounds.x >= 0 && bounds.x + bounds.width <= width;
}

describe('from the disk', () => {
  beforeEach(() => open(file.href));

  test('it begins with an example', async () => {
    await poll(verdict).toContain('All is legal.');
    const card = cards().first();
    expect(await drawnFields(card)).toMatchObject({ fin: '1', opcode: '0x1', key: '37 fa 21 3d' });
    expect(String(await payloadBytes(card, 'unmasked'))).toBe('Hello');
  });

  test('pasted frames are shown where they are, with the messages they make', async () => {
    await paste('0x01, 0x03, 48:65:6c\n8900 8002 6c6f');
    await poll(() => cards().count()).toBe(3);
    expect(await cards().locator('.when').allInnerTexts()).toEqual([
      'at byte 0',
      'at byte 5',
      'at byte 7',
    ]);
    expect(await told()).toEqual([
      expect.stringMatching(/^ping\s+no payload\s+with byte 6$/),
      expect.stringMatching(/^text\s+“Hello”\s+with byte 10$/),
    ]);
  });

  test('a fault is named, explained and marked, and what is behind it is not read', async () => {
    await paste('81 01 41 82 7e 00 05 01 02');
    await poll(verdict).toContain('Byte 6: length-not-minimal');
    expect(await verdict()).toContain('RFC 6455 §5.2');
    expect(await verdict()).toContain('close code 1002');
    expect(await marked('fault')).toEqual([[6, '05']]);
    expect(await marked('unread')).toEqual([
      [7, '01'],
      [8, '02'],
    ]);
    const link = page.locator('#verdict a');
    expect(await link.getAttribute('href')).toBe(
      'https://www.rfc-editor.org/rfc/rfc6455#section-5.2',
    );
  });

  test('a fault in a payload is marked there, and in the line of its frame', async () => {
    await page.getByLabel('Examples').selectOption({ label: 'Bad UTF-8' });
    await poll(() => marked('fault')).toEqual([[10, 'ff']]);
    expect(await cards().locator('.flag').allInnerTexts()).toEqual(['text-not-utf8']);
  });

  test('of many bytes those around the fault are shown, with the fault in sight', async () => {
    await paste(`827e0400 ${'41'.repeat(1024)} 8b00 ${'42'.repeat(1024)}`);
    await poll(() => marked('fault')).toEqual([[1028, '8b']]);
    expect(await page.locator('.byte-row .stream-byte').count()).toBe(512);
    const [box, fault] = await Promise.all([
      page.locator('.byte-rows').boundingBox(),
      page.locator('.byte-row .is-fault').boundingBox(),
    ]);
    const [top = 0, bottom = 0] = [box?.y, (box?.y ?? 0) + (box?.height ?? 0)];
    expect(fault?.y).toBeGreaterThanOrEqual(top);
    expect(fault?.y).toBeLessThan(bottom);
  });

  test('what is missing of a frame is counted', async () => {
    await page.getByLabel('Examples').selectOption({ label: 'Half a frame, in base64' });
    await poll(verdict).toContain('the frame at byte 0 needs 2 bytes more');
    expect(await page.locator('#reading').textContent()).toBe('5 bytes, in base64.');
    // Bits that have not come are not drawn.
    expect(await cards().locator('.cell[data-field=payload] .bit').count()).toBe(24);
  });

  test('text that is no bytes is refused in words', async () => {
    await paste('81 0g');
    await poll(verdict).toContain('“g” is no hex digit (character 5).');
    expect(await page.getByLabel('Hex or base64').getAttribute('aria-invalid')).toBe('true');
    expect(await cards().count()).toBe(0);
    await paste('');
    await poll(verdict).toBe('There are no bytes yet.');
  });

  test('compressed messages are inflated where that was agreed on', async () => {
    await paste('c1 07 f2 48 cd c9 c9 07 00');
    await poll(verdict).toContain('reserved-bit-set');
    await page.getByLabel('permessage-deflate was agreed on').check();
    await poll(verdict).toContain('All is legal.');
    expect(String(await payloadBytes(cards().first(), 'inflated'))).toBe('Hello');
  });

  test('the reader and the limits can be chosen', async () => {
    await paste('81 02 41 42');
    await page.getByLabel('By', { exact: true }).selectOption('a server');
    await poll(verdict).toContain('Byte 1: mask-missing');
    await page.getByLabel('By', { exact: true }).selectOption('a client');
    await page.getByText('Limits').click();
    await page.getByLabel('Largest message, in bytes').fill('1');
    await poll(verdict).toContain('Byte 1: message-too-big');
  });

  test('a handshake is shown with the answer to its key', async () => {
    await page.getByLabel('Examples').selectOption({ label: 'A handshake (RFC 6455 §1.2)' });
    await poll(() => cards().count()).toBe(2);
    expect(await cards().first().textContent()).toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  test('markup in the bytes stays text', async () => {
    const markup = Buffer.from('<img src=x onerror=alert(1)>');
    await paste(Buffer.concat([Buffer.of(0x81, markup.length), markup]).toString('hex'));
    await poll(told).toEqual([expect.stringContaining(String(markup))]);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('the address says what is on the page, and a link brings it back', async () => {
    await paste('c1 00');
    await page.getByLabel('permessage-deflate was agreed on').check();
    await poll(() => new URL(page.url()).hash).toBe('#bytes=c1+00&deflate=1');
    await open(`${file.href}#bytes=8a00&role=client`);
    await poll(told).toEqual([expect.stringMatching(/^pong/)]);
    expect(await page.getByLabel('By', { exact: true }).inputValue()).toBe('client');
  });

  test('nothing is asked for but the file itself, and nothing could be', async () => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url().replace(/#.*/, '')));
    await page.reload();
    await paste('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    await page.getByLabel('Examples').selectOption({ label: 'A length that is not minimal' });
    await poll(verdict).toContain('length-not-minimal');
    expect(requests).toEqual([file.href]);
    const policy = await page.locator('meta[http-equiv]').getAttribute('content');
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/);
  });

  test('the keyboard is enough', async () => {
    await page.getByLabel('Hex or base64').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('8900 8a00');
    await poll(() => cards().count()).toBe(2);
    const second = cards().nth(1);
    await second.locator('summary').focus();
    await page.keyboard.press('Enter');
    await poll(() => drawnFields(second)).toMatchObject({ opcode: '0xa' });
  });
});

test.each(['Masked text (§5.7)', '256 bytes (§5.7)', 'A handshake (RFC 6455 §1.2)'])(
  'on a phone all of “%s” is inside the window',
  async (label) => {
    await open(file.href, 360);
    await page.getByLabel('Examples').selectOption({ label });
    await poll(verdict).toContain('All is legal.');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    for (const box of await page.locator('.panel, .row, .byte-row').all()) {
      expect(await isInside(box, 360)).toBe(true);
    }
  },
);

test('the live example links to it and serves it', async () => {
  const server = await LiveServer.start();
  try {
    await open(server.origin);
    await page.getByRole('link', { name: 'playground' }).click();
    await poll(verdict).toContain('All is legal.');
    await paste('8900');
    await poll(told).toEqual([expect.stringMatching(/^ping/)]);
  } finally {
    await server.stop();
  }
});
