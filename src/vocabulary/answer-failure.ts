/**
 * What is wrong with the fields of a server's answer in any version of HTTP, one row each.
 */

export const answerFailures = {
  'field-not-ascii': {
    section: 'RFC 6455 §4.1',
    message: 'a Sec-WebSocket field holds a byte above ASCII',
  },
  'protocol-duplicate': {
    section: 'RFC 6455 §11.3.4',
    message: 'Sec-WebSocket-Protocol stands there more than once',
  },
  'protocol-not-offered': {
    section: 'RFC 6455 §4.1',
    message: 'the server chose a subprotocol that was not offered',
  },
  'extensions-duplicate': {
    section: 'RFC 6455 §11.3.2',
    message: 'Sec-WebSocket-Extensions, or an extension in it, stands there more than once',
  },
  'extensions-malformed': {
    section: 'RFC 6455 §9.1',
    message: 'Sec-WebSocket-Extensions is not a list of extensions',
  },
  'extension-not-offered': {
    section: 'RFC 6455 §4.1',
    message: 'the server chose an extension that was not offered',
  },
  'extension-parameters-invalid': {
    section: 'RFC 6455 §9.1',
    message: 'the parameters of an extension do not answer any offer of it',
  },
  'extension-bit-conflict': {
    section: 'RFC 6455 §9.1',
    message: 'the server chose two extensions that use the same reserved bit',
  },
} as const;

export type AnswerFailureCode = keyof typeof answerFailures;
