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
});
