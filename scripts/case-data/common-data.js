/**
 * What the messages of families 12 and 13 are cut from. The public suite has files of up to a megabyte for that; here
 * they are recipes for 40 KB or so each, more than a window holds, of about the same kinds and compressibility.
 */

/** @import { ByteData } from '../../src/testing/case-data.js' */

/** @type {(text: string) => ByteData} */
const text = (utf8) => ({ utf8 });
/** @type {(seed: number, length: number, from: string) => ByteData} */
const letters = (random, length, from) => ({ random, length, from: text(from) });
/** @type {(seed: number, length: number) => ByteData} */
const noise = (random, length) => ({ random, length });
/** @type {(unit: ByteData, length: number) => ByteData} */
const over = (repeat, length) => ({ repeat, length });
/** @type {<T>(count: number, make: (index: number) => T) => T[]} */
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

const READING =
  '{"station":"lighthouse","temperature":{"value":21,"unit":"degree Celsius"},"calibrated":true},';

/**
 * Lengths are odd, so that windows do not begin at the same places again and again; those of texts that have more than
 * ASCII are divisible by 16 and so are their parts, for no window of 16 bytes or more may cut a character.
 *
 * @type {Readonly<Record<string, ByteData>>}
 */
export const commonData = {
  json: times(5, (i) => [
    text(`{"sequence":${i},"remark":"`),
    letters(100 + i, 257, 'etaoin shrdlu'),
    text('"},'),
    over(text(READING), 8001),
  ]),
  bitmap: [text('BM'), noise(1, 20_001), over('7f 80', 4096), noise(2, 17_002)],
  prose: times(8, (i) => [
    text('Es war einmal ein Kätzchen, das lag am Ofen und träumte. '),
    letters(200 + i, 5003, 'eeeennniiisssrrraaatttddhhuulcgmobwfkzpvjyxq     ,.'),
  ]),
  // The texts have 16 bytes each, or 32.
  html: times(4, (i) => [
    text('<p>žluťoučký'),
    text('ůň</p><p>漢ab'),
    letters(300 + i, 688, 'etaoin shrdlu <>/'),
    over(text('<li><a>one</a></li><li class="b"'), 9456),
  ]),
  pdf: [
    text('%PDF-1.7 '),
    ...times(6, (i) => [text('<< /Length 5000 >> stream '), noise(400 + i, 5000)]),
    over(text('0000000016 00000 n '), 9001),
  ],
};
