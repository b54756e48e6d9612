import { expect, test } from 'vitest';
import { fieldSectionViolations } from '../../src/vocabulary/field-section-violation.js';

test.each(Object.entries(fieldSectionViolations))('%s is malformed, and a 400', (_, row) => {
  expect(row).toMatchObject({ httpStatus: 400, isMalformed: true });
  expect(row.section).toMatch(/^RFC 9113 §8\.[23]/);
  expect(row.message).toMatch(/^a .* .*[^.]$/);
});
