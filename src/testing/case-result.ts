/**
 * What came of a case.
 */

import { toHex } from './byte-data.js';

export interface CaseResult {
  readonly id: string;
  /** What the case is about, in a sentence. */
  readonly title: string;
  /** Where its rule stands, as in 'RFC 6455 §5.2'; null where the case does not say. */
  readonly section: string | null;
  /** The role of the subject. */
  readonly role: 'client' | 'server';
  /** Skipped: the case says nothing about this subject. That is never a pass. */
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped, in a sentence; empty when it passed. */
  readonly reason: string;
  /**
   * Whether the replies were those of the case, others that it also allows, or wrong; null where they do not count,
   * because the case only informs, or is about an answer to the opening handshake, or was skipped.
   */
  readonly behaviour: 'strict' | 'allowed' | 'wrong' | null;
  readonly end: CaseEnd;
  /** What went over the wire, in order, up to `maxWireBytes`; with the seed it repeats what was sent. */
  readonly wire: readonly WireEntry[];
  /** The seed of the masking keys. */
  readonly seed: number;
}

export interface CaseEnd {
  /** Who sent the first Close or ended the connection; null: nobody before the tester gave up. */
  readonly by: 'tester' | 'subject' | null;
  /** The code of the subject's Close; null: without a code, or there was no Close. */
  readonly code: number | null;
  /** Whether both sent a Close before the connection ended. */
  readonly clean: boolean;
}

export interface WireEntry {
  readonly from: 'tester' | 'subject';
  /** As hexadecimal digits. */
  readonly bytes: string;
  /** Bytes that are left out behind these. */
  readonly omitted: number;
}

/** Keeps the first bytes that go over the wire, both ways together. */
export class WireRecord {
  readonly entries: WireEntry[] = [];
  #room: number;

  constructor(maxBytes: number) {
    this.#room = maxBytes;
  }

  add(from: WireEntry['from'], bytes: Uint8Array): void {
    const last = this.entries.at(-1);
    if (this.#room === 0 && last?.from === from) {
      this.entries[this.entries.length - 1] = { ...last, omitted: last.omitted + bytes.length };
      return;
    }
    const shown = bytes.subarray(0, this.#room);
    this.#room -= shown.length;
    const omitted = bytes.length - shown.length;
    // Two sides that take turns for ever must not make a list without an end.
    if (shown.length > 0 || this.entries.length < MAX_ENTRIES) {
      this.entries.push({ from, bytes: toHex(shown), omitted });
    }
  }
}

const MAX_ENTRIES = 1000;

const SHOWN_BYTES = 24;

/** A payload for a person: text in quotes where it can be read, digits otherwise, and the length of a long one. */
export function describePayload(payload: Uint8Array): string {
  const start = payload.subarray(0, SHOWN_BYTES);
  const isReadable = start.every((byte) => byte >= 0x20 && byte < 0x7f);
  const shown = isReadable ? `'${String.fromCharCode(...start)}'` : toHex(start);
  return payload.length > SHOWN_BYTES ? `${shown}... (${payload.length} bytes)` : shown;
}
