/**
 * Numbers and names as people read them.
 */

import { formatBytes } from '../table.js';

/**
 * Three digits that count, without noughts behind them, and numbers of things exactly: 0.0123, 1.5, 12 345.
 *
 * @param {number} value
 * @returns {string}
 */
export function figure(value) {
  if (!Number.isFinite(value)) return '?';
  const isExact = Number.isInteger(value) && Math.abs(value) < 1e6;
  const rounded = isExact ? value : Number(value.toPrecision(3));
  if (Math.abs(rounded) >= 1e9) return `${rounded / 1e9} G`;
  if (Math.abs(rounded) >= 1e6) return `${rounded / 1e6} M`;
  // A thin space between thousands.
  return String(rounded).replace(/^(-?\d+)(\d{3})$/, '$1\u2009$2');
}

/**
 * @param {number} value
 * @param {'bytes' | 'count'} unit
 */
export function formatAt(value, unit) {
  return unit === 'bytes' ? formatBytes(value) : String(value);
}

/**
 * A contender's name with the versions of the packages that it names.
 *
 * @param {string} name
 * @param {Readonly<Record<string, string>>} versions
 */
export function withVersions(name, versions) {
  const { node, v8, zlib, esbuild, 'websocket-codec': own, ...peers } = versions;
  // The longest name first: `http-parser-js` before a package called `http`.
  const names = Object.keys(peers).sort((a, b) => b.length - a.length);
  if (names.length === 0) return name;
  const pattern = names.map((peer) => peer.replace(/[^\w-]/g, '\\$&')).join('|');
  const named = name.replace(
    new RegExp(`(?<![\\w:-])(?:${pattern})(?![\\w-])`, 'g'),
    (peer) => `${peer} ${peers[peer]}`,
  );
  return /^(node:|Node's)/.test(name) && node !== undefined ? `${named} (Node ${node})` : named;
}
