/**
 * What compression has done to a message: its length before and after.
 */

import { element, fieldElement } from './dom.js';
import { countBytes, percent } from './words.js';

/**
 * @import { DescribedFrame } from './frame-fields.js'
 * @import { MessageSizes } from './trace-events.js'
 */

/**
 * Says in the line of a frame that it is compressed.
 *
 * @param {DescribedFrame} frame
 * @returns {HTMLElement[]} nothing for a frame that is not
 */
export function compressedChip({ header, inflated }) {
  if (!header.rsv1 && inflated === null) return [];
  return [fieldElement('span', 'compressed', header.rsv1 ? ['rsv1'] : [], 'compressed')];
}

/**
 * How far the message has shrunk, for the line of its last frame.
 *
 * @param {DescribedFrame} frame
 * @param {boolean} isWhole whether the message is this one frame
 * @returns {HTMLElement[]}
 */
export function ratioWords({ inflated }, isWhole) {
  const sizes = inflated?.message ?? null;
  if (sizes === null) return [];
  const words = ratio(sizes);
  return [element('span', 'size', isWhole ? words : `all together ${words}`)];
}

/**
 * Both lengths, drawn to scale.
 *
 * @param {MessageSizes} sizes
 */
export function sizesView({ wireBytes, plainBytes }) {
  const longest = Math.max(wireBytes, plainBytes, 1);
  const view = element(
    'div',
    'sizes',
    bar('On the wire', wireBytes, wireBytes / longest, 'wire-bar'),
    bar('Inflated', plainBytes, plainBytes / longest, 'plain-bar'),
    element('p', 'verdict-line', verdict({ wireBytes, plainBytes })),
  );
  view.setAttribute('data-part', 'sizes');
  return view;
}

/**
 * @param {string} name
 * @param {number} bytes
 * @param {number} share of the longest
 * @param {string} className
 */
function bar(name, bytes, share, className) {
  const drawn = element('span', `bar ${className}`);
  drawn.style.setProperty('--share', String(share));
  return element(
    'p',
    'size-line',
    element('span', 'size-name', name),
    element('span', 'track', drawn),
    element('span', 'size-count', countBytes(bytes)),
  );
}

/** @param {MessageSizes} sizes */
function ratio({ wireBytes, plainBytes }) {
  const part = plainBytes === 0 ? '' : `${percent(wireBytes / plainBytes)} of `;
  return `${part}${countBytes(plainBytes)}`;
}

/** @param {MessageSizes} sizes */
function verdict({ wireBytes, plainBytes }) {
  if (wireBytes >= plainBytes) {
    const part = plainBytes === 0 ? '' : `${percent(wireBytes / plainBytes)}: `;
    return `${part}not smaller, as happens to what is short or random.`;
  }
  const saved = countBytes(plainBytes - wireBytes);
  const times = (plainBytes / wireBytes).toLocaleString('en', { maximumSignificantDigits: 3 });
  return `${percent(wireBytes / plainBytes)}: ${saved} saved, ${times} to 1.`;
}
