/**
 * Counting what was right and what was wrong, with nothing that only some runtimes have.
 */

import { toHex } from '../../vectors/bits.js';

/** Longest text of a failure: who wants more runs the check alone. */
const MAX_TEXT = 400;

export class Tally {
  passed = 0;
  /** A sentence for each check that failed. */
  readonly failures: string[] = [];

  /** Runs one check; whatever it throws makes it fail. */
  check(title: string, body: () => void): void {
    try {
      body();
      this.passed++;
    } catch (error) {
      this.fail(title, error);
    }
  }

  /** The same for one that takes its time. */
  async wait(title: string, body: () => Promise<void>): Promise<void> {
    try {
      await body();
      this.passed++;
    } catch (error) {
      this.fail(title, error);
    }
  }

  fail(title: string, reason: unknown): void {
    this.failures.push(`${title}: ${String(reason).slice(0, MAX_TEXT)}`);
  }
}

/** Throws unless two values are alike: bytes by their numbers, objects by what is in them. */
export function same(actual: unknown, expected: unknown, what: string = 'it'): void {
  const [is, shouldBe] = [show(actual), show(expected)];
  if (is === shouldBe) return;
  let at = 0;
  while (is[at] === shouldBe[at]) at++;
  const from = Math.max(0, at - 20);
  const part = (text: string) => `${from > 0 ? '…' : ''}${text.slice(from, from + 120)}`;
  throw new Error(`${what} is ${part(is)}, not ${part(shouldBe)}`);
}

/** Throws unless the call throws. */
export function throws(body: () => unknown, what: string): void {
  try {
    body();
  } catch {
    return;
  }
  throw new Error(`${what} does not throw`);
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return `<${toHex(value)}>`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(([name, part]) => `${name}: ${show(part)}`);
  return `{${parts.sort().join(', ')}}`;
}
