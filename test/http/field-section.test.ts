import { describe, expect, test } from 'vitest';
import { readFieldSection } from '../../src/http/field-section.js';

describe('readFieldSection', () => {
  test('takes the pseudo-header fields apart from the others', () => {
    const section = readFieldSection(
      [
        [':a', '1'],
        [':b', ''],
        ['c', 'x  y'],
        ['c', ''],
      ],
      [':a', ':b'],
    );
    if (typeof section === 'string') throw new Error(section);
    expect([...section.pseudoHeaders]).toStrictEqual([
      [':a', '1'],
      [':b', ''],
    ]);
    expect(section.headers).toStrictEqual([
      ['c', 'x  y'],
      ['c', ''],
    ]);
  });

  test('tells the first fault, in the order of the list', () => {
    const upgrade = ['upgrade', 'websocket'] as const;
    const malformed = ['Upper', 'x'] as const;
    expect(readFieldSection([upgrade, malformed], [])).toBe('connection-field-present');
    expect(readFieldSection([malformed, upgrade], [])).toBe('header-malformed');
  });

  test.each(['trailers', 'Trailers'])('lets te say %s', (value) => {
    expect(readFieldSection([['te', value]], [])).toMatchObject({ headers: [['te', value]] });
  });

  test.each<[string, string, string]>([
    ['header-malformed', 'a b', 'x'],
    ['header-malformed', '', 'x'],
    ['header-malformed', ':', 'x'],
    ['header-malformed', ':a b', 'x'],
    ['header-malformed', '::a', 'x'],
    ['header-malformed', 'aB', 'x'],
    ['header-malformed', 'Ab', 'x'],
    ['header-malformed', ':A', 'x'],
    ['header-malformed', 'a', 'x\ny'],
    ['header-malformed', 'a', 'x\0'],
    ['header-malformed', 'a', ' x'],
    ['header-malformed', 'a', 'x '],
    ['header-malformed', 'a', '\tx'],
    ['header-malformed', 'a', 'x\t'],
    ['header-malformed', ':a', ' 1'],
    ['pseudo-header-unknown', ':b', 'x'],
    ['pseudo-header-duplicate', ':a', '2'],
    ['connection-field-present', 'connection', 'x'],
    ['connection-field-present', 'proxy-connection', 'x'],
    ['connection-field-present', 'keep-alive', 'x'],
    ['connection-field-present', 'transfer-encoding', 'x'],
    ['connection-field-present', 'upgrade', 'x'],
    ['connection-field-present', 'te', 'gzip'],
    ['connection-field-present', 'te', ''],
  ])('finds %s in %j: %j', (code, name, value) => {
    const list = [[':a', '1'] as const, [name, value] as const];
    expect(readFieldSection(list, [':a'])).toBe(code);
  });

  test('wants pseudo-header fields in front, whether it knows them or not', () => {
    for (const name of [':a', ':b']) {
      const list = [['c', 'x'] as const, [name, '1'] as const];
      expect(readFieldSection(list, [':a'])).toBe('pseudo-header-misplaced');
    }
  });

  test('takes a colon for one at the beginning of a name alone', () => {
    expect(readFieldSection([['a:', 'x']], ['a:'])).toBe('header-malformed');
  });
});
