/**
 * The live example's page under other conditions: a keyboard alone, a narrow window, a server that leaves.
 */

import { expect, onTestFinished } from 'vitest';
import { LiveServer } from '../examples/live-server.js';
import { drawnFields, LivePage, poll } from './live-page.js';
import { test } from './live-test.js';

test('the keyboard alone is enough', async ({ live }) => {
  await live.page.keyboard.press('Tab');
  expect(await live.focused()).toBe('playground');
  await live.page.keyboard.press('Tab');
  expect(await live.focused()).toBe('toggle');
  const outline = await live.page.evaluate(
    () => getComputedStyle(document.activeElement as Element).outlineStyle,
  );
  expect(outline).toBe('solid');
  await live.page.keyboard.press('Enter');
  await live.page.getByText('Connected, subprotocol chat').waitFor();

  await live.page.keyboard.press('Tab');
  expect(await live.focused()).toBe('text');
  await live.page.keyboard.press('Control+A');
  await live.page.keyboard.type('by hand');
  await live.page.keyboard.press('Enter');
  await poll(() => live.log()).toMatch(/receivedby hand/);
  await drawnFields(live.frameFrom('server'));

  const order: (string | undefined)[] = [];
  for (let i = 0; i < 15; i++) {
    await live.page.keyboard.press('Tab');
    order.push(await live.focused());
  }
  expect(order).toEqual([
    'send-text',
    'file',
    'send-file',
    'random',
    'random-large',
    'ping',
    'compress',
    'send-long-text',
    'fragments-text',
    'fragments-count',
    'send-fragments',
    'close-code',
    'close-reason',
    'close-client',
    'close-server',
  ]);

  await live.page.keyboard.press('Tab');
  const newest = live.page.locator('#wire details').first();
  expect(await newest.locator('summary').evaluate((node) => node === document.activeElement)).toBe(
    true,
  );
  await live.page.keyboard.press('Enter');
  expect(await newest.getAttribute('open')).toBeNull();

  for (let i = 0; i < 17; i++) await live.page.keyboard.press('Shift+Tab');
  expect(await live.focused()).toBe('toggle');
  await live.page.keyboard.press('Space');
  await poll(() => live.status()).toContain('Closed: 1000');
});

test('the keyboard alone asks the server, and closes with a code', async ({ live }) => {
  await live.connect();
  const { keyboard } = live.page;
  await live.page.locator('#random-large').focus();
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await poll(() => live.page.locator('#round-trip').textContent()).toMatch(/ping 1.*back after/);
  await keyboard.press('Tab');
  await keyboard.press('Space');
  expect(await live.page.locator('#compress').isChecked()).toBe(false);
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await poll(() => live.log()).toContain('received{"time"');
  await keyboard.press('Tab');
  await keyboard.type('by hand');
  await keyboard.press('Enter');
  await poll(() => live.log()).toContain('receivedby hand');
  expect(await live.focused()).toBe('fragments-text');

  for (let i = 0; i < 3; i++) await keyboard.press('Tab');
  await keyboard.type('2000');
  await keyboard.press('Enter');
  expect(await live.states()).toEqual(['1 OPEN', 'open', 'open']);
  await keyboard.press('Control+A');
  await keyboard.type('4001');
  for (let i = 0; i < 3; i++) await keyboard.press('Tab');
  expect(await live.focused()).toBe('close-server');
  await keyboard.press('Enter');
  await poll(() => live.status()).toBe('Closed: 4001 private use');
  // Its button is disabled now, and what comes next is to connect again.
  expect(await live.focused()).toBe('toggle');
});

test.for(['light', 'dark'] as const)(
  'nothing scrolls sideways at 360 pixels (%s)',
  async (scheme, { browser, server }) => {
    const live = await LivePage.open(browser, server.origin, 360);
    await live.page.emulateMedia({ colorScheme: scheme });
    expect(await live.scrollsSideways()).toBe(false);
    await live.connect();
    await live.sendText('x'.repeat(2_000));
    await drawnFields(live.frameFrom('server'));
    expect(await live.scrollsSideways()).toBe(false);
    const rulers = await live.frameFrom('server').locator('.ruler').allTextContents();
    expect(rulers).toHaveLength(32);
    await live.page.getByRole('button', { name: 'fragmented message' }).click();
    await live.page.getByRole('button', { name: '256 KiB' }).click();
    await poll(() => live.log()).toMatch(/received262,144 bytes/);
    expect(await live.scrollsSideways()).toBe(false);
    await live.disconnect();
    await poll(() => live.status()).toContain('Closed: 1000');
    expect(await live.scrollsSideways()).toBe(false);
  },
);

test('a server that goes away is shown as Close 1001', async ({ browser }) => {
  const own = await LiveServer.start();
  onTestFinished(async () => void (await own.stop()));
  const live = await LivePage.open(browser, own.origin, 1280);
  await live.connect();
  expect((await own.stop()).code).toBe(0);
  await poll(() => live.status()).toContain('1001 going away');
  await poll(() => drawnFields(live.frameFrom('server'))).toMatchObject({ opcode: '0x8' });
  await poll(() => live.frameFrom('client').locator('[data-part=preview]').textContent()).toContain(
    '1001',
  );
});
