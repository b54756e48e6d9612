import { expect, test } from 'vitest';
import { FrameFlag } from '../../src/vocabulary/frame-flag.js';
import { Rsv } from '../../src/vocabulary/rsv.js';

/** RFC 6455 §5.2: FIN and the reserved bits are the upper half of byte 0. */
test('the flags are the upper four bits of byte 0 in their order, and those of Rsv', () => {
  expect(FrameFlag).toStrictEqual({ Fin: 0b1000, Rsv1: 0b0100, Rsv2: 0b0010, Rsv3: 0b0001 });
  expect(FrameFlag).toMatchObject(Rsv);
});
