/**
 * What the bytes of an HTTP/1.1 head can do wrong, before anyone asks what they mean.
 */

export const headViolations = {
  'head-too-large': {
    httpStatus: 431,
    section: 'RFC 6585 §5',
    message: 'the head is larger than the limit',
  },
  'line-too-long': {
    httpStatus: 431,
    section: 'RFC 6585 §5',
    message: 'a line of the head is longer than the limit',
  },
  'too-many-headers': {
    httpStatus: 431,
    section: 'RFC 6585 §5',
    message: 'the head has more header fields than the limit',
  },
  'start-line-malformed': {
    httpStatus: 400,
    section: 'RFC 9112 §3, §4',
    message: 'the first line is neither a request line nor a status line of HTTP/1.1',
  },
  'header-malformed': {
    httpStatus: 400,
    section: 'RFC 9112 §5',
    message: 'a header field is not a name, a colon and a value without control characters',
  },
} as const;

export type HeadViolationCode = keyof typeof headViolations;
