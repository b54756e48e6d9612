import type { AttackClass } from './attack-row.js';

/** The opening handshake. */
export const handshake = {
  title: 'Handshake',
  rows: [
    {
      id: 'slow-header-parsing',
      flaw: 'The time that a field takes grows faster than the field.',
      advisories: ['CVE-2021-32640', 'CVE-2020-7662', 'CVE-2023-26103'],
      inputs: [
        '`Sec-WebSocket-Protocol: b`, 32 000 spaces, `x`',
        '`Sec-WebSocket-Extensions: a; b="` and forty `\\c`',
        '`Connection:`, 50 000 tabs, `x`',
      ],
      expected: ['linear cost'],
    },
    {
      id: 'prototype-names',
      flaw: 'A name from the peer becomes the key of an object, and meets what every object has.',
      advisories: ['GHSA-5v72-xg48-5rpm'],
      inputs: [
        '`Sec-WebSocket-Extensions: constructor`, `a;__proto__`, `__proto__; hasOwnProperty=1`',
        'a header called `__proto__`',
        'a subprotocol called `constructor`',
      ],
      expected: ['strings like all others'],
    },
    {
      id: 'endless-head',
      flaw: 'Headers are taken without a limit on their number, or on their length.',
      advisories: ['CVE-2024-37890'],
      inputs: ['2000 headers', '`a: b` for ever', 'one line of 1 MB'],
      expected: ['431, at a finite count, line and total'],
    },
    {
      id: 'line-end-confusion',
      flaw: 'Something other than CRLF ends a line, so that two readers see different headers.',
      advisories: ['CVE-2026-44546'],
      inputs: [
        'bytes 0b, 0c and 1c to 1e in a value',
        'LF alone, CR alone',
        'a folded line',
        'blanks in front of the colon',
        'NUL',
        'byte 85 in a value',
      ],
      expected: ['refused', '85 is a byte like others, and ends no line'],
    },
    {
      id: 'bytes-above-ascii',
      flaw: 'Bytes from 80 on, or a Host that is none, throw or come through.',
      advisories: ['CVE-2026-55517', 'CVE-2026-61666'],
      inputs: [
        '`Sec-WebSocket-Protocol: \\x80`',
        '`Host: [::`',
        '`Host: a b`',
        '`cf-city: Montréal`',
      ],
      expected: [
        'refused in Host, Upgrade, Connection and Sec-WebSocket-*',
        'opaque in every other field, where real clients send them',
      ],
    },
    {
      id: 'old-version',
      flaw: 'A request of an older draft is let through without the checks.',
      advisories: ['CVE-2026-59898'],
      inputs: ['version 7 or 8 without Upgrade and Connection'],
      expected: [
        '426 with `Sec-WebSocket-Version: 13`, `Upgrade: websocket` and `Connection: Upgrade, close`',
      ],
    },
    {
      id: 'unasked-upgrade',
      flaw: 'A 101 that nobody asked for, or a body beside an upgrade, lets requests be smuggled.',
      advisories: [],
      inputs: [
        'a 101 towards a client that sent no key',
        '`Content-Length` above 0 on either side of the upgrade',
        '`Transfer-Encoding` on either side of the upgrade',
      ],
      expected: ['refused'],
    },
    {
      id: 'header-injection',
      flaw: 'A string that is given to an encoder ends a line and begins another header.',
      advisories: ['CVE-2026-1527'],
      inputs: ['CR, LF or NUL in any name or value'],
      expected: ['TypeError'],
    },
    {
      id: 'duplicate-fields',
      flaw: 'One of two fields is taken, and another reader takes the other.',
      advisories: [],
      inputs: [
        'a request with Key, Host, Version or Origin twice',
        'a response with Accept, Protocol or Extensions twice',
        'a request with Protocol or Extensions twice',
      ],
      expected: ['the first two are refused', 'those of a request are joined'],
    },
    {
      id: 'handshake-key',
      flaw: 'A key of a wrong length passes, or one whose base64 is unusual does not.',
      advisories: [],
      inputs: ['a key of 15 bytes, and of 17', '`AQIDBAUGBwgJCgsMDQ4PEC==`'],
      expected: ['wrong lengths are refused', 'spare bits that are not zero are accepted'],
    },
    {
      id: 'token-lists',
      flaw: 'A list is compared as a whole, or searched for part of a word.',
      advisories: [],
      inputs: [
        '`Connection: keep-alive, Upgrade`',
        '`Connection: notupgrade`',
        '`Upgrade: websocket, foo`',
        'any case of letters',
      ],
      expected: [
        'the first is right, the second wrong',
        'the third is right for a server (RFC 6455 §4.2.1) and wrong for a client (§4.1)',
        'case makes no difference',
      ],
    },
    {
      id: 'loose-accept',
      flaw: 'Sec-WebSocket-Accept is compared without regard to case.',
      advisories: [],
      inputs: ['an accept with one letter in the other case'],
      expected: ['refused'],
    },
  ],
} as const satisfies AttackClass;
