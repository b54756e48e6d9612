/**
 * What the clients have seen, counted.
 */

/**
 * @typedef {object} Tally
 * @property {number} good connections that were good and have ended
 * @property {number} messages that they got back
 * @property {number} bytes of them
 * @property {number} pongs that answered their pings
 * @property {Record<string, number>} faults how good connections were failed, and how often
 * @property {number} hostile connections that were hostile and have ended
 * @property {number} cutOff hostile connections that the end of the run came before
 * @property {Record<string, Record<string, number>>} outcomes of each attack, and how often
 * @property {Record<string, number>} wrong outcomes of attacks that should not be, and how often
 */

/** @returns {Tally} */
export function emptyTally() {
  return {
    good: 0,
    messages: 0,
    bytes: 0,
    pongs: 0,
    faults: {},
    hostile: 0,
    cutOff: 0,
    outcomes: {},
    wrong: {},
  };
}
