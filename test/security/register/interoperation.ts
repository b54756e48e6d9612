import type { AttackClass } from './attack-row.js';

/** Rules that are easily missed, where one side then takes for said what the other never said. */
export const interoperation = {
  title: 'Easily missed',
  rows: [
    {
      id: 'byte-order-mark',
      flaw: 'A decoder of text takes the byte order mark away, so that what was signed or counted is not what is read.',
      advisories: [],
      inputs: ['a text that begins with `efbbbf`: short, long, in fragments, compressed'],
      expected: ['U+FEFF is a character like others'],
    },
    {
      id: 'control-between-fragments',
      flaw: 'A control frame between fragments resets what is known of the message around it.',
      advisories: [],
      inputs: [
        '`01 01 c3`, a ping, `80 01 a9`, and the same with `28` at its end',
        'a message above its limit with a ping between its fragments',
      ],
      expected: ['the character is whole, or 1007', '1009 where the message crosses the limit'],
    },
    {
      id: 'close-codes',
      flaw: 'Codes that came after the RFC are refused, or the one of them that must not be sent is taken.',
      advisories: [],
      inputs: [
        '`88 02 03f4` (1012), `88 02 03f5` (1013), `88 02 03f6` (1014)',
        '`88 02 03f7` (1015)',
      ],
      expected: ['the first three are echoed', 'the last is refused with 1002'],
    },
    {
      id: 'wrong-first-line',
      flaw: 'The fields of an opening handshake are checked, and the line above them is not.',
      advisories: [],
      inputs: [
        'a right request of HTTP/1.0, or with POST',
        'an answer that is right but for its status, 200',
      ],
      expected: ['refused'],
    },
    {
      id: 'deflate-agreement',
      flaw: 'An answer lacks what the offer asked for, or has what nobody offered, and both sides go on.',
      advisories: [],
      inputs: [
        'an offer with `server_no_context_takeover`, or with `server_max_window_bits=10`',
        'an offer without `client_max_window_bits`',
        'an answer with `client_max_window_bits` without a value, or that was not offered',
      ],
      expected: [
        'granted or declined, and not ignored',
        'no `client_max_window_bits` in the answer',
        'the handshake fails',
      ],
    },
    {
      id: 'joined-bytes',
      flaw: 'Frames that come in one piece with the answer to the opening handshake are lost.',
      advisories: [],
      inputs: ['a 101 and a frame, or a frame and a half, in one write'],
      expected: ['read like all others'],
    },
  ],
} as const satisfies AttackClass;
