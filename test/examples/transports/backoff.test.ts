import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backoff } from '../../../examples/transports/backoff.js';

const times = (backoff: Backoff, count: number, lastedMs = 0) =>
  Array.from({ length: count }, () => backoff.next(lastedMs));

test('waits longer each time, up to a limit', () => {
  const backoff = new Backoff({ minMs: 100, maxMs: 1_000, factor: 3, jitter: 0 });
  expect(times(backoff, 5)).toEqual([100, 300, 900, 1_000, 1_000]);
});

test('leaves a share of each wait to chance', () => {
  const draws = [0, 0.5, 1];
  const backoff = new Backoff({ minMs: 100, factor: 1, jitter: 0.4 }, () => draws.shift() ?? 0);
  expect(times(backoff, 3)).toEqual([100, 80, 60]);
});

test('starts anew after a connection that lasted, and not after one that was dropped at once', () => {
  const backoff = new Backoff({ minMs: 100, maxMs: 10_000, factor: 2, jitter: 0 });
  expect(times(backoff, 3)).toEqual([100, 200, 400]);
  expect(backoff.next(799)).toBe(800);
  expect(backoff.next(1_601)).toBe(100);
  expect(backoff.next(0)).toBe(200);
});

test('never waits longer than the limit or less than chance allows', () => {
  fc.assert(
    fc.property(
      fc.record({
        minMs: fc.integer({ min: 1, max: 1_000 }),
        maxMs: fc.integer({ min: 1_000, max: 60_000 }),
        factor: fc.double({ min: 1, max: 4, noNaN: true }),
        jitter: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (options, lasted, chance) => {
        const backoff = new Backoff(options, () => chance);
        for (const lastedMs of lasted) {
          const waitMs = backoff.next(lastedMs);
          expect(waitMs).toBeLessThanOrEqual(options.maxMs);
          expect(waitMs).toBeGreaterThanOrEqual(options.minMs * (1 - options.jitter));
        }
      },
    ),
  );
});
