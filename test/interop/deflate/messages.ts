/**
 * What is sent, and what compression must make of it. The other side sends it back as it is, but for two
 * texts that say how they want to be sent back.
 */

import type { Sending } from './wishes.js';

/** A peer that can sends texts that begin so in fragments, with a ping between them. */
export const IN_PARTS = 'in parts:';
/** And texts that begin so uncompressed. */
export const PLAIN = 'plain:';

export interface Sent {
  readonly what: string;
  readonly data: string | Uint8Array<ArrayBuffer>;
  /** Sent in fragments, with a ping between them; empty ones among them. */
  readonly inParts?: true;
  readonly compress?: boolean;
  /** Whether a sender that compresses what becomes smaller has made it smaller. */
  readonly shrinks: (sending: Sending) => boolean;
  /** How few and how many bytes of payload may be left by compression; any when left out. */
  readonly bytes?: (sending: Sending) => readonly [atLeast: number, atMost: number];
}

const always = (): boolean => true;
const never = (): boolean => false;

/** Some 160 bytes; the last one is within reach of the smallest window. */
const tick = (number: number): string =>
  JSON.stringify({
    kind: 'tick',
    number,
    prices: ['bid', 'ask', 'last'].map((price) => ({ price, value: 1_000 + number / 8, size: 5 })),
  });

const json = (number: number): Sent => ({
  what: `JSON ${number}`,
  data: tick(number),
  shrinks: always,
  bytes: () => [1, 130],
});

/** Right behind another. */
const moreJson = (number: number): Sent => ({
  ...json(number),
  bytes: ({ keepsContext }) => (keepsContext ? [1, 40] : [41, 130]),
});

/** Incompressible, and the same in every run. */
function noise(byteLength: number, seed: number): Uint8Array<ArrayBuffer> {
  let state = seed;
  return Uint8Array.from({ length: byteLength }, () => {
    // Xorshift of 32 bits; one of its middle bytes.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 11;
  });
}

/** A window of 2^11 bytes reaches back as far as this; zlib keeps 262 of them for looking ahead. */
const NOISE_BYTES = 1_000;
const NOISE_BITS = 11;
const remembers = ({ keepsContext, windowBits }: Sending): boolean =>
  keepsContext && windowBits >= NOISE_BITS;

const sameNoise: readonly Sent[] = [
  { what: 'noise', data: noise(NOISE_BYTES, 1), shrinks: never },
  {
    what: 'the same noise',
    data: noise(NOISE_BYTES, 1),
    shrinks: remembers,
    // Who looks further back than he may is found out by this.
    bytes: (sending) => (remembers(sending) ? [1, 30] : [NOISE_BYTES, 2 * NOISE_BYTES]),
  },
];

const paragraph = (number: number): string =>
  `Absatz ${number}: „Größe“, ½ Zoll, 中文, 👋 – und so weiter, noch ${number % 7} Mal. `;
const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, index) => paragraph(index)).join('');
const longText = paragraphs(2_500);

/** Enough to see whether windows are kept and how large they are. */
export const shortTalk: readonly Sent[] = [json(1), moreJson(2), ...sameNoise, json(3)];

export const longTalk: readonly Sent[] = [
  ...shortTalk,
  { what: 'an empty text', data: '', shrinks: never },
  { what: 'an empty text, compressed', data: '', compress: true, shrinks: never },
  { what: 'empty bytes, compressed', data: new Uint8Array(0), compress: true, shrinks: never },
  { what: 'a byte', data: Uint8Array.of(0xff), compress: true, shrinks: never },
  { what: '70 kB of noise', data: noise(70_000, 2), shrinks: never },
  { what: '200 kB of text', data: longText, shrinks: always, bytes: () => [1, 20_000] },
  { what: 'an uncompressed text', data: PLAIN + tick(4), compress: false, shrinks: always },
  json(5),
  moreJson(6),
  { what: 'a text in parts', data: IN_PARTS + paragraphs(200), inParts: true, shrinks: always },
  {
    what: 'an uncompressed text in parts',
    data: IN_PARTS + tick(7),
    inParts: true,
    compress: false,
    shrinks: always,
  },
  json(8),
  moreJson(9),
];
