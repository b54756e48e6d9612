/**
 * What is wrong with the fields of a client in any version of HTTP, one row each.
 */

export const offerViolations = {
  'field-not-ascii': {
    httpStatus: 400,
    section: 'RFC 6455 §4.1',
    message: 'a Sec-WebSocket field holds a byte above ASCII',
  },
  'version-duplicate': {
    httpStatus: 400,
    section: 'RFC 6455 §11.3.5',
    message: 'Sec-WebSocket-Version stands there more than once',
  },
  'origin-duplicate': {
    httpStatus: 400,
    section: 'RFC 6454 §7.3',
    message: 'the Origin field stands there more than once',
  },
  'protocol-malformed': {
    httpStatus: 400,
    section: 'RFC 6455 §4.1',
    message: 'Sec-WebSocket-Protocol is not a list of tokens',
  },
  'protocol-duplicate': {
    httpStatus: 400,
    section: 'RFC 6455 §4.1',
    message: 'Sec-WebSocket-Protocol names a subprotocol more than once',
  },
  'extensions-malformed': {
    httpStatus: 400,
    section: 'RFC 6455 §9.1',
    message: 'Sec-WebSocket-Extensions is not a list of extensions',
  },
} as const;
