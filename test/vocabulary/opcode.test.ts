import { expect, test } from 'vitest';
import {
  isAssignedOpcode,
  isControlOpcode,
  Opcode,
  startsMessage,
} from '../../src/vocabulary/opcode.js';

/** RFC 6455 §11.8, one row for each of the sixteen. */
test.each([
  [0x0, 'Continuation', 'data'],
  [0x1, 'Text', 'data'],
  [0x2, 'Binary', 'data'],
  [0x3, null, 'data'],
  [0x4, null, 'data'],
  [0x5, null, 'data'],
  [0x6, null, 'data'],
  [0x7, null, 'data'],
  [0x8, 'Close', 'control'],
  [0x9, 'Ping', 'control'],
  [0xa, 'Pong', 'control'],
  [0xb, null, 'control'],
  [0xc, null, 'control'],
  [0xd, null, 'control'],
  [0xe, null, 'control'],
  [0xf, null, 'control'],
] as const)('opcode %i is assigned to %s and is of the %s kind', (opcode, name, kind) => {
  expect(isAssignedOpcode(opcode)).toBe(name !== null);
  expect(isControlOpcode(opcode)).toBe(kind === 'control');
  expect(startsMessage(opcode)).toBe(name === 'Text' || name === 'Binary');
  expect(Object.entries(Opcode).find(([, value]) => value === opcode)?.[0] ?? null).toBe(name);
});
