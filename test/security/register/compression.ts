import type { AttackClass } from './attack-row.js';

/** permessage-deflate (RFC 7692). */
export const compression = {
  title: 'Compression',
  rows: [
    {
      id: 'inflation-bomb',
      flaw: 'The limit counts compressed bytes, or is looked at when all has been inflated.',
      advisories: [
        'CVE-2018-1000518',
        'CVE-2026-1526',
        'CVE-2026-54490',
        'CVE-2026-39804',
        'CVE-2026-27571',
      ],
      inputs: [
        '200 MB of zeros in one message',
        'the same in many fragments, each within the limit',
        'excess that shows at the flush alone',
      ],
      expected: ['1009', 'no more memory than the limit and one block'],
    },
    {
      id: 'rsv1-unnegotiated',
      flaw: 'RSV1 makes a message be inflated, though nobody has agreed on compression.',
      advisories: [],
      inputs: ['`c1 07 f248cdc9c90700`'],
      expected: ['1002'],
    },
    {
      id: 'rsv1-misplaced',
      flaw: 'RSV1 is not looked at where it has no meaning.',
      advisories: [],
      inputs: ['RSV1 on a continuation', 'RSV1 on a control frame'],
      expected: ['1002'],
    },
    {
      id: 'window-bits-grammar',
      flaw: 'Window bits out of their grammar are taken as some number, or throw.',
      advisories: ['CVE-2026-2229'],
      inputs: [
        '`server_max_window_bits=` with `7`, `16`, `0`, `-1`, `1e1`, `08`, `+9`, `15.0`, `99999999999999999999`',
        'with nothing behind the `=`, and with `""`',
        'quoted: `"10"`',
      ],
      expected: [
        'in a response: the handshake fails',
        'in an offer: nothing, or `""`, is a bad request (RFC 6455 §9.1); any other bad value declines the offer (RFC 7692 §7.1)',
        '`"10"` is legal',
        'nothing untyped, and nothing thrown',
      ],
    },
    {
      id: 'final-block-restarts',
      flaw: 'Each final block inside a message begins a new stream at a cost that grows with the message.',
      advisories: ['CVE-2026-128131'],
      inputs: ['10^5 and 10^6 times `0300`, then `f248cdc9c90700`'],
      expected: ['linear cost'],
    },
    {
      id: 'final-block-inside',
      flaw: 'What follows a final block is dropped, or the window is (RFC 7692 §7.2.3.4).',
      advisories: [],
      inputs: ['`c1 08 f348cdc9c9070000`, then `c1 05 f200110000`'],
      expected: ['"Hello" twice: nothing is dropped, and the window is kept'],
    },
    {
      id: 'control-inside-compressed',
      flaw: 'A control frame between compressed fragments goes through the decompressor, or ends the message.',
      advisories: [],
      inputs: ['`41 03 f248cd`, `89 01 70`, `80 04 c9c90700`'],
      expected: ['a ping, then "Hello"'],
    },
    {
      id: 'corrupt-compressed-data',
      flaw: 'Data that no compressor could have made are read beyond what there is, or taken in part.',
      advisories: [],
      inputs: [
        'a distance beyond the window that was agreed on, made with a larger one',
        'a block type that does not exist',
        'a block that is cut off',
      ],
      expected: ['1007'],
    },
    {
      id: 'takeover-state',
      flaw: 'The window is not what the peer believes it to be, after a message that was out of the ordinary.',
      advisories: [],
      inputs: ['sequences with plain messages, empty ones, and ones that a limit refuses'],
      expected: ['the same as with the window of zlib'],
    },
  ],
} as const satisfies AttackClass;
