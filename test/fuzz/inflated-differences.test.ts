/**
 * The table of differences of compressed streams: each entry names a clause and nobody, and is asked of the bytes.
 */

import { describe, expect, test } from 'vitest';
import { explainInflated, inflatedDifferences } from '../../fuzz/differences/inflated-streams.js';
import { fromHex } from '../../fuzz/engine/corpus.js';
import type { Verdict } from '../../fuzz/peers/streams.js';
import { InflatedSession } from '../../fuzz/references/inflated-session.js';

const verdict = (end: Verdict['end'], code: number | null, ...events: string[]): Verdict => ({
  events,
  end,
  code,
});
const read = (wire: string) => new InflatedSession(fromHex(wire.replaceAll(' ', '')), 'client');

/** "Hello" in a compressed block (RFC 7692 §7.2.3.1), and in one that says that it is the last (§7.2.3.4). */
const HELLO = 'c1 07 f2 48 cd c9 c9 07 00';
const LAST = 'c1 08 f3 48 cd c9 c9 07 00 00';
const HALF = 'c1 03 f2 48 cd';
const WRONG = 'c1 01 06';

test('every entry has a clause of an RFC and names no project', () => {
  for (const { id, ours, clause } of inflatedDifferences) {
    expect(clause, id).toMatch(/^RFC \d{4} §/);
    expect(`${id} ${ours} ${clause}`).not.toMatch(/\bws\b|websocket-driver|undici|http-parser/);
  }
});

// Bytes that belong, at the event where the two differ, and others that do not.
const streams: Record<string, { yes: [string, number][]; no: [string, number][] }> = {
  'behind-a-last-block': {
    yes: [
      [LAST, 0],
      [`${HELLO} ${LAST} ${HELLO}`, 2],
    ],
    no: [
      [HELLO, 0],
      [`${HELLO} ${LAST}`, 0],
    ],
  },
  'end-inside-a-block': {
    yes: [[HALF, 0]],
    no: [
      [HELLO, 0],
      [`${HELLO} ${HALF}`, 0],
      [WRONG, 0],
    ],
  },
  'content-before-the-message-is-whole': {
    yes: [
      ['41 01 06', 0],
      [`41 01 06 89 00`, 0],
    ],
    no: [
      [WRONG, 0],
      [HELLO, 0],
      ['41 03 f2 48 cd', 0],
    ],
  },
  'code-of-wrong-content': {
    yes: [
      [WRONG, 0],
      [`${HELLO} ${WRONG}`, 1],
    ],
    no: [
      [HELLO, 0],
      [`${HELLO} ${WRONG}`, 0],
      ['41 01 06', 0],
    ],
  },
  'continuation-of-nothing': {
    yes: [
      [`${HELLO} 80 00`, 1],
      ['80 00', 0],
    ],
    no: [
      [HELLO, 0],
      [`${WRONG} 80 00`, 0],
      ['83 00', 0],
    ],
  },
  'compressed-bit-out-of-place': {
    yes: [
      ['c9 00', 0],
      ['41 00 c0 00', 0],
    ],
    no: [
      ['a9 00', 0],
      [HELLO, 0],
      ['d1 00', 0],
    ],
  },
  'wrong-text-behind-controls': {
    // A stored block of the byte ff.
    yes: [['c1 07 00 01 00 fe ff ff 00', 0]],
    no: [
      ['c2 07 00 01 00 fe ff ff 00', 0],
      [HELLO, 0],
    ],
  },
};

describe.each(inflatedDifferences)('the difference $id', ({ id, belongs }) => {
  test('is asked of the bytes', () => {
    const { yes = [], no = [] } = streams[id] ?? {};
    expect(yes.length * no.length).toBeGreaterThan(0);
    expect(yes.filter(([wire, place]) => !belongs(read(wire), place))).toStrictEqual([]);
    expect(no.filter(([wire, place]) => belongs(read(wire), place))).toStrictEqual([]);
  });
});

describe('of the same bytes', () => {
  const explain = (wire: string, ours: Verdict, theirs: Verdict) =>
    explainInflated(ours, theirs, read(wire))?.id ?? null;

  test('nothing explains another content of a message', () => {
    const ours = verdict('open', null, 'text Hello');
    expect(explain(HELLO, ours, verdict('open', null, 'text Hallo'))).toBeNull();
    expect(explain(HELLO, ours, verdict('failed', 1007))).toBeNull();
  });

  test('a message at fault is given by nobody', () => {
    const ours = verdict('failed', 1007);
    expect(explain(WRONG, ours, verdict('failed', null))).toBe('code-of-wrong-content');
    expect(explain(WRONG, ours, verdict('open', null, 'text '))).toBeNull();
    expect(explain(WRONG, ours, verdict('open', null))).toBeNull();
  });

  test('text that is none has one code', () => {
    const wire = 'c1 07 00 01 00 fe ff ff 00';
    const ours = verdict('failed', 1007);
    expect(explain(wire, ours, verdict('failed', 1007, 'ping '))).toBe(
      'wrong-text-behind-controls',
    );
    expect(explain(wire, ours, verdict('failed', 1002))).toBeNull();
  });
});

test('the second reading has what messages say, one after the other', () => {
  // The second refers to the first (RFC 7692 §7.2.3.2).
  expect(read(`${HELLO} c1 05 f2 00 11 00 00`).events).toStrictEqual(['text Hello', 'text Hello']);
  expect(read(`${LAST} ${HELLO}`).events).toStrictEqual(['text Hello', 'text Hello']);
  expect(read('41 03 f2 48 cd 89 00 80 04 c9 c9 07 00').events).toStrictEqual([
    'ping ',
    'text Hello',
  ]);
});
