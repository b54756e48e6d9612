import { isUtf8 } from 'node:buffer';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DataSet, Walk } from './data-set.js';
import { bitmap, dataSets, html, json, pdf, prose } from './index.js';

const textOf = ({ bytes }: DataSet): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** The table of the suite. */
const TABLE = [
  ['JSON', 'text', 194_056, 194_056, 0.04],
  ['bitmap', 'binary', 263_222, 263_222, 0.85],
  ['prose', 'binary', 222_218, 222_218, 0.39],
  ['HTML', 'text', 263_647, 263_620, 0.05],
  ['PDF', 'binary', 1_042_328, 1_042_328, 0.76],
] as const;

describe('the data sets', () => {
  test('are those of the table', () => {
    expect(
      dataSets.map(({ name, type, octets, units, deflatesTo }) => [
        name,
        type,
        octets,
        units,
        deflatesTo,
      ]),
    ).toEqual(TABLE);
  });

  test.each(dataSets)('$name has its size, and the longest message is shorter', (data) => {
    expect(data.bytes).toHaveLength(data.octets);
    expect(Buffer.compare(data.slice(0, data.units), data.bytes)).toBe(0);
    if (data.type === 'text') expect([...textOf(data)].length).toBe(data.units);
    expect(data.units).toBeGreaterThan(131_072);
  });

  test.each(dataSets)('$name deflates to about $deflatesTo', (data) => {
    const ratio = deflateRawSync(data.bytes).length / data.octets;
    expect(Math.abs(ratio / data.deflatesTo - 1)).toBeLessThan(0.1);
  });

  test('the JSON is JSON and ASCII', () => {
    expect(json.bytes.every((octet) => octet < 0x80)).toBe(true);
    expect(JSON.parse(textOf(json))).toHaveProperty('readings');
  });

  test('the HTML has 26 code points outside ASCII, the highest U+1F79', () => {
    const foreign = [...textOf(html)].map((c) => c.codePointAt(0) ?? 0).filter((c) => c > 0x7f);
    expect(foreign).toHaveLength(26);
    expect(Math.max(...foreign)).toBe(0x1f79);
    expect(textOf(html)).toMatch(/^<!DOCTYPE html>[\s\S]*<\/html>\s*$/);
  });

  test('the prose is UTF-8 behind a byte order mark, with the letters of German', () => {
    expect(textOf(prose).codePointAt(0)).toBe(0xfeff);
    expect(isUtf8(prose.bytes)).toBe(true);
    expect(textOf(prose)).toMatch(/ä[\s\S]*ö[\s\S]*ü[\s\S]*ß/);
  });

  test('the bitmap says that it is 512 by 512 points of 8 bits', () => {
    const file = Buffer.from(bitmap.bytes);
    expect(file.toString('latin1', 0, 2)).toBe('BM');
    expect([file.readInt32LE(18), file.readInt32LE(22), file.readUInt16LE(28)]).toEqual([
      512, 512, 8,
    ]);
    expect(file.readUInt32LE(2)).toBe(file.length);
  });

  test('the table of the PDF says where each object begins', () => {
    const file = Buffer.from(pdf.bytes).toString('latin1');
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1]);
    const [, ...offsets] = file.slice(table).match(/^\d{10}(?= \d{5} [fn])/gm) ?? [];
    expect(file.slice(0, 9)).toBe('%PDF-1.4\n');
    expect(offsets).not.toEqual([]);
    offsets.forEach((offset, i) => {
      expect(file.startsWith(`${i + 1} 0 obj\n`, Number(offset))).toBe(true);
    });
  });
});

describe('a walk', () => {
  const made = (content: string): DataSet =>
    new DataSet({
      name: 'made',
      type: 'text',
      octets: Buffer.byteLength(content),
      units: [...content].length,
      deflatesTo: 1,
      make: () => new Uint8Array(Buffer.from(content)),
    });
  const walked = (content: string, length: number, count: number): string[] => {
    const walk = new Walk(made(content), length);
    return Array.from({ length: count }, () => Buffer.from(walk.next()).toString());
  };

  test('goes on where the last message ended, and round again', () => {
    expect(walked('abcdefg', 3, 5)).toEqual(['abc', 'def', 'gab', 'cde', 'fga']);
  });

  test('that ends at the end begins again at the beginning', () => {
    expect(walked('abcdef', 3, 3)).toEqual(['abc', 'def', 'abc']);
    expect(walked('abcd', 4, 2)).toEqual(['abcd', 'abcd']);
  });

  test('cuts between code points', () => {
    expect(walked('aäo\u{1f79}u', 2, 4)).toEqual(['aä', 'o\u{1f79}', 'ua', 'äo']);
  });
});
