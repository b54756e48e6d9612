import { describe, expect, test } from 'vitest';
import { bytesOf, encodeUtf8 } from '../../src/testing/byte-data.js';
import { describePayload, WireRecord } from '../../src/testing/case-result.js';

describe('the record of the wire', () => {
  const recordOf = (maxBytes: number, ...chunks: ['tester' | 'subject', string][]) => {
    const record = new WireRecord(maxBytes);
    for (const [from, hex] of chunks) record.add(from, bytesOf(hex));
    return record.entries;
  };

  test('has what went over it, chunk by chunk, as long as there is room', () => {
    expect(recordOf(5, ['tester', '0102'], ['tester', '03'], ['subject', '0405'])).toEqual([
      { from: 'tester', bytes: '0102', omitted: 0 },
      { from: 'tester', bytes: '03', omitted: 0 },
      { from: 'subject', bytes: '0405', omitted: 0 },
    ]);
  });

  test('says how many bytes are left out behind those that it has', () => {
    expect(recordOf(3, ['tester', '0102030405'])).toEqual([
      { from: 'tester', bytes: '010203', omitted: 2 },
    ]);
    expect(recordOf(3, ['tester', '010203'], ['tester', '0405'], ['tester', '06'])).toEqual([
      { from: 'tester', bytes: '010203', omitted: 3 },
    ]);
  });

  test('says who sent what is left out', () => {
    expect(
      recordOf(1, ['tester', '0102'], ['subject', '0304'], ['subject', '05'], ['tester', '06']),
    ).toEqual([
      { from: 'tester', bytes: '01', omitted: 1 },
      { from: 'subject', bytes: '', omitted: 3 },
      { from: 'tester', bytes: '', omitted: 1 },
    ]);
    expect(recordOf(0, ['subject', '01'])).toEqual([{ from: 'subject', bytes: '', omitted: 1 }]);
  });

  test('has no end of entries for two that take turns for ever', () => {
    const turns = Array.from({ length: 1100 }, (_, i): ['tester' | 'subject', string] => [
      i % 2 === 0 ? 'tester' : 'subject',
      '00',
    ]);
    expect(recordOf(10, ...turns)).toHaveLength(1000);
    // What there is room for is never left out.
    expect(recordOf(1050, ...turns)).toHaveLength(1050);
  });
});

describe('a payload', () => {
  test.each([
    ['', "''"],
    ['20 7e', "' ~'"],
    ['20 7e 1f', '207e1f'],
    ['7f', '7f'],
    ['c3a4', 'c3a4'],
  ])('%j is shown as %j', (hex, shown) => {
    expect(describePayload(bytesOf(hex))).toBe(shown);
  });

  test('of more than 24 bytes is cut, and its length is said', () => {
    const letters = 'abcdefghijklmnopqrstuvwx';
    expect(describePayload(encodeUtf8(letters))).toBe(`'${letters}'`);
    expect(describePayload(encodeUtf8(`${letters}y`))).toBe(`'${letters}'... (25 bytes)`);
    expect(describePayload(new Uint8Array(70))).toBe(`${'00'.repeat(24)}... (70 bytes)`);
  });
});
