import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultHeadLimits,
  FIELD_BOUNDS,
  resolveHeadLimits,
  splitHead,
} from '../../src/http/head-lines.js';
import { usualNames } from '../../src/http/usual-names.js';
import { latin1, verdict } from '../handshake/heads.js';

const split = (text: string, limits = {}, start = 0) =>
  splitHead(latin1(text), start, resolveHeadLimits(limits));

/** The lines as text, names and values with an equals sign between them. */
function linesOf(text: string, start = 0) {
  const result = split(text, {}, start);
  if (result.status !== 'complete') throw new Error(result.status);
  const { firstStart, firstEnd, fields, fieldCount, areFieldsValid } = result.value;
  const lines = [text.slice(firstStart, firstEnd)];
  for (let i = 0; i < fieldCount; i++) {
    const [nameStart, nameEnd, valueStart, valueEnd, usual = -1] = fields.subarray(
      i * FIELD_BOUNDS,
      (i + 1) * FIELD_BOUNDS,
    );
    const name = text.slice(nameStart, nameEnd);
    expect(usualNames[usual] ?? name).toBe(name);
    lines.push(`${name}=${text.slice(valueStart, valueEnd)}`);
  }
  return { lines, areFieldsValid, bytesRead: result.bytesRead };
}

describe('lines', () => {
  test.each([
    ['\r\n', [''], 2],
    ['GET\r\n\r\n', ['GET'], 7],
    ['a\r\nB:c\r\n\r\nrest\r\n\r\n', ['a', 'B=c'], 10],
    ['a\rb\r\n\r\n', ['a\rb'], 7],
    ['a\nb\r\n\r\n', ['a\nb'], 7],
    ['\n\r\n\r\n', ['\n'], 5],
    ['\r\r\n\r\n', ['\r'], 5],
    ['\r\r\r\n\r\n', ['\r\r'], 6],
    ['a\x85\r\n\r\n', ['a\x85'], 6],
    ['a\r\nHost:b\r\nX:  c \t\r\nY:\r\n\r\n', ['a', 'Host=b', 'X=c', 'Y='], 26],
  ])('%j is cut at CRLF alone', (text, expected, bytesRead) => {
    const lines = linesOf(text);
    expect(lines).toEqual({ lines: expected, areFieldsValid: true, bytesRead });
  });

  test.each(['B', ':b', ' B:c', 'B :c', 'B:\rc', 'B:c\n', 'B\0:c', 'Host', 'Host :c', 'B:c\r'])(
    'the line %j is no field, and is passed over',
    (line) => {
      const text = `a\r\nX: y\r\n${line}\r\nZ: w\r\n\r\n`;
      expect(linesOf(text)).toMatchObject({ areFieldsValid: false, bytesRead: text.length });
    },
  );

  test('lines are looked for from the start that is given', () => {
    expect(linesOf('x\r\n\r\nab\r\n\r\n', 5)).toEqual({
      lines: ['ab'],
      areFieldsValid: true,
      bytesRead: 11,
    });
  });

  test.each([
    ['', 4],
    ['G', 4],
    ['GET', 4],
    ['GET\r', 3],
    ['GET\r\n', 2],
    ['GET\r\n\r', 1],
    ['GET\r\na', 4],
    ['GET\r\na\r', 3],
    ['GET\r\na\r\n', 2],
    ['GET\r\na\r\n\r', 1],
    ['GET\r\n\ra', 4],
    ['GET\r\n\r\r', 3],
    ['GET\n\n', 4],
    ['\r', 1],
  ])('after %j at least %i more bytes are missing', (text, bytesNeeded) => {
    expect(split(text)).toEqual({ status: 'incomplete', bytesNeeded });
  });

  test('behind an interim response a whole head is missing', () => {
    expect(split('x\r\n\r\n', {}, 5)).toEqual({ status: 'incomplete', bytesNeeded: 2 });
  });
});

/** The same by splitting and a regular expression. */
function naiveLines(text: string) {
  const all = text.split('\r\n');
  const count = all.slice(0, -1).indexOf('');
  if (count < 0) return 'incomplete';
  const [first = '', ...rest] = all.slice(0, count);
  const field = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*$/;
  const matches = rest.map((line) => field.exec(line));
  const areFieldsValid = matches.every((match) => match !== null);
  const lines = areFieldsValid
    ? [first, ...matches.map((match) => `${match?.[1]}=${match?.[2]}`)]
    : undefined;
  const bytesRead = [...all.slice(0, count), ''].join('\r\n').length + 2;
  return { lines, areFieldsValid, bytesRead };
}

test('any text is cut as the naive way cuts it', () => {
  const pieces = [
    '\r\n',
    '\r\n\r\n',
    '\r',
    '\n',
    ':',
    ' ',
    '\t',
    '\0',
    '\x7f',
    '\xe9',
    'A',
    'abcdefgh',
  ];
  const line = fc.tuple(
    fc.constantFrom('Host', 'host', 'Sec-WebSocket-Key', 'X'),
    fc.string({ maxLength: 12 }),
  );
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(...pieces),
        line.map(([name, value]) => `${name}: ${value.replace(/[^\0-\xff]/g, '')}\r\n`),
      ),
    )
    .map((parts) => `${parts.join('')}\r\n\r\n`);
  fc.assert(
    fc.property(text, (given) => {
      const { lines, ...rest } = linesOf(given);
      expect(rest.areFieldsValid ? { lines, ...rest } : { lines: undefined, ...rest }).toEqual(
        naiveLines(given),
      );
    }),
    { numRuns: 500 },
  );
});

describe('limits', () => {
  test.each([
    // maxHeadBytes counts everything, the empty line included.
    ['abc\r\n\r\n', { maxHeadBytes: 7 }, 'complete'],
    ['abcd\r\n\r\n', { maxHeadBytes: 7 }, 'head-too-large'],
    ['abcd\r\n\r', { maxHeadBytes: 7 }, 'head-too-large'],
    ['abcd\r\n', { maxHeadBytes: 7 }, 'incomplete'],
    ['abcdefg', { maxHeadBytes: 7 }, 'head-too-large'],
    ['abc\r\n\r\nlong rest', { maxHeadBytes: 7 }, 'complete'],
    ['', { maxHeadBytes: 0 }, 'head-too-large'],
    // maxLineBytes does not count the CRLF.
    ['abc\r\n\r\n', { maxLineBytes: 3 }, 'complete'],
    ['abcd\r\n\r\n', { maxLineBytes: 3 }, 'line-too-long'],
    ['abc', { maxLineBytes: 3 }, 'incomplete'],
    ['abc\r', { maxLineBytes: 3 }, 'incomplete'],
    ['abc\rd', { maxLineBytes: 3 }, 'line-too-long'],
    ['abcd', { maxLineBytes: 3 }, 'line-too-long'],
    ['a\r\nabcd', { maxLineBytes: 3 }, 'line-too-long'],
    ['a\r\nabc\r', { maxLineBytes: 3 }, 'incomplete'],
    ['\r\n', { maxLineBytes: 0 }, 'complete'],
    ['a', { maxLineBytes: 0 }, 'line-too-long'],
    // The first line is no header field.
    ['a\r\nb\r\nc\r\n\r\n', { maxHeaderCount: 2 }, 'complete'],
    ['a\r\nb\r\nc\r\nd\r\n', { maxHeaderCount: 2 }, 'too-many-headers'],
    ['a\r\nb\r\nc\r\nd\r', { maxHeaderCount: 2 }, 'incomplete'],
    ['a\r\n\r\n', { maxHeaderCount: 0 }, 'complete'],
    ['a\r\nb\r\n', { maxHeaderCount: 0 }, 'too-many-headers'],
    // What comes first on the wire is judged first.
    ['a\r\nb\r\nabcd', { maxHeaderCount: 0, maxLineBytes: 3 }, 'too-many-headers'],
    ['abcd\r\nb\r\n', { maxHeaderCount: 0, maxLineBytes: 3 }, 'line-too-long'],
    ['abcdef', { maxHeadBytes: 6, maxLineBytes: 3 }, 'line-too-long'],
    ['abcdef', { maxHeadBytes: 3, maxLineBytes: 3 }, 'head-too-large'],
  ])('%j under %j is %s', (text, limits, expected) => {
    expect(verdict(split(text, limits))).toBe(expected);
  });

  test('the head limit counts from the first byte of all, not from the start of this head', () => {
    const text = 'x\r\n\r\nab\r\n\r\n';
    expect(verdict(split(text, { maxHeadBytes: 11 }, 5))).toBe('complete');
    expect(verdict(split(text, { maxHeadBytes: 10 }, 5))).toBe('head-too-large');
  });

  test('the defaults are 16 384 bytes, 128 fields and 8 192 bytes a line', () => {
    expect(defaultHeadLimits).toEqual(resolveHeadLimits({}));
    expect(resolveHeadLimits({})).toEqual({
      maxHeadBytes: 16_384,
      maxHeaderCount: 128,
      maxLineBytes: 8_192,
    });
  });

  test.each(['maxHeadBytes', 'maxHeaderCount', 'maxLineBytes'])(
    '%s must be a non-negative integer',
    (name) => {
      for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => resolveHeadLimits({ [name]: wrong })).toThrow(RangeError);
        expect(() => resolveHeadLimits({ [name]: wrong })).toThrow(`${name} is ${wrong}`);
      }
      expect(() => resolveHeadLimits({ [name]: '5' as unknown as number })).toThrow(TypeError);
    },
  );
});

test.each([32, 33, 64, 65, 127, 200])('%i fields are kept, each in its place', (count) => {
  const names = Array.from({ length: count }, (_, at) => `N${at}`);
  const text = `a\r\n${names.map((name) => `${name}: v${name}\r\n`).join('')}\r\n`;
  const result = split(text, { maxHeaderCount: count });
  if (result.status !== 'complete') throw new Error(result.status);
  const { fields, fieldCount } = result.value;
  expect(fieldCount).toBe(count);
  const pairs = names.map((_, at) => {
    const [from, to, start, end] = fields.subarray(at * FIELD_BOUNDS, at * FIELD_BOUNDS + 4);
    return `${text.slice(from, to)}: ${text.slice(start, end)}`;
  });
  expect(pairs).toStrictEqual(names.map((name) => `${name}: v${name}`));
});
