/**
 * The live example's page: fragments, pings, and the closing handshake from both sides.
 */

import { describe, expect } from 'vitest';
import { drawnFields, drawnFrames, payloadBytes, poll } from './live-page.js';
import { test } from './live-test.js';

describe('fragments', () => {
  test('of the server are drawn as one message, with pings and pongs between them', async ({
    live,
  }) => {
    await live.connect();
    await live.sendText('Hello');
    await poll(() => drawnFrames(live)).toHaveLength(2);
    await live.compress(false);
    await live.page.getByLabel('Message', { exact: true }).fill('three parts');
    await live.page.getByRole('button', { name: 'Send a fragmented message' }).click();
    await poll(() => live.log()).toMatch(/receivedthree partsno echo$/);
    await poll(() => drawnFrames(live)).toHaveLength(9);

    const [sent, echo, ...fragments] = await drawnFrames(live);
    expect([sent?.place, echo?.place]).toEqual(['message 1', 'message 2']);
    const ping = (sender: string, name: string, number: number): object => ({
      sender,
      name,
      place: '',
      preview: `ping ${number}, between fragments`,
      threads: ['between', null],
    });
    const fragment = (name: string, place: string, preview: string, thread: string): object => ({
      sender: 'server',
      name,
      place,
      preview,
      threads: [thread, null],
    });
    expect(fragments).toEqual([
      fragment('Text', 'fragment 1 of message 3', 'thr', 'first'),
      ping('server', 'Ping', 1),
      ping('client', 'Pong', 1),
      fragment('Continuation', 'fragment 2 of message 3', 'ee p', 'middle'),
      ping('server', 'Ping', 2),
      ping('client', 'Pong', 2),
      fragment('Continuation', 'fragment 3 of message 3, the last', 'arts', 'last'),
    ]);

    const last = live.frameFrom('server');
    expect(await drawnFields(last)).toMatchObject({
      fin: '1',
      opcode: '0x0',
      mask: '0',
      length: '4',
    });
    expect(await last.locator('.bytes-box h4').last().textContent()).toBe('As text');
    expect(await last.locator('[data-part=preview]').textContent()).toBe('arts');
  });

  test('that begin a message say so in FIN and opcode', async ({ live }) => {
    await live.connect();
    await live.page.getByLabel('Fragments').fill('2');
    await live.page.getByRole('button', { name: 'Send a fragmented message' }).click();
    await poll(() => live.log()).toContain('received');
    const first = live.page.locator('#wire [data-thread-server=first] details');
    await first.locator('summary').click();
    expect(await drawnFields(first)).toMatchObject({ fin: '0', opcode: '0x1' });
    expect(await first.locator('.flag').textContent()).toBe('FIN 0');
  });

  test('that the browser makes of a long message are drawn as such', async ({ live }) => {
    await live.connect();
    await live.page.getByRole('button', { name: '256 KiB' }).click();
    await poll(() => live.log()).toMatch(/received262,144 bytes/);
    await poll(async () => (await drawnFrames(live)).at(-1)?.place).toBe('message 2');
    const sent = (await drawnFrames(live)).slice(0, -1);
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.map(({ name }) => name)).toEqual(
      sent.map((_, index) => (index === 0 ? 'Binary' : 'Continuation')),
    );
    expect(sent.map(({ place }) => place)).toEqual(
      sent.map((_, index) => {
        const isLast = index === sent.length - 1;
        return `fragment ${index + 1} of message 1${isLast ? ', the last' : ''}`;
      }),
    );
    expect(sent.map(({ threads }) => threads[1])).toEqual([
      'first',
      ...Array.from({ length: sent.length - 2 }, () => 'middle'),
      'last',
    ]);
  });

  test('are counted anew in a new connection', async ({ live }) => {
    for (let i = 0; i < 2; i++) {
      await live.connect();
      await live.sendText('Hello');
      await poll(async () => (await drawnFrames(live)).at(-1)?.place).toBe('message 2');
      await live.disconnect();
      await poll(() => live.status()).toContain('Closed: 1000');
    }
  });
});

test('a ping is drawn, the pong with the same payload masked, and the time between them', async ({
  live,
}) => {
  await live.connect();
  await live.page.getByRole('button', { name: 'Ping' }).click();
  await poll(() => live.page.locator('#round-trip').textContent()).toMatch(
    /^“ping 1” is back after \d+\.\d ms$/,
  );

  const ping = live.frameFrom('server');
  const pong = live.frameFrom('client');
  expect(await drawnFields(ping)).toMatchObject({
    fin: '1',
    opcode: '0x9',
    mask: '0',
    length: '6',
  });
  expect(await drawnFields(pong)).toMatchObject({
    fin: '1',
    opcode: '0xa',
    mask: '1',
    length: '6',
  });
  expect(String(await payloadBytes(ping, 'unmasked'))).toBe('ping 1');
  expect(String(await payloadBytes(pong, 'unmasked'))).toBe('ping 1');
  expect(await pong.locator('.round-trip').textContent()).toMatch(/^round trip \d+\.\d ms$/);
  expect(await ping.locator('.round-trip').count()).toBe(0);
});

describe('closing', () => {
  test.for([
    { first: 'Browser', second: 'Server', senders: ['client', 'server'], code: '3000' },
    { first: 'Server', second: 'Browser', senders: ['server', 'client'], code: '4999' },
  ] as const)(
    'begun by the $first goes step by step',
    async ({ first, second, senders, code }, { live }) => {
      await live.connect();
      await poll(() => live.states()).toEqual(['1 OPEN', 'open', 'open']);
      expect(await live.closingSteps()).toEqual([]);

      await live.closeFrom(first, code, 'Grüße');
      await poll(() => live.status()).toMatch(`Closed: ${code}`);
      await poll(() => live.states()).toEqual(['3 CLOSED', 'closed', 'close-after-output']);
      expect(await live.closingSteps()).toEqual([
        `${first}: Close ${code}`,
        `${second}: Close ${code} in answer`,
        'Server ends TCP',
        'Browser ends TCP',
      ]);

      const [close, answer] = await drawnFrames(live);
      expect([close?.sender, answer?.sender]).toEqual(senders);
      expect([close?.name, answer?.name]).toEqual(['Close', 'Close']);
      expect(close?.preview).toContain('“Grüße”');
      expect(answer?.preview).toContain(code);
      expect(await drawnFields(live.frameFrom(senders[0]))).toMatchObject({ opcode: '0x8' });
    },
  );

  test('is on the wire as the server’s states, too', async ({ live }) => {
    await live.connect();
    await live.closeFrom('Server', '1000', '');
    await poll(() => live.states()).toEqual(['3 CLOSED', 'closed', 'close-after-output']);
    const notes = await live.page.locator('#wire .note-row .preview').allTextContents();
    expect(notes.reverse()).toEqual([
      'state open, transport open',
      'state closing, transport open',
      'state closed, transport end-after-output',
      'ends its side of the TCP connection',
      'ends its side of the TCP connection',
      'state closed, transport close-after-output',
    ]);
  });

  test('shows nothing of the last one in the next connection', async ({ live }) => {
    await live.connect();
    await live.disconnect();
    await poll(() => live.closingSteps()).toHaveLength(4);
    await live.connect();
    await poll(() => live.states()).toEqual(['1 OPEN', 'open', 'open']);
    expect(await live.closingSteps()).toEqual([]);
  });

  test.for([
    ['999', '', 'close-code'],
    ['1001', '', 'close-code'],
    ['2999', '', 'close-code'],
    ['5000', '', 'close-code'],
    ['', '', 'close-code'],
    ['3000', 'ü'.repeat(62), 'close-reason'],
  ] as const)(
    'with the code %j and the reason %j is not sent',
    async ([code, reason, wrong], { live }) => {
      await live.connect();
      for (const side of ['Browser', 'Server'] as const) await live.closeFrom(side, code, reason);
      expect(await live.focused()).toBe(wrong);
      const input = live.page.locator(`#${wrong}`);
      const message = await input.evaluate((node) => (node as HTMLInputElement).validationMessage);
      expect(message).not.toBe('');
      expect(await live.states()).toEqual(['1 OPEN', 'open', 'open']);
      expect(await drawnFrames(live)).toEqual([]);
    },
  );
});

test('a page that is not connected can only connect', async ({ live }) => {
  const enabled = (): Promise<string[]> =>
    live.page
      .locator('button:enabled')
      .evaluateAll((buttons) => buttons.map((button) => button.id));
  expect(await enabled()).toEqual(['toggle']);
  expect(await live.states()).toEqual(['–', '–', '–']);
  await live.connect();
  expect(await enabled()).toHaveLength(10);
  await live.disconnect();
  await poll(enabled).toEqual(['toggle']);
});
