import type { AttackClass } from './attack-row.js';

/** Much of something, or little of it very often. */
export const quantity = {
  title: 'Quantity',
  rows: [
    {
      id: 'endless-message',
      flaw: 'Every frame passes the limit of a frame, and the message grows without end.',
      advisories: ['CVE-2014-0193', 'CVE-2026-42786', 'CVE-2026-63495'],
      inputs: ['`01 7d …`, then `00 7d …` for ever'],
      expected: ['1009 on the header that crosses the limit', 'its payload is not kept'],
    },
    {
      id: 'tiny-fragments',
      flaw: 'Each fragment costs far more memory than it has bytes, and empty ones are not counted.',
      advisories: ['CVE-2026-48779', 'CVE-2026-12151'],
      inputs: ['a million `00 80 <mask>`', 'fragments of one byte', '`01 00` in front of them'],
      expected: [
        'what is kept stays within a small multiple of what came',
        'the count of fragments is limited (1008), empty ones included',
        'a message of 65 537 fragments passes by default',
      ],
    },
    {
      id: 'small-chunks',
      flaw: 'Whatever is unfinished is read again with every chunk.',
      advisories: ['CVE-2023-43669'],
      inputs: [
        'a frame of 2^12 to 2^20 bytes in chunks of 1, 2, 3 and 7',
        'a head in chunks of 1, 2, 3 and 7',
      ],
      expected: ['linear cost'],
    },
    {
      id: 'ping-flood',
      flaw: 'Every ping leaves a pong in the output of a peer that never reads.',
      advisories: [],
      inputs: ['a million `89 fd …`'],
      expected: [
        'at most `maxPendingPongs` automatic pongs wait',
        'up to it every ping is answered, in order',
        'beyond it the newest takes the place of the last (RFC 6455 §5.5.3)',
      ],
    },
    {
      id: 'pong-flood',
      flaw: 'Pongs that nobody asked for are kept.',
      advisories: ['CVE-2021-3690'],
      inputs: ['a million `8a 80 <mask>`'],
      expected: ['no memory'],
    },
    {
      id: 'event-amplification',
      flaw: 'One chunk becomes so many events at once that a consumer drowns in them.',
      advisories: [],
      inputs: ['1 MB of `81 80 <mask>`'],
      expected: [
        '174 762 messages, pulled one at a time',
        'a consumer can stop in the middle and go on later',
      ],
    },
    {
      id: 'unlimited-defaults',
      flaw: 'A limit exists, but is off or far too high unless someone sets it.',
      advisories: ['CVE-2026-44545', 'CVE-2016-10542'],
      inputs: ['no options at all'],
      expected: ['every default is finite'],
    },
  ],
} as const satisfies AttackClass;
