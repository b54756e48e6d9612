/**
 * Arbitraries for fast-check: what crosses a WebSocket connection, right and wrong.
 */

export { cutsOf } from './fast-check/cuts.js';
