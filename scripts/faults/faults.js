/**
 * Faults to be put into copies of the codec, one at a time.
 */

import { closing } from './closing.js';
import { compression } from './compression.js';
import { frames } from './frames.js';
import { handshake } from './handshake.js';
import { messages } from './messages.js';

/** @import { Fault } from './fault.js' */

/** @type {readonly Fault[]} */
export const faults = [...frames, ...messages, ...closing, ...compression, ...handshake];
