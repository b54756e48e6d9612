/**
 * What a server chose of what it was offered (RFC 6455 §4.1), whatever version of HTTP carries it.
 */

import { parseParameterizedList } from '../http/parameters.js';
import type { AnswerFailureCode } from '../vocabulary/answer-failure.js';
import { requireList } from '../vocabulary/argument.js';
import type { ExtensionOffer, NegotiatedExtension, Offered } from './extension.js';
import { Field, type HandshakeFields } from './handshake-fields.js';

/**
 * What a client offered in its request, for the answer to be checked against: a server may choose nothing else.
 *
 * @see RFC 6455 §4.1
 */
export interface OfferedTerms {
  /** The subprotocols, compared exactly; none when left out. */
  readonly protocols?: readonly string[];
  /** The extensions, none when left out; one given as an `Extension` judges the answer to it, a bare offer takes any. */
  readonly extensions?: readonly Offered[];
}

/**
 * What a server chose of what it was offered, and so what both sides have agreed to.
 *
 * @see RFC 6455 §4.1
 */
export interface AgreedTerms {
  /** The chosen subprotocol, or null: a server may choose none. */
  readonly protocol: string | null;
  /** The accepted extensions in the server's order, for `Connection`; all were offered. */
  readonly extensions: readonly NegotiatedExtension[];
}

/** Throws a TypeError unless what was offered are lists; those that are left out are empty. */
export function requireOfferedTerms({
  protocols = [],
  extensions = [],
}: OfferedTerms): Required<OfferedTerms> {
  requireList(protocols, 'protocols');
  requireList(extensions, 'extensions');
  return { protocols, extensions };
}

/** Reads what the server chose, or names what it had no right to choose. */
export function readAnswer(
  fields: HandshakeFields,
  { protocols, extensions: offers }: Required<OfferedTerms>,
): AgreedTerms | AnswerFailureCode {
  const protocol = fields.first(Field.Protocol);
  if (fields.isRepeated(Field.Protocol)) return 'protocol-duplicate';
  if (protocol !== null && !protocols.includes(protocol)) return 'protocol-not-offered';

  const values = fields.values(Field.Extensions);
  if (values.length > 1) return 'extensions-duplicate';
  const extensions = values.length === 0 ? [] : parseParameterizedList(values);
  if (extensions === null) return 'extensions-malformed';

  if (new Set(extensions.map(({ name }) => name)).size < extensions.length) {
    return 'extensions-duplicate';
  }
  const accepted: NegotiatedExtension[] = [];
  let takenRsv = 0;
  for (const answer of extensions) {
    const own = offers.filter(({ name }) => name === answer.name);
    if (own.length === 0) return 'extension-not-offered';
    const negotiated = acceptAnswer(answer, own);
    if (negotiated === null) return 'extension-parameters-invalid';
    if (negotiated.name !== answer.name) {
      throw new TypeError(`the extension ${answer.name} accepted as ${String(negotiated.name)}`);
    }
    const { rsv = 0 } = negotiated;
    if ((rsv & takenRsv) !== 0) return 'extension-bit-conflict';
    takenRsv |= rsv;
    accepted.push(negotiated);
  }
  return { protocol, extensions: accepted };
}

/** The first of the offers that the answer fits decides what has been agreed on. */
function acceptAnswer(
  answer: ExtensionOffer,
  offers: readonly Offered[],
): NegotiatedExtension | null {
  for (const offered of offers) {
    const negotiated =
      'accept' in offered && offered.accept !== undefined ? offered.accept(answer) : answer;
    if (negotiated !== null) return negotiated;
  }
  return null;
}
