/**
 * What makes a header section of HTTP/2 or HTTP/3 malformed, before anyone asks what it means (RFC 9113 §8.2, §8.3;
 * RFC 9114 §4.2, §4.3 say the same).
 */

export const fieldSectionViolations = {
  'header-malformed': {
    httpStatus: 400,
    section: 'RFC 9113 §8.2.1',
    message: 'a header name is no token in lower case, or a value holds what none may',
    isMalformed: true,
  },
  'connection-field-present': {
    httpStatus: 400,
    section: 'RFC 9113 §8.2.2',
    message: 'a field that is for one connection of HTTP/1.1 stands there',
    isMalformed: true,
  },
  'pseudo-header-unknown': {
    httpStatus: 400,
    section: 'RFC 9113 §8.3',
    message: 'a pseudo-header field stands there that is not defined for this message',
    isMalformed: true,
  },
  'pseudo-header-misplaced': {
    httpStatus: 400,
    section: 'RFC 9113 §8.3',
    message: 'a pseudo-header field stands behind an ordinary field',
    isMalformed: true,
  },
  'pseudo-header-duplicate': {
    httpStatus: 400,
    section: 'RFC 9113 §8.3',
    message: 'a pseudo-header field stands there more than once',
    isMalformed: true,
  },
} as const;

export type FieldSectionViolationCode = keyof typeof fieldSectionViolations;
