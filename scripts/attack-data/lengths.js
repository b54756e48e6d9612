/**
 * Lengths that the tester declares, and masks.
 */

import { BINARY, begun, filled, frame, refused, send, TEXT, utf8 } from './notation.js';

/** @import { AttackCase } from './notation.js' */

/** @type {(id: string, row: string, length: string, title: string, code: number, payload?: number) => AttackCase} */
const declared = (id, row, length, title, code, payload = 0) => ({
  id,
  row,
  title,
  section: code === 1009 ? 'RFC 6455 §10.4' : 'RFC 6455 §5.2',
  steps: [send(frame(BINARY, payload === 0 ? '' : filled('61', payload), { length }))],
  end: refused(code),
});

/** @type {readonly AttackCase[]} */
export const lengths = [
  {
    id: 'mask-missing',
    row: 'mask-not-enforced',
    title: 'An unmasked frame from a client',
    roles: ['server'],
    section: 'RFC 6455 §5.1',
    steps: [send(frame(TEXT, utf8('Hello'), { masked: false }))],
    end: refused(1002),
  },
  {
    id: 'mask-unexpected',
    row: 'mask-not-enforced',
    title: 'A masked frame from a server',
    roles: ['client'],
    section: 'RFC 6455 §5.1',
    steps: [send(frame(TEXT, utf8('Hello'), { masked: true }))],
    end: refused(1002),
  },
  {
    id: 'length-sum-overflow-first',
    row: 'length-sum-overflow',
    title: 'A first fragment declares 2^63 - 1 bytes',
    section: 'RFC 6455 §10.4',
    steps: [send(frame(BINARY, '', { fin: false, length: '7fffffffffffffff' }))],
    end: refused(1009),
  },
  {
    id: 'length-sum-overflow',
    row: 'length-sum-overflow',
    title: 'A second fragment declares 2^63 - 1 bytes, which overflows the sum with the first',
    section: 'RFC 6455 §10.4',
    steps: [send(begun(BINARY, '61'), frame(0, '', { fin: false, length: '7fffffffffffffff' }))],
    end: refused(1009),
  },
  declared(
    'length-top-bit',
    'length-sign-bit',
    '8000000000000000',
    'A length with its most significant bit set',
    1002,
  ),
  declared(
    'length-all-bits',
    'length-sign-bit',
    'ffffffffffffffff',
    'A length with all 64 bits set',
    1002,
  ),
  declared(
    'length-top-bit-sum',
    'length-sign-bit',
    'fffffffffffffff0',
    'A length so near to 2^64 that header and key go beyond it',
    1002,
  ),
  declared(
    'length-2-55',
    'length-high-word',
    '0080000000000001',
    'A length of 2^55 + 1, more than a double holds exactly',
    1009,
  ),
  declared('length-2-53', 'length-high-word', '0020000000000000', 'A length of 2^53', 1009),
  declared('length-2-32', 'length-high-word', '0000000100000000', 'A length of 2^32', 1009),
  declared('length-2-31', 'length-high-word', '0000000080000000', 'A length of 2^31', 1009),
  declared(
    'length-near-2-63',
    'length-high-word',
    '7ffffffffffffff0',
    'A length so near to 2^63 that header and key go beyond it',
    1009,
  ),
  {
    id: 'length-allocated',
    row: 'length-allocated',
    title: 'A length of 1 GiB and nothing behind it: refused, or waited for without its memory',
    section: 'RFC 6455 §10.4',
    steps: [send(frame(BINARY, '', { length: '0000000040000000' })), { wait: 200 }, { end: true }],
    end: { by: 'anyone', codes: [1009] },
  },
  declared(
    'length-16-not-minimal',
    'length-not-minimal',
    '0005',
    'A length of 5 in 16 bits',
    1002,
    5,
  ),
  declared(
    'length-64-not-minimal',
    'length-not-minimal',
    '0000000000000005',
    'A length of 5 in 64 bits',
    1002,
    5,
  ),
  declared(
    'length-64-bits-for-65535',
    'length-not-minimal',
    '000000000000ffff',
    'A length of 65 535 in 64 bits',
    1002,
    65_535,
  ),
  {
    id: 'limit-reached',
    row: 'limit-zero-or-infinite',
    title: 'A message of exactly the limit passes',
    maxMessageBytes: 100_000,
    steps: [send(frame(TEXT, filled('61', 100_000)))],
    replies: [{ text: filled('61', 100_000) }],
  },
  {
    id: 'limit-passed',
    row: 'limit-zero-or-infinite',
    title: 'A message of one byte more than the limit is refused',
    section: 'RFC 6455 §10.4',
    maxMessageBytes: 100_000,
    steps: [send(frame(TEXT, filled('61', 100_001)))],
    end: refused(1009),
  },
  {
    id: 'limit-for-each-message',
    row: 'limit-zero-or-infinite',
    title: 'The limit is for each message: ten of its length pass, with a ping inside each',
    maxMessageBytes: 1000,
    rounds: 10,
    steps: [send(begun(TEXT, filled('61', 999)), frame(9, utf8('p')), frame(0, '61'))],
    replies: [{ pong: utf8('p') }, { text: filled('61', 1000) }],
  },
];
