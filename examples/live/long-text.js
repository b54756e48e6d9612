/**
 * A text as programs send it, and as compression likes it: each line is much like the one before. It is
 * shorter than the window of 32,768 bytes, so that a second one finds all of it there (RFC 7692 §7.1.1).
 */

const LINES = 160;
const MINUTES_A_LINE = 5;
const START = Date.UTC(2024, 4, 1);

export const longText = Array.from({ length: LINES }, (_, index) => reading(index)).join('\n');

/**
 * One line of a weather station's day.
 *
 * @param {number} index
 */
function reading(index) {
  const time = new Date(START + index * MINUTES_A_LINE * 60_000).toISOString();
  const turn = (2 * Math.PI * index) / LINES;
  return JSON.stringify({
    time,
    station: 'harbour',
    temperature: round(14 - 6 * Math.cos(turn)),
    humidity: Math.round(70 + 15 * Math.cos(turn)),
    wind: { from: 'north-west', metresPerSecond: round(5 + 3 * Math.sin(7 * turn)) },
  });
}

/** @param {number} value */
function round(value) {
  return Math.round(10 * value) / 10;
}
