/**
 * The live example's page in a browser, and what can be done and seen there.
 */

import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { binaries } from '../runtimes/binaries.js';

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: binaries.chromium, args });
}

/** Asks again until the answer is right; the machine may be busy with other tests. */
export function poll<T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll> {
  return expect.poll(read, { timeout: 10_000 });
}

export class LivePage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens the page afresh, at a width; the test fails if the browser complains about anything. */
  static async open(browser: Browser, url: string, width: number): Promise<LivePage> {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    // Errors of the script, and what the security policy has refused.
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    onTestFinished(async () => {
      await context.close();
      expect(complaints).toEqual([]);
    });
    await page.goto(url);
    return new LivePage(page);
  }

  async connect(): Promise<void> {
    await this.page.getByRole('button', { name: 'Connect' }).click();
    await this.page.getByText('Connected, subprotocol chat').waitFor();
  }

  async disconnect(): Promise<void> {
    await this.page.getByRole('button', { name: 'Disconnect' }).click();
  }

  async sendText(text: string): Promise<void> {
    await this.page.getByLabel('Text').fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
  }

  /** Whether the server is to compress what it is asked to send. */
  async compress(wanted: boolean): Promise<void> {
    await this.page.getByRole('checkbox', { name: 'Compressed' }).setChecked(wanted);
  }

  async status(): Promise<string | null> {
    return this.page.locator('#status').textContent();
  }

  async log(): Promise<string | null> {
    return this.page.getByRole('log').textContent();
  }

  /** The connection as it is shown: the browser's readyState, the server's state and transport. */
  async states(): Promise<string[]> {
    return this.page.locator('.states dd').allTextContents();
  }

  /** The steps of the closing handshake that have been taken. */
  async closingSteps(): Promise<string[]> {
    return this.page.locator('#closing .taken').allTextContents();
  }

  async closeFrom(side: 'Browser' | 'Server', code: string, reason: string): Promise<void> {
    await this.page.getByLabel('Code', { exact: true }).fill(code);
    await this.page.getByLabel('Reason', { exact: true }).fill(reason);
    await this.page.getByRole('button', { name: `${side} closes` }).click();
  }

  /** The id of what has the focus. */
  async focused(): Promise<string | undefined> {
    return this.page.evaluate(() => document.activeElement?.id);
  }

  async scrollsSideways(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  }

  /** The newest row of frames from a side. */
  frameFrom(sender: 'client' | 'server'): Locator {
    return this.page.locator(`#wire details[data-opcode][data-sender=${sender}]`).first();
  }
}

/** A row of the wire in short. */
export interface Row {
  readonly sender: string;
  /** The opcode's name. */
  readonly name: string;
  /** Where it stands among the messages. */
  readonly place: string;
  readonly preview: string;
  /** The threads that it hangs on, the server's and the client's. */
  readonly threads: (string | null)[];
}

/** The frames on the wire, the oldest first. */
export async function drawnFrames(live: LivePage): Promise<Row[]> {
  const rows = await live.page
    .locator('#wire > li:has(> details[data-opcode])')
    .evaluateAll((items) =>
      items.map((item) => {
        const text = (selector: string): string =>
          item.querySelector(`summary ${selector}`)?.textContent ?? '';
        return {
          sender: item.querySelector('details')?.getAttribute('data-sender') ?? '',
          name: text('.opcode-name'),
          place: text('.place'),
          preview: text('.preview'),
          threads: ['server', 'client'].map((side) => item.getAttribute(`data-thread-${side}`)),
        };
      }),
    );
  return rows.reverse();
}

/** The values that are drawn in a diagram, by the ids of the fields. */
export async function drawnFields(frame: Locator): Promise<Record<string, string | null>> {
  await frame.locator('.bit-grid').waitFor();
  const pairs = await frame
    .locator('.bit-grid [data-field][data-value]')
    .evaluateAll((cells) =>
      cells.map((cell) => [cell.getAttribute('data-field'), cell.getAttribute('data-value')]),
    );
  return Object.fromEntries(pairs);
}

/** The bytes in a part of a frame's payload. */
export async function payloadBytes(
  frame: Locator,
  part: 'masked' | 'unmasked' | 'inflated',
): Promise<Buffer> {
  const bytes = await frame.locator(`[data-part=${part}] .byte`).allTextContents();
  return Buffer.from(bytes.join(''), 'hex');
}

/** The lengths of a frame's message as they are drawn: on the wire and inflated. */
export async function drawnSizes(frame: Locator): Promise<(number | undefined)[]> {
  const counts = await frame.locator('[data-part=sizes] .size-count').allTextContents();
  return counts.map((count) => Number(/^([\d,]+) bytes?$/.exec(count)?.[1]?.replaceAll(',', '')));
}
