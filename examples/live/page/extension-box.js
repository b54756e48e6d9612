/**
 * What the handshake has agreed on about compression (RFC 7692 §7.1), in words.
 */

import { element } from './dom.js';
import { countBytes } from './words.js';

const NAME = 'permessage-deflate';
/** Window bits of a side whose window nobody has restricted. */
const DEFAULT_WINDOW_BITS = 15;

/** @type {[who: string, side: string][]} */
const sides = [
  ['The browser', 'client'],
  ['The server', 'server'],
];

/**
 * @param {string} offered the browser's Sec-WebSocket-Extensions
 * @param {string} agreed the server's
 * @returns {HTMLElement | null} null when there was no talk of compression
 */
export function extensionBox(offered, agreed) {
  if (!offered.includes(NAME)) return null;
  const isAgreed = agreed.split(';', 1)[0]?.trim() === NAME;
  const box = element(
    'section',
    '',
    element('h3', '', 'Compression (RFC 7692)'),
    element(
      'ul',
      'derivation',
      element('li', '', 'Offered ', element('code', 'extension', offered)),
      isAgreed
        ? element('li', '', 'Agreed ', element('code', 'extension', agreed))
        : element('li', '', 'Not agreed: every message goes out as it is.'),
      ...(isAgreed ? windows(agreed) : []),
    ),
  );
  box.setAttribute('data-part', 'compression');
  return box;
}

/** @param {string} agreed */
function windows(agreed) {
  const parameters = new Map(
    agreed.split(';').map((parameter) => {
      const [name = '', value = ''] = parameter.trim().split('=');
      return [name, value];
    }),
  );
  return sides.map(([who, side]) => {
    const bits = Number(parameters.get(`${side}_max_window_bits`) ?? DEFAULT_WINDOW_BITS);
    const words = parameters.has(`${side}_no_context_takeover`)
      ? 'and forgets them behind each message.'
      : 'earlier messages included (context takeover).';
    return element('li', '', `${who} refers back to its last ${countBytes(2 ** bits)}, ${words}`);
  });
}
