/**
 * What a target is.
 */

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {boolean} isCheap whether it makes hundreds of thousands of executions a second
 * @property {(draft: import('./draft.js').Draft, random: import('./random.js').Random) => void} generate
 *   writes an input that is right, or nearly
 * @property {(input: Uint8Array) => string} run puts one input through with all oracles, and says in a word
 *   what came of it. The input is lent, and must be found as it was
 */

export {};
