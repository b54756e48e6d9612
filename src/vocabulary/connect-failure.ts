/**
 * Why a client must not use the stream that a server has answered an extended CONNECT on, one row each.
 */

import { fieldSectionViolations } from './field-section-violation.js';
import { handshakeFailures } from './handshake-failure.js';

interface Row {
  readonly section: string;
  readonly message: string;
  readonly isMalformed?: boolean;
}

/** What is wrong in either version of HTTP for the same reason. */
const shared = /* @__PURE__ */ (() => {
  const {
    'field-not-ascii': notAscii,
    'protocol-duplicate': protocolDuplicate,
    'protocol-not-offered': protocolNotOffered,
    'extensions-duplicate': extensionsDuplicate,
    'extensions-malformed': extensionsMalformed,
    'extension-not-offered': extensionNotOffered,
    'extension-parameters-invalid': extensionParametersInvalid,
    'extension-bit-conflict': extensionBitConflict,
  } = handshakeFailures;
  return {
    'field-not-ascii': notAscii,
    'protocol-duplicate': protocolDuplicate,
    'protocol-not-offered': protocolNotOffered,
    'extensions-duplicate': extensionsDuplicate,
    'extensions-malformed': extensionsMalformed,
    'extension-not-offered': extensionNotOffered,
    'extension-parameters-invalid': extensionParametersInvalid,
    'extension-bit-conflict': extensionBitConflict,
  } as const;
})();

export const connectFailures = /* @__PURE__ */ (() =>
  ({
    ...fieldSectionViolations,
    ...shared,
    'status-missing': {
      section: 'RFC 9113 §8.3.2',
      message: 'the pseudo-header field :status is missing',
      isMalformed: true,
    },
    'status-invalid': {
      section: 'RFC 9113 §8.3.2',
      message: 'the :status is not a number of three digits that HTTP/2 knows',
      isMalformed: true,
    },
    'status-not-2xx': {
      section: 'RFC 8441 §5',
      message: 'the server did not open the tunnel',
    },
  }) as const satisfies Record<string, Row>)();

export type ConnectFailureCode = keyof typeof connectFailures;

/** The row of a failure, with what is left out made explicit. */
export function connectFailure(code: ConnectFailureCode): Required<Row> {
  const { section, message, isMalformed = false } = connectFailures[code] as Row;
  return { section, message, isMalformed };
}
