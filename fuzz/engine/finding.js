/**
 * What an oracle says when a law is broken.
 */

export class Finding extends Error {
  /**
   * @param {string} oracle which law, in a word; a minimised input breaks the same one
   * @param {string} message
   */
  constructor(oracle, message) {
    super(message);
    this.name = 'Finding';
    this.oracle = oracle;
  }
}

/**
 * @param {string} oracle
 * @param {string} message
 * @returns {never}
 */
export function report(oracle, message) {
  throw new Finding(oracle, message);
}

/**
 * @param {boolean} holds
 * @param {string} oracle
 * @param {string} message a constant: it is made also when all is well
 */
export function check(holds, oracle, message) {
  if (!holds) report(oracle, message);
}

/**
 * The law that an error speaks of: an error that no oracle has thrown came out of the codec.
 *
 * @param {unknown} error
 */
export function oracleOf(error) {
  if (error instanceof Finding) return error.oracle;
  return `throws ${error instanceof Error ? error.name : typeof error}`;
}
