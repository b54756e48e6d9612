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

describe('no entry explains', () => {
  const failed = verdict(['text a'], 'failed', 1002);

  test('another content of a message', () => {
    const theirs = verdict(['text b'], 'failed', 1002);
    expect(explainStream(failed, theirs, 'reserved-opcode')).toBeNull();
  });

  test('a message behind a reserved opcode', () => {
    const theirs = verdict(['text a', 'text b'], 'open');
    expect(explainStream(failed, theirs, 'reserved-opcode')).toBeNull();
  });

  test('a refusal of what we take', () => {
    expect(explainStream(verdict(['text a'], 'open'), failed, '')).toBeNull();
  });

  test('a close code that is another, registered ones apart', () => {
    const ours = verdict([], 'closed', 1001);
    expect(explainStream(ours, verdict([], 'closed', 1002), '')).toBeNull();
    const later = verdict([], 'closed', 1013);
    expect(explainStream(later, verdict([], 'closed', 1002), '')?.id).toBe(
      'registered-close-codes',
    );
  });

  test('a request that all should take', () => {
    expect(explainRequest('complete', { upgrade: 'websocket', connection: 'Upgrade' })).toBeNull();
    expect(explainRequest('method-not-get', {})).toBeNull();
    expect(explainHead(Uint8Array.of(0x41))).toBeNull();
  });
});
