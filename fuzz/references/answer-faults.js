/**
 * What a client must find wrong with what a server has chosen (RFC 6455 §4.1; RFC 7692 §7.1), whatever version of HTTP
 * has brought it.
 */

import { fitsOffer } from './extensions.js';

/** @typedef {import('./extensions.js').Element} Element */
/** @typedef {import('./fields.js').FieldReading} Reading */
/** @typedef {Element & { rsv: number }} Agreed */

/**
 * What was asked for.
 *
 * @typedef {object} Asked
 * @property {string} key
 * @property {readonly string[]} protocols
 * @property {readonly Offered[]} extensions
 */

/**
 * @typedef {object} Offered
 * @property {Element} offer as it stood in the request
 * @property {number} rsv the reserved bits that it uses
 * @property {boolean} takesAny whether any answer to it will do
 */

/**
 * For each of our codes, whether the answer has that fault.
 *
 * @type {Readonly<Record<string, (fields: Reading, asked: Asked) => boolean>>}
 */
export const answerFaults = {
  'field-not-ascii': (head) => head.isOpaque,
  'protocol-duplicate': (head) => head.values('sec-websocket-protocol').length > 1,
  'protocol-not-offered': (head, { protocols }) =>
    head.values('sec-websocket-protocol').some((value) => !protocols.includes(value)),
  'extensions-malformed': (head) => head.extensions === null,
  'extensions-duplicate': ({ fields, extensions }) => {
    const names = extensions?.map(({ name }) => name) ?? [];
    const lines = fields.get('sec-websocket-extensions') ?? [];
    return lines.length > 1 || new Set(names).size < names.length;
  },
  'extension-not-offered': ({ extensions }, asked) =>
    extensions?.some(({ name }) => offersOf(asked, name).length === 0) ?? false,
  'extension-parameters-invalid': ({ extensions }, asked) =>
    extensions?.some((answer) => isUnasked(answer, asked)) ?? false,
  'extension-bit-conflict': ({ extensions }, asked) => {
    const bits = extensions?.map((answer) => rsvOf(answer, asked) ?? 0) ?? [];
    return bits.some((rsv, at) => bits.slice(0, at).some((other) => (rsv & other) !== 0));
  },
};

/**
 * What has been agreed on by an answer without a fault.
 *
 * @type {(fields: Reading, asked: Asked) => Agreed[]}
 */
export function agreedBy({ extensions }, asked) {
  return (extensions ?? []).map((answer) => ({ ...answer, rsv: rsvOf(answer, asked) ?? 0 }));
}

/**
 * The reserved bits of what an answer agrees to, or null where it answers none of the offers.
 *
 * @type {(answer: Element, asked: Asked) => number | null}
 */
function rsvOf(answer, asked) {
  const fitting = offersOf(asked, answer.name).find(
    ({ offer, takesAny }) => takesAny || fitsOffer(answer, offer),
  );
  return fitting?.rsv ?? null;
}

/** @type {(asked: Asked, name: string) => Offered[]} */
const offersOf = ({ extensions }, name) => extensions.filter(({ offer }) => offer.name === name);

/** Whether its name was offered, and not with these parameters. @type {(answer: Element, asked: Asked) => boolean} */
const isUnasked = (answer, asked) =>
  offersOf(asked, answer.name).length > 0 && rsvOf(answer, asked) === null;
