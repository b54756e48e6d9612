/**
 * Answers of servers that accept a handshake (RFC 6455 §4.2.2).
 */

import fc from 'fast-check';
import { computeAccept } from '../../handshake/accept-key.js';
import type { ExtensionOffer } from '../../handshake/extension.js';
import type {
  HandshakeExpectation,
  HandshakeResponse,
} from '../../handshake/parse-handshake-response.js';
import { type WrittenExtension, written } from './extensions.js';
import {
  fieldValue,
  type HeadField,
  headerList,
  headText,
  key,
  latin1,
  list,
  otherFields,
  type SpellingOptions,
  separators,
  spelled,
  spellingOf,
  token,
} from './head-fields.js';

/** An answer that a client may rely on. */
export interface ValidResponse {
  readonly bytes: Uint8Array;
  /** The same, one character a byte, to be read. */
  readonly text: string;
  /** What the client has sent: the key, and what it offered. */
  readonly expectation: HandshakeExpectation;
  /** What a parser must find in it. */
  readonly response: HandshakeResponse;
}

/** A response in parts, and what it answers. */
export interface ResponseParts {
  readonly interim: string;
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly HeadField[];
  readonly expectation: Required<HandshakeExpectation>;
  readonly protocol: string | null;
  readonly extensions: readonly ExtensionOffer[];
}

/**
 * Draws a server's answer that a client must understand, with a subprotocol and extensions out of those that were
 * offered, other fields, and interim responses in front.
 *
 * @throws TypeError if an option is not what it must be
 * @see RFC 6455 §4.1
 */
export function handshakeResponse(options: SpellingOptions = {}): fc.Arbitrary<ValidResponse> {
  return responseParts(options).map((parts) => {
    const { version, status, reason, fields, expectation, protocol, extensions } = parts;
    const text = responseText(parts);
    const headers = headerList(fields);
    const response = { version, status, reason, headers, protocol, extensions };
    return { bytes: latin1(text), text, expectation, response };
  });
}

export function responseText({ interim, version, status, reason, fields }: ResponseParts): string {
  return interim + headText(`HTTP/${version} ${status} ${reason}`, fields);
}

export function responseParts(options: SpellingOptions): fc.Arbitrary<ResponseParts> {
  const spelling = spellingOf(options);
  const isAny = spelling === 'any';
  const fixed = fc.tuple(
    isAny
      ? fc.constantFrom('Switching Protocols', '', 'WebSocket Protocol Handshake', 'caf\xe9')
      : fc.constant('Switching Protocols'),
    isAny ? fc.constantFrom('websocket', 'WebSocket', 'WEBSOCKET') : fc.constant('websocket'),
    isAny
      ? fc.constantFrom('Upgrade', 'upgrade', 'keep-alive, Upgrade', 'Upgrade,,close')
      : fc.constant('Upgrade'),
    isAny ? interimResponses() : fc.constant(''),
  );
  return fc
    .tuple(
      fixed,
      key(),
      fc.uniqueArray(token(), { maxLength: 3 }),
      answers(spelling),
      fc.option(fc.nat(0xffff), { nil: null }),
      fc.tuple(separators(spelling), otherFields(spelling), spelled(spelling)),
    )
    .map(
      ([
        [reason, to, how, interim],
        nonce,
        protocols,
        extensions,
        choice,
        [between, others, spell],
      ]) => {
        const protocol =
          choice === null ? null : (protocols[choice % Math.max(1, protocols.length)] ?? null);
        const answered = extensions
          .filter(({ isAccepted }) => isAccepted)
          .map(({ answer }) => answer);
        const fields: HeadField[] = [
          { name: 'Upgrade', value: to },
          { name: 'Connection', value: how },
          { name: 'Sec-WebSocket-Accept', value: computeAccept(nonce) },
        ];
        if (protocol !== null) fields.push({ name: 'Sec-WebSocket-Protocol', value: protocol });
        if (answered.length > 0) {
          const value = list(
            answered.map(({ text }) => text),
            between,
          );
          fields.push({ name: 'Sec-WebSocket-Extensions', value });
        }
        return {
          interim,
          version: '1.1',
          status: 101,
          reason,
          fields: spell([...fields, ...others]),
          expectation: {
            key: nonce,
            protocols,
            extensions: extensions.map(({ offered }) => offered),
          },
          protocol,
          extensions: answered.map(({ offer }) => offer),
        };
      },
    );
}

interface Answered {
  readonly offered: ExtensionOffer;
  readonly answer: WrittenExtension;
  readonly isAccepted: boolean;
}

/** Offers, and what a server says to each; any parameters answer a bare offer. */
function answers(spelling: 'usual' | 'any'): fc.Arbitrary<Answered[]> {
  const parameters = fc.array(fc.tuple(token(), fc.option(token(), { nil: null })), {
    maxLength: 2,
  });
  const one = fc
    .tuple(token(), parameters, parameters, fc.boolean())
    .chain(([name, ofOffer, ofAnswer, isAccepted]) =>
      written({ name, parameters: ofAnswer }, spelling).map((answer) => ({
        offered: { name, parameters: ofOffer },
        answer,
        isAccepted,
      })),
    );
  return fc.uniqueArray(one, { maxLength: 3, selector: ({ offered }) => offered.name });
}

/** Responses before the answer (RFC 9110 §15.2), which a client passes over. */
function interimResponses(): fc.Arbitrary<string> {
  const status = fc.constantFrom('100 Continue', '102 Processing', '103 Early Hints', '199 ');
  const one = fc
    .tuple(status, fc.option(fieldValue('usual'), { nil: null }))
    .map(([line, value]) =>
      headText(`HTTP/1.1 ${line}`, value === null ? [] : [{ name: 'Link', value }]),
    );
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.array(one, { maxLength: 3 }).map((all) => all.join('')) },
  );
}
