import { describe, expect, test } from 'vitest';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { HeadBuffer } from '../../src/http/head-buffer.js';
import { KEY, latin1, latin1Text, requestWith, responseWith, verdict } from '../handshake/heads.js';

/** What each push of a chunk returns, as text. */
function pushes(chunks: readonly string[], options = {}): (string | null)[] {
  const buffer = new HeadBuffer(options);
  return chunks.map((chunk) => {
    const bytes = buffer.push(latin1(chunk));
    return bytes === null ? null : latin1Text(bytes);
  });
}

describe('the end of a head', () => {
  test.each([
    [['a\r\n\r\n'], ['a\r\n\r\n']],
    [['\r\n\r\n'], ['\r\n\r\n']],
    [
      ['a', '\r', '\n', '\r', '\n'],
      [null, null, null, null, 'a\r\n\r\n'],
    ],
    [
      ['a\r\n', '\r\n'],
      [null, 'a\r\n\r\n'],
    ],
    [
      ['a\r\n\r', '', '\n'],
      [null, null, 'a\r\n\r\n'],
    ],
    [['\r\r\n\r\n'], ['\r\r\n\r\n']],
    [
      ['a\n\n', '\r\r', '\n\r\r\n'],
      [null, null, null],
    ],
    [['a\n\r\n'], [null]],
    [['\r\n'], [null]],
    [
      ['a\r\n\n', '\r\nb\r\n'],
      [null, null],
    ],
    // What came behind the end in the same chunk is kept.
    [['a\r\n\r\n\x81\x00'], ['a\r\n\r\n\x81\x00']],
    [
      ['a\r\n', '\r\n\x81\x00\r\n\r\n'],
      [null, 'a\r\n\r\n\x81\x00\r\n\r\n'],
    ],
    [[''], [null]],
  ])('%j gives %j', (chunks, expected) => {
    expect(pushes(chunks)).toEqual(expected);
  });

  test('after an interim response the next result comes with the next end', () => {
    expect(pushes(['1\r\n\r\n', '2', '\r\n', '\r\n', '3\r\n\r\n'])).toEqual([
      '1\r\n\r\n',
      null,
      null,
      '1\r\n\r\n2\r\n\r\n',
      '1\r\n\r\n2\r\n\r\n3\r\n\r\n',
    ]);
  });

  test('two ends in one chunk are two results, the second at the next push', () => {
    expect(pushes(['1\r\n\r\n2\r\n\r\n', '3', '4'])).toEqual([
      '1\r\n\r\n2\r\n\r\n',
      '1\r\n\r\n2\r\n\r\n3',
      null,
    ]);
  });
});

describe('the limit', () => {
  test.each([
    [['abcd'], 4, ['abcd']],
    [['abc', 'd'], 4, [null, 'abcd']],
    [['abc', 'defgh'], 4, [null, 'abcdefgh']],
    [[''], 0, ['']],
    // Past the limit nothing more is collected.
    [['abcd', 'e', '\r\n\r\n'], 4, ['abcd', 'abcd', 'abcd']],
  ])('%j under a limit of %i gives %j', (chunks, maxHeadBytes, expected) => {
    expect(pushes(chunks, { maxHeadBytes })).toEqual(expected);
  });

  test('it is 16 384 bytes unless given', () => {
    const buffer = new HeadBuffer();
    expect(buffer.push(new Uint8Array(16_383))).toBeNull();
    expect(buffer.push(new Uint8Array(1))).toHaveLength(16_384);
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%s is none', (maxHeadBytes) => {
    expect(() => new HeadBuffer({ maxHeadBytes })).toThrow(RangeError);
    expect(() => new HeadBuffer({ maxHeadBytes })).toThrow(`maxHeadBytes is ${maxHeadBytes}`);
  });

  test('a head without end reaches the parser as too large', () => {
    const buffer = new HeadBuffer();
    const line = latin1('a: b\r\n');
    let bytes = buffer.push(latin1('GET / HTTP/1.1\r\n'));
    let count = 0;
    while (bytes === null && count < 10_000) {
      bytes = buffer.push(line);
      count += 1;
    }
    expect(count).toBe(Math.ceil((16_384 - 16) / 6));
    const options = { maxHeaderCount: 10_000 };
    expect(verdict(parseHandshake(bytes as Uint8Array, options))).toBe('head-too-large');
  });
});

describe('who owns the bytes', () => {
  test('the chunk is copied and the result is fresh', () => {
    const buffer = new HeadBuffer();
    const chunk = latin1('a\r\n\r\n');
    const first = buffer.push(chunk) as Uint8Array;
    chunk.fill(0);
    expect(latin1Text(first)).toBe('a\r\n\r\n');
    first.fill(0);
    expect(latin1Text(buffer.push(latin1('b\r\n\r\n')) as Uint8Array)).toBe('a\r\n\r\nb\r\n\r\n');
  });

  test('a view of a larger buffer gives its own bytes only', () => {
    const pool = latin1('xxxx\r\n\r\nxxxx');
    const bytes = new HeadBuffer().push(pool.subarray(3, 8)) as Uint8Array;
    expect(latin1Text(bytes)).toBe('x\r\n\r\n');
    expect(bytes.buffer).not.toBe(pool.buffer);
  });

  test('a Buffer of Node is taken, and what comes back is a plain Uint8Array', () => {
    const bytes = new HeadBuffer().push(Buffer.from('a\r\n\r\n'));
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
  });

  test.each([
    ['a\r\n\r\n'],
    [null],
    [undefined],
    [[13, 10]],
    [new ArrayBuffer(4)],
    [new Uint16Array(4)],
  ])('push(%o) is a TypeError, and nothing is collected', (chunk) => {
    const buffer = new HeadBuffer();
    expect(() => buffer.push(chunk as unknown as Uint8Array)).toThrow(TypeError);
    expect(latin1Text(buffer.push(latin1('\r\n\r\n')) as Uint8Array)).toBe('\r\n\r\n');
  });
});

describe('with the parsers', () => {
  test('a server gets the whole request and the first frame behind it', () => {
    const request = requestWith();
    const buffer = new HeadBuffer();
    for (const byte of request.subarray(0, -1)) {
      expect(buffer.push(Uint8Array.of(byte))).toBeNull();
    }
    const bytes = buffer.push(Uint8Array.of(0x0a, 0x81, 0x80)) as Uint8Array;
    expect(parseHandshake(bytes)).toMatchObject({ status: 'complete', bytesRead: request.length });
    expect(bytes.subarray(request.length)).toEqual(Uint8Array.of(0x81, 0x80));
  });

  test('a client passes over interim responses, however they come', () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    const final = responseWith();
    const all = Uint8Array.of(...latin1(interim), ...final, 0x81, 0x00);
    for (const size of [1, 2, 3, 7, 26, all.length]) {
      const buffer = new HeadBuffer();
      const verdicts: string[] = [];
      let bytes: Uint8Array | null = null;
      for (let at = 0; at < all.length && verdicts.at(-1) !== 'complete'; at += size) {
        bytes = buffer.push(all.subarray(at, at + size));
        if (bytes !== null) verdicts.push(verdict(parseHandshakeResponse(bytes, { key: KEY })));
      }
      expect(verdicts.at(-1)).toBe('complete');
      expect(verdicts.slice(0, -1).every((code) => code === 'incomplete')).toBe(true);
      expect(parseHandshakeResponse(bytes as Uint8Array, { key: KEY })).toMatchObject({
        bytesRead: interim.length + final.length,
      });
    }
  });
});

test.each(['a\r\nx\n', 'a\rx\r\n', 'ax\n\r\n', 'a\n\n', 'a\r\n\n', 'a\n\r\n'])(
  '%j is no end of a head',
  (text) => {
    expect(pushes([text])).toStrictEqual([null]);
    expect(pushes([...text])).toStrictEqual([...text].map(() => null));
  },
);

test('what is no chunk is called by its name', () => {
  expect(() => new HeadBuffer().push('GET' as unknown as Uint8Array)).toThrow(
    new TypeError('chunk must be a Uint8Array, not "GET"'),
  );
});
