import { exampleTransports } from './example-transports.js';
import type { Transports } from './transports.js';

/** The programs that are run over TCP; each gets every case in both roles. */
export const subjects: readonly Transports[] = [exampleTransports];
