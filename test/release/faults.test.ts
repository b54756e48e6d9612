import { describe, expect, test } from 'vitest';
import { faultsOf, leastVersion } from '../../scripts/release/faults.js';

const facts = {
  version: '1.3.0',
  last: '1.2.3',
  changelog: '# Changelog\n\n## 1.3.0 - 2026-01-31\n\n- Something.\n\n## 1.2.3 - 2025-12-24\n',
  today: '2026-01-31',
  isClean: true,
  repository: 'https://example.com/codec.git',
  surface: { added: 1, removed: 0 },
};

describe('a release', () => {
  test('may be when nothing stands against it', () => {
    expect(faultsOf(facts)).toStrictEqual([]);
    expect(faultsOf({ ...facts, last: null })).toStrictEqual([]);
    expect(faultsOf({ ...facts, last: '1.2.9' })).toStrictEqual([]);
  });

  test.each<[Partial<typeof facts> | { repository: null }, string]>([
    [{ isClean: false }, 'the work tree has changes that are not committed'],
    [{ repository: null }, 'package.json has no repository, which provenance needs'],
    [{ version: '1.3.0-rc.1' }, '1.3.0-rc.1 is no version to release'],
    [{ version: '1.4.0' }, 'CHANGELOG.md begins with 1.3.0, not with 1.4.0'],
    [{ changelog: '' }, 'CHANGELOG.md begins with nothing, not with 1.3.0'],
    [{ changelog: '## Unreleased' }, 'CHANGELOG.md begins with Unreleased, not with 1.3.0'],
    [{ changelog: '## 1.3.0' }, 'CHANGELOG.md dates 1.3.0 not at all, not 2026-01-31'],
    [{ today: '2026-02-01' }, 'CHANGELOG.md dates 1.3.0 2026-01-31, not 2026-02-01'],
    [{ last: '1.3.0' }, '1.3.0 is less than 1.4.0, which the public surface asks for'],
    [
      { surface: { added: 0, removed: 1 } },
      '1.3.0 is less than 2.0.0, which the public surface asks for',
    ],
  ])('may not be with %j', (change, fault) => {
    expect(faultsOf({ ...facts, ...change })).toStrictEqual([fault]);
  });

  test('is told all that stands against it', () => {
    const many = { ...facts, isClean: false, repository: null, version: '1.2.3' };
    expect(faultsOf(many)).toHaveLength(4);
  });
});

test.each<[string, number, number, string]>([
  ['1.2.3', 0, 0, '1.2.4'],
  ['1.2.3', 5, 0, '1.3.0'],
  ['1.2.3', 5, 1, '2.0.0'],
  ['0.2.3', 0, 0, '0.2.4'],
  ['0.2.3', 5, 0, '0.2.4'],
  ['0.2.3', 0, 1, '0.3.0'],
])('after %s with %i lines more and %i less comes %s at least', (last, added, removed, least) => {
  expect(leastVersion(last, { added, removed })).toBe(least);
});
