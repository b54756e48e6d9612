/** What a peer of the tests knows of permessage-deflate: all that it must, or one thing wrong. */

import type { CompressorSettings } from '../../../src/extension/compressor.js';
import { type DeflateTerms, faultOfAnswer, termsOf } from '../../../src/testing/deflate-terms.js';
import type { ExtensionTerms } from '../../../src/testing/extension-field.js';
import { MessageDeflater, MessageInflater } from '../model/deflate.js';
import type { WrittenFrame } from '../model/frame-writer.js';
import type { Defect } from './defects.js';
import type { PeerRole } from './echo-peer.js';

const NAME = 'permessage-deflate';
const RSV1 = 4;
const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
const LARGEST_WINDOW_BITS = 15;

export class FakeDeflate {
  readonly #role: PeerRole;
  readonly #defect: Defect | null;
  #deflater: MessageDeflater | null = null;
  #inflater: MessageInflater | null = null;

  constructor(role: PeerRole, defect: Defect | null) {
    this.#role = role;
    this.#defect = defect;
  }

  get isAgreed(): boolean {
    return this.#inflater !== null;
  }

  offers(): ExtensionTerms[] {
    if (this.#has('knows-no-deflate')) return [];
    const parameters = this.#has('never-offers-window-bits') ? [] : ['client_max_window_bits'];
    return [this.#say(parameters.map((name) => [name, null]))];
  }

  /** Grants the first offer, and leaves the client its window. */
  answer([offer]: readonly ExtensionTerms[]): ExtensionTerms[] {
    if (offer === undefined || this.#has('knows-no-deflate')) return [];
    const answer = this.#say(offer.parameters.filter(([name]) => name.startsWith('server_')));
    this.#connect(termsOf([answer]));
    return [answer];
  }

  accept(answer: readonly ExtensionTerms[]): boolean {
    this.#connect(termsOf(answer));
    return faultOfAnswer(answer, this.offers()) === null;
  }

  /** The plain message, or null for data that cannot be one. */
  inflate(fragments: readonly Uint8Array[]): Uint8Array | null {
    const known = this.#has('inflates-the-first-fragment') ? fragments.slice(0, 1) : fragments;
    return this.#inflater?.inflate(new Uint8Array(Buffer.concat(known))) ?? null;
  }

  /** A message as frames. */
  write(opcode: number, message: Uint8Array): WrittenFrame[] {
    const plain = { opcode, payload: message, fin: true, rsv: 0 };
    if (this.#deflater === null || this.#has('never-compresses')) return [plain];
    if (this.#has('marks-plain-messages')) return [{ ...plain, rsv: RSV1 }];
    const payload = this.#compress(this.#deflater, message);
    if (!this.#has('marks-continuations')) return [{ ...plain, payload, rsv: RSV1 }];
    return [
      { opcode, payload: payload.subarray(0, 1), fin: false, rsv: RSV1 },
      { opcode: 0x0, payload: payload.subarray(1), fin: true, rsv: RSV1 },
    ];
  }

  #compress(deflater: MessageDeflater, message: Uint8Array): Uint8Array {
    const data = deflater.deflate(message);
    if (this.#has('leaves-the-tail')) return new Uint8Array(Buffer.concat([data, TAIL]));
    return this.#has('cuts-compressed-data') ? data.subarray(0, -1) : data;
  }

  #say(parameters: ExtensionTerms['parameters']): ExtensionTerms {
    const mystery = this.#has('says-unknown-parameters') ? [['mystery', null] as const] : [];
    return { name: NAME, parameters: [...parameters, ...mystery] };
  }

  #connect(terms: DeflateTerms | null): void {
    if (terms === null) return;
    const [own, peers] =
      this.#role === 'server' ? [terms.server, terms.client] : [terms.client, terms.server];
    const spoilt: CompressorSettings = {
      windowBits: this.#has('ignores-window-bits') ? LARGEST_WINDOW_BITS : own.windowBits,
      keepsContext: own.keepsContext || this.#has('keeps-its-window'),
    };
    const forgets = this.#has('forgets-the-peers-window');
    this.#deflater = new MessageDeflater(spoilt);
    this.#inflater = new MessageInflater(forgets ? { ...peers, keepsContext: false } : peers);
  }

  #has(defect: Defect): boolean {
    return this.#defect === defect;
  }
}
