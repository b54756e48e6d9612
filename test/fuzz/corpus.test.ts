/**
 * The inputs that are kept, put through their targets again, the comparison with others included.
 */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { codec } from '../../fuzz/codec.js';
import { formatCorpus, parseCorpus, readCorpus } from '../../fuzz/engine/corpus.js';
import { allTargets } from '../../fuzz/targets/index.js';

const targets = allTargets(codec);

describe.each(targets)('the corpus of $name', (target) => {
  const corpus = readCorpus(target.name);

  test('is not empty', () => {
    expect(corpus.length).toBeGreaterThan(2);
  });

  test('gives what it gave when it was kept', () => {
    const outcomes = corpus.map(({ input }) => target.run(input.slice()));
    expect(outcomes).toStrictEqual(corpus.map(({ note }) => note));
  });
});

test('there is no corpus without a target', () => {
  const folder = fileURLToPath(new URL('../../fuzz/corpus', import.meta.url));
  const names = targets.map(({ name }) => `${name}.txt`);
  expect(readdirSync(folder).filter((file) => !names.includes(file))).toStrictEqual([]);
});

test('a corpus is written as it is read', () => {
  const corpus = [
    { input: Uint8Array.of(0x81, 0x00), note: 'a frame' },
    { input: new Uint8Array(0), note: 'nothing' },
  ];
  expect(parseCorpus(formatCorpus(corpus))).toStrictEqual(corpus);
  expect(() => parseCorpus('8 # half a byte')).toThrow('not hexadecimal');
});
