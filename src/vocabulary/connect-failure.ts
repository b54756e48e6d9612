/**
 * Why a client must not use the stream that a server has answered an extended CONNECT on, one row each.
 */

import { answerFailures } from './answer-failure.js';
import { fieldSectionViolations } from './field-section-violation.js';

interface Row {
  readonly section: string;
  readonly message: string;
  readonly isMalformed?: boolean;
}

export const connectFailures = /* @__PURE__ */ (() =>
  ({
    ...fieldSectionViolations,
    ...answerFailures,
    'status-missing': {
      section: 'RFC 9113 §8.3.2',
      message: 'the pseudo-header field :status is missing',
      isMalformed: true,
    },
    'status-invalid': {
      section: 'RFC 9113 §8.3.2',
      message: 'the :status is not a number of three digits from 100',
      isMalformed: true,
    },
    'status-101': {
      section: 'RFC 9113 §8.6',
      message: 'the :status is 101: protocols are not switched in HTTP/2 and HTTP/3',
      isMalformed: true,
    },
    'status-not-2xx': {
      section: 'RFC 8441 §5',
      message: 'the server did not open the tunnel',
    },
  }) as const satisfies Record<string, Row>)();

/** Names why a client must not use the stream; stable across releases. */
export type ConnectFailureCode = keyof typeof connectFailures;

/** The row of a failure, with what is left out made explicit. */
export function connectFailure(code: ConnectFailureCode): Required<Row> {
  const { section, message, isMalformed = false } = connectFailures[code] as Row;
  return { section, message, isMalformed };
}
