import type { AttackClass } from './attack-row.js';

/** Lengths that a peer declares. */
export const lengths = {
  title: 'Lengths',
  rows: [
    {
      id: 'length-sum-overflow',
      flaw: 'The declared lengths of fragments are added up until the sum overflows and passes the limit.',
      advisories: ['CVE-2020-27813'],
      inputs: ['`02 7f 7fffffffffffffff`, then `00 7f 7fffffffffffffff`'],
      expected: ['1009, as soon as the header is there'],
    },
    {
      id: 'length-sign-bit',
      flaw: 'A length with its most significant bit set becomes negative, and a loop never ends.',
      advisories: ['CVE-2020-13935'],
      inputs: ['`82 ff 8000000000000000 00000000`', '`82 ff ffffffffffffffff 00000000`'],
      expected: ['1002'],
    },
    {
      id: 'length-high-word',
      flaw: 'The upper word of a 64-bit length is lost, or header, key and length add up past the range.',
      advisories: ['CVE-2026-1528', 'CVE-2026-27889', 'CVE-2026-50161'],
      inputs: [
        '`82 7f 0080000000000001`',
        '`82 7f 0000000100000000`',
        '`82 7f 0000000080000000`',
        'lengths so near to the end of the range that header and key go beyond it',
      ],
      expected: ['1009', 'nothing is thrown'],
    },
    {
      id: 'length-allocated',
      flaw: 'Memory is taken for what a header declares, before any of it has come.',
      advisories: ['CVE-2022-35922'],
      inputs: ['`82 ff 0000000040000000 <mask>`, then nothing'],
      expected: ['memory follows the bytes that were received'],
    },
    {
      id: 'length-not-minimal',
      flaw: 'A length in a longer form than it needs is taken, so that two readers can disagree.',
      advisories: [],
      inputs: ['`82 7e 0005 …`', '`82 7f 000000000000ffff …`'],
      expected: ['1002'],
    },
    {
      id: 'limit-zero-or-infinite',
      flaw: 'A limit of 0 or of Infinity means something that nobody expects.',
      advisories: [],
      inputs: ['every limit as 0', 'every limit as Infinity', 'every limit as no count at all'],
      expected: [
        '0 is a limit like others: nothing, and not everything',
        'Infinity is refused as an argument wherever something is kept',
        'what is no count is refused as an argument',
      ],
    },
  ],
} as const satisfies AttackClass;
