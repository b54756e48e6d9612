/**
 * Family 9, limits and performance. The public suite compares the type and the length of an echo; the
 * expectations here hold its octets too.
 */

import {
  B,
  binary,
  type ConformanceCase,
  chopped,
  closeafter,
  conformanceCase,
  type Expected,
  F1000,
  type FrameSpec,
  fragmented,
  type Step,
  send,
  T,
  text,
} from './notation.js';
import { KiB, MiB, type Payload, rep } from './payload.js';

const TEXT = (length: number): Payload => rep('BAsd7&jh23', length);
const BINARY = (length: number): Payload => rep([0x00, 0xfe, 0x23, 0xfa, 0xf0], length);

const echo = (
  id: string,
  sends: Step,
  ok: Expected,
  seconds: number,
  rounds = 1,
): ConformanceCase =>
  conformanceCase(id, {
    sends: [sends],
    ok: [ok],
    close: F1000,
    timer: closeafter(seconds),
    rounds,
    closesOnMismatch: true,
  });

const frameSizes = [64 * KiB, 256 * KiB, MiB, 4 * MiB, 8 * MiB, 16 * MiB];
const wholeFrames = frameSizes.flatMap((size, i) => [
  echo(`9.1.${i + 1}`, send(T(TEXT(size))), text(TEXT(size)), i < 2 ? 10 : 100),
  echo(`9.2.${i + 1}`, send(B(BINARY(size))), binary(BINARY(size)), i < 4 ? 10 : 100),
]);

const FRAGMENTED = 4 * MiB;
const fragmentSizes = [64, 256, KiB, 4 * KiB, 16 * KiB, 64 * KiB, 256 * KiB, MiB, FRAGMENTED];
/** A fragment that would hold the whole message is sent as one frame. */
const inFragments = (frame: FrameSpec, size: number): Step =>
  size < FRAGMENTED ? fragmented(frame, size) : send(frame);
const fragments = fragmentSizes.flatMap((size, i) => {
  const stars = rep('*', FRAGMENTED);
  const octets = i === 0 ? rep([0xfe], FRAGMENTED) : stars;
  return [
    echo(`9.3.${i + 1}`, inFragments(T(stars), size), text(stars), 100),
    echo(`9.4.${i + 1}`, inFragments(B(octets), size), binary(octets), 100),
  ];
});

const chops = [64, 128, 256, 512, 1024, 2048].flatMap((chop, i) => [
  echo(`9.5.${i + 1}`, chopped(chop, T(TEXT(MiB))), text(TEXT(MiB)), 1000),
  echo(`9.6.${i + 1}`, chopped(chop, B(BINARY(MiB))), binary(BINARY(MiB)), 1000),
]);

const roundTrips = (
  [
    [0, 60],
    [16, 60],
    [64, 60],
    [256, 120],
    [1024, 240],
    [4096, 480],
  ] as const
).flatMap(([size, seconds], i) => [
  echo(`9.7.${i + 1}`, send(T(rep('*', size))), text(rep('*', size)), seconds, 1000),
  echo(`9.8.${i + 1}`, send(B(rep([0xfe], size))), binary(rep([0xfe], size)), seconds, 1000),
]);

export const family9: readonly ConformanceCase[] = [
  ...wholeFrames,
  ...fragments,
  ...chops,
  ...roundTrips,
];
