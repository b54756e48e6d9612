/**
 * Rows whose cases are about much of something: they are played whole by test/security/attack-cases.test.ts, and left
 * out where cases are played many times over or byte by byte.
 *
 * @type {readonly string[]}
 */
export const longRows = [
  'limit-zero-or-infinite',
  'endless-message',
  'tiny-fragments',
  'small-chunks',
  'ping-flood',
  'pong-flood',
  'event-amplification',
  'inflation-bomb',
  'final-block-restarts',
  'slow-header-parsing',
  'endless-head',
  'late-invalid-text',
];
