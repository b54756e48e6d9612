import { layers } from '../layers.js';

/** The folders of src that are mutated, in the order of the layers. */
export const folders = [...layers, 'adapters/fast-check', 'adapters/streams'];
