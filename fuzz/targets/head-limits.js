/** Limits of a head, by a byte of the input. @type {readonly import('websocket-codec').HeadLimits[]} */
const table = [
  {},
  {},
  { maxHeadBytes: 200 },
  { maxHeaderCount: 5 },
  { maxLineBytes: 40 },
  { maxHeadBytes: 0 },
  { maxLineBytes: 0, maxHeaderCount: 0 },
  { maxHeadBytes: 300, maxLineBytes: 60, maxHeaderCount: 8 },
];

/** @param {number} byte */
export function headLimitsOf(byte) {
  return table[byte % table.length];
}
