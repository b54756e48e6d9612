import { expect, test } from 'vitest';
import { closeFor } from '../../../src/adapters/streams/close-for.js';
import { Connection } from '../../../src/connection/connection.js';
import { hex, join } from '../../vectors/bits.js';

test.each([
  [undefined, '88 00'],
  [null, '88 00'],
  ['text', '88 00'],
  [new Error('any'), '88 00'],
  [{ closeCode: 4002 }, '88 02 0fa2'],
  [{ closeCode: 4002, reason: null }, '88 02 0fa2'],
  [{ closeCode: 4003, reason: 'x' }, '88 03 0fa3 78'],
  [{ closeCode: 1006 }, '88 00'],
  [{ closeCode: null, reason: 'x' }, '88 00'],
  [{ closeCode: 4003, reason: 'x'.repeat(124) }, '88 00'],
  [{ closeCode: 4003, reason: 7 }, '88 00'],
])('for %j is %s', (cause, wire) => {
  const connection = new Connection({ role: 'server' });
  closeFor(connection, cause);
  expect(join(...connection.takeOutput())).toStrictEqual(hex(wire));
});

test('what a cause throws is not of interest', () => {
  const connection = new Connection({ role: 'server' });
  const cause = {
    get closeCode(): number {
      throw new Error('a getter');
    },
  };
  closeFor(connection, cause);
  expect(join(...connection.takeOutput())).toStrictEqual(hex('88 00'));
});
