/**
 * The live example's page in a browser, and what can be done and seen there.
 */

import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

const { CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;
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
  return chromium.launch({ executablePath, args });
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

  async status(): Promise<string | null> {
    return this.page.getByRole('status').textContent();
  }

  async log(): Promise<string | null> {
    return this.page.getByRole('log').textContent();
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
export async function payloadBytes(frame: Locator, part: 'masked' | 'unmasked'): Promise<Buffer> {
  const bytes = await frame.locator(`[data-part=${part}] .byte`).allTextContents();
  return Buffer.from(bytes.join(''), 'hex');
}
