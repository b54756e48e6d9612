/**
 * A fault to be put into a copy of the codec: a mistake that an implementation could have.
 */

/**
 * @typedef {object} Edit
 * @property {string} file in src
 * @property {string} from must be there, once
 * @property {string} to
 */

/**
 * @typedef {object} FaultMembers
 * @property {string} name
 * @property {string} effect what is wrong with the copy, in a sentence
 * @property {readonly Edit[]} [also] where one change is not enough
 */

/** @typedef {Edit & FaultMembers} Fault */

export {};
