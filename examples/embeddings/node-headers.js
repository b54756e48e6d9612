/**
 * Header fields between the codec, which has pairs, and Node.
 */

/**
 * @import { OutgoingHttpHeaders } from 'node:http'
 * @import { HeaderList } from 'websocket-codec'
 */

/**
 * Node gives the fields as names and values, one behind the other.
 *
 * @param {readonly string[]} raw
 * @returns {HeaderList}
 */
export function pairsOf(raw) {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}

/**
 * `node:http2` takes an object; a name that is repeated has a list of values.
 *
 * @param {HeaderList} headers
 * @returns {OutgoingHttpHeaders}
 */
export function objectOf(headers) {
  /** @type {Map<string, string[]>} */
  const values = new Map();
  for (const [name, value] of headers) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, all.length > 1 ? all : all[0]]),
  );
}
