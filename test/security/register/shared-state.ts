import type { AttackClass } from './attack-row.js';

/** What the list of published flaws does not have, and what looking at this package has brought up. */
export const sharedState = {
  title: 'Found at home',
  rows: [
    {
      id: 'mask-not-enforced',
      flaw: 'Frames are taken masked or not, whoever sends them (RFC 6455 §5.1).',
      advisories: [],
      inputs: [
        '`81 05 48656c6c6f` towards a server',
        '`81 85 37fa213d 7f9f4d5158` towards a client',
      ],
      expected: ['1002, at the second byte'],
    },
    {
      id: 'lying-arrays',
      flaw: 'An array says that it is longer than it is, and shows the memory of others.',
      advisories: [],
      inputs: ['a `Uint8Array` whose `length` is redefined, or whose methods are'],
      expected: ['TypeError, or exactly its bytes'],
    },
    {
      id: 'arrays-that-change',
      flaw: 'A payload grows, shrinks or is transferred while the random source runs.',
      advisories: [],
      inputs: ['a resizable buffer and a transfer, from inside the random source'],
      expected: ['an exception', 'nothing half written'],
    },
    {
      id: 'foreign-code-reenters',
      flaw: 'A function of the caller uses the connection that is just calling it.',
      advisories: [],
      inputs: ['a random source that sends, pings and closes', 'a compressor that does'],
      expected: ['TypeError', 'what was being sent is whole'],
    },
    {
      id: 'shared-compressor',
      flaw: 'One connection learns of another through a compressor that both use.',
      advisories: [],
      inputs: ['messages of one connection, then of another on the same compressor'],
      expected: ['the same bytes as on a fresh compressor', 'no memory of others behind a message'],
    },
    {
      id: 'broken-compressor',
      flaw: 'A compressor throws or cannot do what it is asked for, and the connection goes on.',
      advisories: [],
      inputs: ['an inflater that throws', 'more bytes than zlib can count'],
      expected: ['an exception of its own', 'one event of an abnormal closure at the end'],
    },
    {
      id: 'backlog-cost',
      flaw: 'Whatever waits is moved again with every frame.',
      advisories: [],
      inputs: [
        'a consumer that pulls more slowly than frames come',
        'thousands of small messages that are sent before any is taken',
      ],
      expected: ['linear cost'],
    },
  ],
} as const satisfies AttackClass;
