/**
 * The table of differences: each entry names a clause and nobody, and takes no more than it says.
 */

import { describe, expect, test } from 'vitest';
import {
  acceptedHeads,
  acceptedRequests,
  explainHead,
  explainRequest,
  explainStream,
  refusedRequests,
  streamDifferences,
} from '../../fuzz/differences.js';
import type { Verdict } from '../../fuzz/peers/streams.js';

const verdict = (events: string[], end: Verdict['end'], code: number | null = null): Verdict => ({
  events,
  end,
  code,
});

test('every entry has a clause of an RFC and names no project', () => {
  const entries = [...streamDifferences, ...acceptedRequests, ...acceptedHeads];
  for (const { id, ours, clause } of entries) {
    expect(clause, id).toMatch(/^RFC \d{4} §/);
    expect(`${id} ${ours} ${clause}`).not.toMatch(/\bws\b|websocket-driver|undici|http-parser/);
  }
  for (const clause of Object.values(refusedRequests)) expect(clause).toMatch(/^RFC \d{4} §/);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

const wire = new Uint8Array(0);

describe('no entry explains', () => {
  const failed = verdict(['text a'], 'failed', 1002);

  test('another content of a message', () => {
    const theirs = verdict(['text b'], 'failed', 1002);
    expect(explainStream(failed, theirs, 'reserved-opcode', wire)).toBeNull();
  });

  test('a message behind a reserved opcode', () => {
    const theirs = verdict(['text a', 'text b'], 'open');
    expect(explainStream(failed, theirs, 'reserved-opcode', wire)).toBeNull();
  });

  test('a refusal of what we take', () => {
    expect(explainStream(verdict(['text a'], 'open'), failed, '', wire)).toBeNull();
  });

  test('a refusal of a Close, but for one of a single byte', () => {
    const ours = verdict([], 'open');
    const theirs = verdict([], 'failed', 1002);
    const explain = (...bytes: number[]) =>
      explainStream(ours, theirs, '', Uint8Array.from(bytes))?.id ?? null;
    expect(explain(0x88, 0x01)).toBe('close-of-one-byte');
    expect(explain(0x88, 0x81, 1, 2, 3)).toBe('close-of-one-byte');
    expect(explain(0x88, 0x02)).toBeNull();
    expect(explain(0x89, 0x01)).toBeNull();
  });

  test('a close code that is another, registered ones apart', () => {
    const ours = verdict([], 'closed', 1001);
    expect(explainStream(ours, verdict([], 'closed', 1002), '', wire)).toBeNull();
    const later = verdict([], 'closed', 1013);
    expect(explainStream(later, verdict([], 'closed', 1002), '', wire)?.id).toBe(
      'registered-close-codes',
    );
  });

  test('a request that all should take', () => {
    expect(explainRequest('complete', { upgrade: 'websocket', connection: 'Upgrade' })).toBeNull();
    expect(explainRequest('method-not-get', {})).toBeNull();
    expect(explainHead(Uint8Array.of(0x41))).toBeNull();
  });
});
