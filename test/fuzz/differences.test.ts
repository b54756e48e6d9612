/**
 * The tables of differences: each entry names a clause and nobody, is asked of the bytes, and takes no more than it says.
 */

import { describe, expect, test } from 'vitest';
import {
  acceptedHeads,
  acceptedRequests,
  refusedRequests,
} from '../../fuzz/differences/requests.js';
import { explainStream, streamDifferences } from '../../fuzz/differences/streams.js';
import { fromHex } from '../../fuzz/engine/corpus.js';
import type { Verdict } from '../../fuzz/peers/streams.js';
import { Session } from '../../fuzz/references/session.js';

type Role = 'client' | 'server';

const verdict = (
  end: Verdict['end'],
  code: number | null = null,
  ...events: string[]
): Verdict => ({
  events,
  end,
  code,
});
const read = (wire: string, role: Role = 'client') =>
  new Session(fromHex(wire.replaceAll(' ', '')), { role });

test('every entry has a clause of an RFC and names no project', () => {
  const entries = [...streamDifferences, ...acceptedRequests, ...acceptedHeads];
  for (const { id, ours, clause } of entries) {
    expect(clause, id).toMatch(/^RFC \d{4} §/);
    expect(`${id} ${ours} ${clause}`).not.toMatch(/\bws\b|websocket-driver|undici|http-parser/);
  }
  for (const clause of Object.values(refusedRequests)) expect(clause).toMatch(/^RFC \d{4} §/);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

// An input that belongs, and others that do not.
const streams: Record<string, { role?: Role; yes: string[]; no: string[] }> = {
  'fault-before-the-frame-is-whole': {
    yes: ['83', '83 05 61', 'c1 02 61', '81 02 ff'],
    no: ['83 00', '83 01 61', '81 02 61 ff', '81 02 61'],
  },
  'text-before-the-message-is-whole': {
    yes: ['01 01 ff 80 00', '81 02 ff', '01 01 c3 00 01 41'],
    no: ['81 01 ff', '81 01 c3', '82 02 ff', '01 01 c3', '01 01 41 83 00'],
  },
  'shortest-length': {
    yes: ['82 7e 00 05 0000000000', '82 7f 0000000000000005', '82 7f 000000000000ffff'],
    no: ['82 7e 00 7e', '83 7e 00 7e', '82 7f 0000000000010000', '83 05', '82 7e 00'],
  },
  'control-length': {
    yes: ['89 7e', '88 7f', '8a 7e 00 05'],
    no: ['89 7d', '83 7e 01 00', '82 7e 01 00', '09 00'],
  },
  'mask-towards-a-client': {
    yes: ['81 80 00000000', '82 80'],
    no: ['83 00', '81 00', '81 7e 00 05'],
  },
  'first-fault': { yes: ['83 00', '81 01 ff'], no: ['81 00', '88 00', '81'] },
  'close-refused-in-the-answer': {
    yes: ['88 01 03', '88 02 0000', '88 03 03e8 ff'],
    no: ['88 02 03e8', '88 7e', '81 01 ff', '88 01'],
  },
  'close-of-one-byte': { yes: ['88 01', '8900 8801'], no: ['88 02', '89 01', '88 01 03', '88'] },
  'close-without-a-code': { yes: ['88 00'], no: ['88 02 03e8', '88', '89 00'] },
  'registered-close-codes': {
    yes: ['88 02 03f4', '88 02 03f6'],
    no: ['88 02 03f3', '88 02 03f7', '82 02 03f4'],
  },
};

describe.each(streamDifferences)('the difference $id', ({ id, belongs }) => {
  test('is asked of the bytes', () => {
    const { role, yes = [], no = [] } = streams[id] ?? {};
    expect(yes.length * no.length).toBeGreaterThan(0);
    expect(yes.filter((wire) => !belongs(read(wire, role)))).toStrictEqual([]);
    expect(no.filter((wire) => belongs(read(wire, role)))).toStrictEqual([]);
  });
});

test('a mask is a fault towards a client alone', () => {
  const entry = streamDifferences.find(({ id }) => id === 'mask-towards-a-client');
  expect(entry?.belongs(read('83 80 00000000', 'server'))).toBe(false);
});

describe('of the same bytes', () => {
  const explain = (wire: string, ours: Verdict, theirs: Verdict, role: Role = 'client') =>
    explainStream(ours, theirs, read(wire, role))?.id ?? null;

  test('nothing explains another content of a message', () => {
    const wire = '81 01 61 83 00';
    const ours = verdict('failed', 1002, 'text a');
    expect(explain(wire, ours, verdict('failed', 1002, 'text b'))).toBeNull();
    expect(explain(wire, ours, verdict('open', null, 'text a', 'text b'))).toBeNull();
  });

  test('nothing explains a refusal of what has no fault, or of a Close that has none', () => {
    expect(explain('81 00', verdict('open'), verdict('failed', 1002))).toBeNull();
    expect(explain('88 02 03e9', verdict('closed', 1001), verdict('closed', 1002))).toBeNull();
    expect(explain('88 02', verdict('open'), verdict('failed', 1002))).toBeNull();
  });

  test('nothing explains a fault of which only our verdict speaks', () => {
    expect(explain('81 00', verdict('failed', 1002), verdict('failed', 1009))).toBeNull();
    expect(explain('81 00', verdict('failed', 1002), verdict('open'))).toBeNull();
  });

  test('a fault is waited with until its frame is whole, and no longer', () => {
    const ours = verdict('failed', 1002);
    expect(explain('83 01', ours, verdict('open'))).toBe('fault-before-the-frame-is-whole');
    expect(explain('83 01 61', ours, verdict('open'))).toBeNull();
    expect(explain('83 01', ours, verdict('open', null, 'ping '))).toBeNull();
  });

  test('a fault has the code of a fault that its frame has', () => {
    const ours = verdict('failed', 1002);
    const failed = (code: number) => verdict('failed', code);
    // A reserved opcode, and a length that nobody takes.
    const long = '83 7f 0000001000000000';
    expect(explain(long, ours, failed(1009))).toBe('first-fault');
    expect(explain(long, ours, failed(1007))).toBeNull();
    expect(explain('83 00', ours, failed(1009))).toBeNull();
    // Without a mask, towards a server.
    expect(explain('83 00', ours, failed(1003), 'server')).toBe('first-fault');
    expect(explain('83 80 00000000', ours, failed(1003), 'server')).toBeNull();
    expect(explain('83 00', ours, failed(1003))).toBeNull();
    // Text that is none has one code.
    expect(explain('81 01 ff', failed(1007), failed(1002))).toBeNull();
    expect(explain('81 01 ff', ours, failed(1007))).toBe('first-fault');
  });

  test('a wrong Close is answered with a code of its fault', () => {
    const code = verdict('failed', 1002);
    const name = 'close-refused-in-the-answer';
    expect(explain('88 02 0000', code, verdict('closed', 1002))).toBe(name);
    expect(explain('88 02 0000', code, verdict('closed', 1007))).toBeNull();
    expect(explain('88 02 0000', code, verdict('closed', 1000))).toBeNull();
    const reason = verdict('failed', 1007);
    expect(explain('88 03 03e8 ff', reason, verdict('closed', 1002))).toBe(name);
    expect(explain('88 03 03e8 ff', reason, verdict('closed', 1007))).toBe(name);
  });
});
