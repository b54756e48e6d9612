/** The frames that a peer of the tests writes, as they are or with a defect. */

import { type WrittenFrame, writeFrame } from '../model/frame-writer.js';
import type { Defect } from './defects.js';
import type { PeerRole } from './echo-peer.js';

const KEY = Uint8Array.of(1, 2, 3, 4);

export class FakeWriter {
  readonly #key: Uint8Array | null;
  readonly #hasLongLengths: boolean;
  #output: Uint8Array[] = [];

  constructor(role: PeerRole, defect: Defect | null) {
    const masks = (role === 'client') !== (defect === 'masks-wrongly');
    this.#key = masks ? KEY : null;
    this.#hasLongLengths = defect === 'writes-long-lengths';
  }

  write(written: WrittenFrame): void {
    const frame = writeFrame(written, this.#key);
    const { length } = written.payload;
    if (this.#hasLongLengths && length < 126) {
      const [first, second] = frame as unknown as [number, number];
      this.#output.push(Uint8Array.of(first, (second & 0x80) | 126, 0, length), frame.subarray(2));
    } else this.#output.push(frame);
  }

  take(): Uint8Array[] {
    return this.#output.splice(0);
  }
}
