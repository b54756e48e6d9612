/**
 * The live example's page: the wire as it is shown to a person.
 */

import { expect } from 'vitest';
import { drawnFields, drawnSizes, payloadBytes, poll } from './live-page.js';
import { test } from './live-test.js';

test('before a connection there is an example of RFC 6455', async ({ live }) => {
  const example = live.page.locator('#example');
  expect(await drawnFields(example)).toMatchObject({
    fin: '1',
    opcode: '0x1',
    key: '37 fa 21 3d',
  });
  expect(String(await payloadBytes(example, 'unmasked'))).toBe('Hello');
  expect(await example.locator('.ruler').allTextContents()).toEqual(
    Array.from({ length: 32 }, (_, bit) => String(bit)),
  );
});

test('the handshake is shown, and the accept value found to match', async ({ live }) => {
  await live.connect();
  const request = live.page.locator('[data-part=request]');
  const response = live.page.locator('[data-part=response]');
  await response.waitFor();
  expect(await request.locator('li').first().textContent()).toMatch(
    /^GET \/chat\?trace=[0-9a-f-]{36} HTTP\/1\.1$/,
  );
  expect(await response.locator('li').first().textContent()).toBe(
    'HTTP/1.1 101 Switching Protocols',
  );
  const acceptLine = await response.locator('li.proof').textContent();
  const accept = /^Sec-WebSocket-Accept: (\S+)/.exec(acceptLine ?? '')?.[1];
  const explained = await live.page.locator('[data-part=accept]').textContent();
  expect(explained).toContain(accept);
  expect(explained).toContain('✓ It matches');
});

test('a text and its echo are drawn bit by bit, masked one way and bare the other', async ({
  live,
}) => {
  await live.connect();
  await live.sendText('Hello');
  await poll(() => live.log()).toMatch(/sentHelloreceivedHello/);

  const sent = live.frameFrom('client');
  const { key, ...sentFields } = await drawnFields(sent);
  // A browser compresses whatever it sends; an echo as short as this one is left as it is.
  expect(sentFields).toEqual({
    fin: '1',
    rsv1: '1',
    rsv2: '0',
    rsv3: '0',
    opcode: '0x1',
    mask: '1',
    length: '7',
  });
  const masked = await payloadBytes(sent, 'masked');
  const keyBytes = Buffer.from(key?.replaceAll(' ', '') ?? '', 'hex');
  expect(keyBytes).toHaveLength(4);
  const unmasked = await payloadBytes(sent, 'unmasked');
  expect(masked.map((byte, at) => byte ^ (keyBytes[at % 4] as number))).toEqual(unmasked);
  // The “Hello” of RFC 7692 §7.2.3.1.
  expect(unmasked.toString('hex')).toBe('f248cdc9c90700');
  expect(String(await payloadBytes(sent, 'inflated'))).toBe('Hello');
  expect(await sent.locator('[data-part=preview]').textContent()).toBe('Hello');

  const echo = live.frameFrom('server');
  expect(await drawnFields(echo)).toEqual({ ...sentFields, rsv1: '0', mask: '0', length: '5' });
  expect(await echo.locator('[data-part=masked]').count()).toBe(0);
  expect(String(await payloadBytes(echo, 'unmasked'))).toBe('Hello');
  expect(await echo.locator('.hex').first().textContent()).toBe('810548656c6c6f');
  expect(await echo.locator('.cell[data-field=fin] .cell-bits').textContent()).toBe('1');
  const opcodeBits = await echo.locator('.cell[data-field=opcode] .bit').allTextContents();
  expect(opcodeBits).toEqual(['0', '0', '0', '1']);
});

test('a longer text is drawn with its longer length', async ({ live }) => {
  await live.connect();
  await live.compress(false);
  // Twice 126 bytes.
  await live.page.getByLabel('Message', { exact: true }).fill('世'.repeat(84));
  await live.page.getByLabel('Fragments').fill('2');
  await live.page.getByRole('button', { name: 'fragmented message' }).click();
  await poll(() => live.log()).toContain('received');
  await poll(() => drawnFields(live.frameFrom('server'))).toMatchObject({
    fin: '1',
    length: '126',
    extended: '126',
  });
});

test('bytes beyond 64 KiB are drawn with their longest length', async ({ live }) => {
  await live.connect();
  await live.page.getByRole('button', { name: '256 KiB' }).click();
  await poll(() => live.log()).toMatch(/received262,144 bytes/);
  const echo = live.frameFrom('server');
  const { length, extended } = await drawnFields(echo);
  expect(length).toBe('127');
  expect(await drawnSizes(echo)).toEqual([Number(extended), 262_144]);
});

test('what a peer sends is shown as text and never read as markup', async ({ live }) => {
  await live.connect();
  await live.sendText('<img src=x onerror=alert(1)>');
  await poll(() => live.frameFrom('server').locator('[data-part=preview]').textContent()).toBe(
    '<img src=x onerror=alert(1)>',
  );
  expect(await live.page.locator('img').count()).toBe(0);
});

test('a file is sent as binary, and comes back', async ({ live }) => {
  await live.connect();
  const buffer = Buffer.from([0x00, 0xff, 0x0a, 0x80]);
  const file = { name: 'four.bin', mimeType: 'application/octet-stream', buffer };
  await live.page.getByLabel('Binary file').setInputFiles(file);
  await live.page.getByRole('button', { name: 'Send file' }).click();
  await poll(() => live.log()).toContain('4 bytes 00 ff 0a 80');
  expect(await live.log()).toContain('four.bin, 4 bytes');
  expect(await drawnFields(live.frameFrom('client'))).toMatchObject({ opcode: '0x2', mask: '1' });
  expect(await payloadBytes(live.frameFrom('server'), 'unmasked')).toEqual(buffer);
});

test('random bytes are sent in one kibibyte, of which the first half is shown', async ({
  live,
}) => {
  await live.connect();
  await live.page.getByRole('button', { name: '1 KiB' }).click();
  const [sent, echo] = [live.frameFrom('client'), live.frameFrom('server')];
  for (const frame of [sent, echo]) {
    const { length, extended } = await drawnFields(frame);
    expect(length).toBe('126');
    // Chance cannot be compressed.
    expect(Number(extended)).toBeGreaterThan(1_024);
    expect(await drawnSizes(frame)).toEqual([Number(extended), 1_024]);
    expect(await payloadBytes(frame, 'unmasked')).toHaveLength(512);
    expect(await payloadBytes(frame, 'inflated')).toHaveLength(512);
  }
  expect(await payloadBytes(sent, 'inflated')).toEqual(await payloadBytes(echo, 'inflated'));
});

test('disconnecting shows the close code on both sides, and the end of TCP', async ({ live }) => {
  await live.connect();
  await live.disconnect();
  await poll(() => live.status()).toContain('1000 normal closure');
  for (const sender of ['client', 'server'] as const) {
    const frame = live.frameFrom(sender);
    expect(await drawnFields(frame)).toMatchObject({ fin: '1', opcode: '0x8' });
    expect(await frame.locator('[data-part=preview]').textContent()).toContain('1000');
  }
  await poll(() => live.page.getByText('ends its side of the TCP').count()).toBe(2);
  await live.connect();
  await live.sendText('again');
  await poll(() => live.log()).toMatch(/receivedagain/);
});

test('the newest frame of either side is open, older ones open when they are asked to', async ({
  live,
}) => {
  await live.connect();
  await live.sendText('first');
  await drawnFields(live.frameFrom('server'));
  await live.sendText('second');
  const frames = live.page.locator('#wire details[data-opcode]');
  await poll(() => frames.count()).toBe(4);
  const open = (): Promise<boolean[]> =>
    frames.evaluateAll((nodes) => nodes.map((node) => node.hasAttribute('open')));
  await poll(open).toEqual([true, true, false, false]);

  await frames.nth(3).locator('summary').click();
  await live.sendText('third');
  await poll(() => frames.count()).toBe(6);
  await poll(open).toEqual([true, true, false, false, false, true]);
});

test('no more than 200 rows are kept', async ({ live }) => {
  await live.connect();
  const button = live.page.getByRole('button', { name: 'Send', exact: true });
  await button.evaluate((node) => {
    for (let i = 0; i < 150; i++) (node as HTMLButtonElement).click();
  });
  await poll(() => live.page.locator('.line.received').count()).toBeGreaterThanOrEqual(100);
  await poll(() => live.page.locator('#wire > li').count()).toBe(200);
});

test('the fields of hex digits and bits light up together', async ({ live }) => {
  const example = live.page.locator('#example');
  await example.locator('.cell[data-field=opcode]').hover();
  const lit = await example
    .locator('.lit')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-field')));
  expect(lit).toEqual(['opcode', 'opcode', 'opcode']);
});
