import { expect, test } from 'vitest';
import { type AnswerFailureCode, answerFailures } from '../../src/vocabulary/answer-failure.js';
import { connectFailures } from '../../src/vocabulary/connect-failure.js';
import { handshakeFailures } from '../../src/vocabulary/handshake-failure.js';

test.each(Object.entries(answerFailures))('%s is one in any version of HTTP', (code, row) => {
  expect(row.section).toMatch(/^RFC 6455 §\d/);
  expect(row.message).toMatch(/^[a-z].* .*[^.]$/i);
  expect(handshakeFailures[code as AnswerFailureCode]).toStrictEqual(row);
  expect(connectFailures[code as AnswerFailureCode]).toStrictEqual(row);
});
