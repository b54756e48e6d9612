import { describe, expect, test } from 'vitest';
import { resolveTesterOptions, type TesterOptions } from '../../src/testing/tester-options.js';

describe('the options of a tester', () => {
  test('have defaults', () => {
    expect(resolveTesterOptions({ role: 'client' })).toStrictEqual({
      role: 'client',
      compressor: undefined,
      answerMs: 2000,
      quietMs: 200,
      caseMs: 120_000,
      pieceBytes: Number.MAX_SAFE_INTEGER,
      seed: 1,
      maxWireBytes: 4096,
    });
  });

  test.each<[keyof TesterOptions, number[]]>([
    ['answerMs', [-1, 0.5, Number.NaN, 2 ** 31]],
    ['quietMs', [-5, Number.POSITIVE_INFINITY]],
    ['caseMs', [-1, Number.NaN, Number.POSITIVE_INFINITY]],
    ['pieceBytes', [0, -1, 1.5, Number.NaN]],
    ['seed', [0, -1, 2 ** 32]],
    ['maxWireBytes', [-1]],
  ])('refuse %s of %j', (name, values) => {
    for (const value of values) {
      expect(() => resolveTesterOptions({ role: 'server', [name]: value })).toThrow(
        new RegExp(`^${name} is ${value}; it must be an integer from \\d+ to \\d+$`),
      );
    }
  });

  test.each([undefined, null, {}, { role: 'srv' }])('refuse %j for want of a role', (options) => {
    expect(() => resolveTesterOptions(options as never)).toThrow(/role/);
  });
});
