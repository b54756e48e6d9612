import type { AttackClass } from './attack-row.js';

/** Memory, chance and what goes out; and how a connection ends. */
export const memoryChanceEncoder = {
  title: 'Memory, chance, the encoder',
  rows: [
    {
      id: 'uninitialised-bytes',
      flaw: 'What is no Uint8Array is misread as a length or a range, and other memory is sent.',
      advisories: ['CVE-2026-45736', 'CVE-2016-10518'],
      inputs: [
        'a payload that is a `Float32Array`, a `DataView`, a view of a shared pool, a number',
      ],
      expected: ['exactly its bytes, or TypeError'],
    },
    {
      id: 'predictable-masks',
      flaw: 'Masking keys repeat, or come from a source that can be guessed.',
      advisories: ['CVE-2025-10148', 'GHSA-w67g-5rqw-f597'],
      inputs: ['10^4 frames of a client'],
      expected: ['keys are distinct', 'keys are unbiased', '`Math.random` is never called'],
    },
    {
      id: 'callers-bytes',
      flaw: 'The bytes of the caller are changed, or still read after the call.',
      advisories: [],
      inputs: [
        'input that is zeroed after the call (a chunk: after draining)',
        'the same input decoded twice',
        'input compared with a copy of it',
      ],
      expected: ['nothing changes, unless ownership was given'],
    },
    {
      id: 'pinned-buffers',
      flaw: 'A small message is a view that keeps a large chunk alive.',
      advisories: [],
      inputs: ['one small message from a chunk of 64 KiB, kept for long'],
      expected: ['documented', 'there is a way to avoid it'],
    },
    {
      id: 'illegal-sends',
      flaw: 'What no peer may be sent goes out all the same, or in part.',
      advisories: [],
      inputs: [
        'a control payload of more than 125 bytes',
        'a reason that is cut inside a code point',
        'close codes 1004, 1005, 1006, 1015, below 1000, from 5000 on, 1.5 and NaN',
        'opcodes 3 to 7 and 11 to 15',
        'data inside an open fragmented message of another kind',
        'sending after a Close',
      ],
      expected: ['RangeError or TypeError', 'nothing is sent'],
    },
    {
      id: 'lone-surrogates',
      flaw: 'Half of a surrogate pair becomes bytes that are not UTF-8.',
      advisories: [],
      inputs: ['`"\\ud800"` as text'],
      expected: ['U+FFFD on the wire'],
    },
    {
      id: 'exceptions',
      flaw: 'Bytes of a peer throw where nobody catches, and the process ends.',
      advisories: ['CVE-2022-21676'],
      inputs: ['every input of this page'],
      expected: ['nothing is thrown'],
    },
    {
      id: 'end-of-input',
      flaw: 'The end of the stream in the middle of a frame throws, hangs or is told twice.',
      advisories: ['CVE-2017-2670'],
      inputs: ['the end at every byte of every kind of frame'],
      expected: ['one event of an abnormal closure, then quiet'],
    },
    {
      id: 'late-invalid-text',
      flaw: 'A long text is not validated as a whole.',
      advisories: [],
      inputs: ['20 MB of `61`, then `ff`'],
      expected: ['1007'],
    },
    {
      id: 'after-close',
      flaw: 'Frames behind a Close are read, or a Close inside a fragmented message is not.',
      advisories: [],
      inputs: ['data behind a Close', 'a Close inside an open fragmented message'],
      expected: ['the data are ignored', 'the Close is accepted, and its message dropped'],
    },
  ],
} as const satisfies AttackClass;
