/**
 * The live example's page: compressed messages, what they are without their compression, and what it saves.
 */

import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { drawnFields, drawnFrames, drawnSizes, LivePage, payloadBytes, poll } from './live-page.js';
import { test } from './live-test.js';

const sides = ['client', 'server'] as const;
const chorus = 'to be sung by all, in Grüßen and in 世界, '.repeat(30);

/** The line of a field in the table of a frame. */
function fieldLine(frame: Locator, name: string): Locator {
  return frame.locator('.field-line', { has: frame.page().getByText(name, { exact: true }) });
}

async function sizeInLine(frame: Locator): Promise<number> {
  const words = await frame.locator('summary .size').first().textContent();
  return Number(words?.replace(/ bytes?$/, '').replaceAll(',', ''));
}

test('the handshake tells what was agreed on', async ({ live }) => {
  await live.connect();
  expect(await live.status()).toBe('Connected, subprotocol chat, permessage-deflate');
  const box = live.page.locator('[data-part=compression]');
  expect(await box.locator('.extension').allTextContents()).toEqual([
    'permessage-deflate; client_max_window_bits',
    'permessage-deflate',
  ]);
  expect(await box.textContent()).toMatch(/32,768 bytes, .*context takeover/);
});

test('a text shows RSV1, both sizes and the inflated text on both sides', async ({ live }) => {
  await live.connect();
  await live.sendText(chorus);
  const plainBytes = Buffer.byteLength(chorus);
  for (const side of sides) {
    const frame = live.frameFrom(side);
    expect(await drawnFields(frame)).toMatchObject({ rsv1: '1', opcode: '0x1' });
    expect(await frame.locator('summary .compressed').textContent()).toBe('compressed');
    expect(await fieldLine(frame, 'RSV1').textContent()).toContain('compressed (RFC 7692)');
    expect(await fieldLine(frame, 'RSV2–3').textContent()).toContain('00');

    const [wireBytes = 0, inflatedBytes] = await drawnSizes(frame);
    expect(wireBytes).toBe(await sizeInLine(frame));
    expect(wireBytes).toBeLessThan(plainBytes / 10);
    expect(inflatedBytes).toBe(plainBytes);
    const percent = ((100 * wireBytes) / plainBytes).toPrecision(2);
    expect(await frame.locator('summary .size').last().textContent()).toBe(
      `${percent}% of ${plainBytes.toLocaleString('en')} bytes`,
    );

    const plain = Buffer.from(chorus).subarray(0, 512);
    expect(await payloadBytes(frame, 'inflated')).toEqual(plain);
    expect(await payloadBytes(frame, 'unmasked')).toHaveLength(wireBytes);
    expect(chorus).toContain(await frame.locator('[data-part=preview]').textContent());
    expect(await frame.locator('.payload > .note').last().textContent()).toBe(
      `Shown: the first 512 bytes of ${plainBytes.toLocaleString('en')} bytes inflated.`,
    );
  }
});

test('the bit that says compressed has a colour of its own, where it is set', async ({ live }) => {
  await live.connect();
  await live.sendText('Hello');
  const colours = async (side: 'client' | 'server'): Promise<string[]> => {
    const frame = live.frameFrom(side);
    await drawnFields(frame);
    return frame
      .locator('.cell[data-field^=rsv]')
      .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).backgroundColor));
  };
  const [rsv1, rsv2, rsv3] = await colours('client');
  expect(rsv2).toBe(rsv3);
  expect(rsv1).not.toBe(rsv2);
  expect(await colours('server')).toEqual([rsv2, rsv2, rsv2]);
  expect(await fieldLine(live.frameFrom('server'), 'RSV1').textContent()).toContain(
    'not compressed',
  );
});

test('what was said before costs hardly anything, and is told in full', async ({ live }) => {
  await live.connect();
  const text = Array.from({ length: 40 }, (_, at) => (at * at * 7919).toString(36)).join(' ');
  const sizes: number[] = [];
  for (let i = 0; i < 2; i++) {
    await live.sendText(text);
    await poll(() => drawnFrames(live)).toHaveLength(2 * (i + 1));
    const sent = live.frameFrom('client');
    expect(String(await payloadBytes(sent, 'inflated'))).toBe(text);
    sizes.push(await sizeInLine(sent));
  }
  expect(sizes[1]).toBeLessThan((sizes[0] as number) / 4);
});

test('a message that has grown is said to be no smaller', async ({ live }) => {
  await live.connect();
  await live.sendText('Hello');
  const sent = live.frameFrom('client');
  expect(await drawnSizes(sent)).toEqual([7, 5]);
  expect(await sent.locator('.size').last().textContent()).toBe('140% of 5 bytes');
  expect(await sent.locator('[data-part=sizes]').textContent()).toContain('140%: not smaller');
});

test('fragments are inflated one by one, and the last has the sizes of all', async ({ live }) => {
  await live.connect();
  await live.page.getByLabel('Message', { exact: true }).fill('three parts');
  await live.page.getByRole('button', { name: 'fragmented message' }).click();
  await poll(() => live.log()).toContain('receivedthree parts');
  await poll(() => drawnFrames(live)).toHaveLength(7);
  const data = (await drawnFrames(live)).filter(({ place }) => place !== '');
  expect(data.map(({ preview }) => preview)).toEqual(['thr', 'ee p', 'arts']);

  const rows = live.page.locator('#wire details[data-message]');
  expect(await rows.locator('.compressed').count()).toBe(3);
  const wireBytes = (await Promise.all([0, 1, 2].map((at) => sizeInLine(rows.nth(at))))).reduce(
    (sum, bytes) => sum + bytes,
  );
  const last = rows.first();
  expect(await drawnSizes(last)).toEqual([wireBytes, 11]);
  expect(await drawnFields(last)).toMatchObject({ rsv1: '0', opcode: '0x0' });
  expect(await fieldLine(last, 'RSV1').textContent()).toContain('as the first fragment says');
  const middle = rows.nth(1);
  await middle.locator('summary').click();
  expect(String(await payloadBytes(middle, 'inflated'))).toBe('ee p');
  expect(await middle.locator('[data-part=sizes]').count()).toBe(0);
});

test('the server sends a long text as it is asked to, and the second time almost nothing', async ({
  live,
}) => {
  await live.connect();
  const button = live.page.getByRole('button', { name: '160 lines of JSON' });
  const sizes: number[] = [];
  for (const wanted of [true, true, false]) {
    await live.compress(wanted);
    await button.click();
    await poll(() => drawnFrames(live)).toHaveLength(sizes.length + 1);
    const frame = live.frameFrom('server');
    expect(await drawnFields(frame)).toMatchObject({ rsv1: wanted ? '1' : '0' });
    expect(await frame.locator('[data-part=preview]').textContent()).toMatch(/^\{"time":/);
    sizes.push(await sizeInLine(frame));
  }
  const [first = 0, second = 0, plain = 0] = sizes;
  expect(first).toBeLessThan(plain / 10);
  expect(second).toBeLessThan(plain / 50);
});

test('what cannot be inflated is said to be so', async ({ live }) => {
  const frame = {
    sender: 'server',
    time: Date.now(),
    hex: 'c102ffff',
    totalBytes: 4,
    inflated: { hex: '6f6b', totalBytes: 2, message: null, fault: 'compressed-data-invalid' },
  };
  await live.page.route('**/trace?*', (route) =>
    route.fulfill({
      contentType: 'text/event-stream',
      body: `: open\n\nevent: frame\ndata: ${JSON.stringify(frame)}\n\nevent: done\ndata: {}\n\n`,
    }),
  );
  await live.connect();
  const card = live.frameFrom('server');
  expect(await card.locator('.fault').textContent()).toBe(
    'It cannot be inflated: compressed data invalid.',
  );
  expect(String(await payloadBytes(card, 'inflated'))).toBe('ok');
  expect(await card.locator('[data-part=sizes]').count()).toBe(0);
});

test.for([320, 641, 993, 1280])(
  'nothing overflows at %i pixels',
  async (width, { browser, server }) => {
    const sized = await LivePage.open(browser, server.origin, width);
    await sized.connect();
    await sized.sendText(chorus);
    await drawnFields(sized.frameFrom('server'));
    await sized.page.getByRole('button', { name: 'fragmented message' }).click();
    await poll(() => sized.log()).toContain('receivedOne message');
    const sent = sized.page.locator('#wire details[data-rsv1][data-sender=client]');
    if ((await sent.getAttribute('open')) === null) await sent.locator('summary').click();
    await drawnFields(sent);
    expect(await sized.scrollsSideways()).toBe(false);
    const cut = await sized.page
      .locator('.scroller, .sizes, .field-line, .frame-body, .panel')
      .evaluateAll((nodes) =>
        nodes
          .filter((node) => node.scrollWidth > node.clientWidth + 1)
          .map((node) => node.className),
      );
    expect(cut).toEqual([]);
  },
);
