/**
 * What is wanted of the package, where its measure stands in the results, and what bounds it where it is
 * missed. A missed target without such a word makes the report fail.
 */

import * as why from './bounds.js';

/** @typedef {import('./report/judge.js').Target} Target */

const WS_NATIVE = 'ws Receiver, bufferutil';
const WS_FRAME = 'ws Sender.frame, joined';
const COPIED = 'Decoding binary messages, chunks copied';
const HANDED_OVER = 'Decoding binary messages, chunks handed over';

/**
 * The same for several places.
 *
 * @template T
 * @param {readonly string[]} places
 * @param {T} value
 * @returns {Record<string, T>}
 */
const at = (places, value) => Object.fromEntries(places.map((place) => [place, value]));

const upTo1KiB = ['16 B', '125 B', '1 KiB'];
const above1KiB = ['16 KiB', '1 MiB'];

/** @type {readonly Target[]} */
const masking = [
  {
    kind: 'ratio',
    name: 'maskInPlace beside bufferutil',
    bench: 'mask',
    table: 'Masking in place',
    ours: 'maskInPlace',
    peer: 'bufferutil, native',
    wanted: {
      ...at(['8 B', '16 B', '32 B', '64 B', '125 B', '256 B', '1 KiB'], 1),
      ...at(['4 KiB', '16 KiB', '64 KiB', '256 KiB', '1 MiB', '4 MiB', '16 MiB'], 0.75),
    },
    bounds: {
      ...at(['8 B', '16 B', '32 B'], why.MASK_CALL),
      ...at(['64 B', '125 B', '256 B'], why.MASK_SHORT),
      ...at(['1 KiB', '4 KiB', '16 KiB', '64 KiB', '256 KiB', '1 MiB'], why.MASK_PASSES),
      ...at(['4 MiB', '16 MiB'], why.MASK_PASSES),
    },
  },
  {
    kind: 'ratio',
    name: 'maskInPlace beside a plain copy',
    bench: 'mask',
    table: 'Masking in place',
    ours: 'maskInPlace',
    peer: 'copy alone (set)',
    wanted: at(['4 MiB', '16 MiB'], 1),
    bounds: why.MASK_PASSES,
  },
  {
    kind: 'ratio',
    name: "maskInPlace without WebAssembly beside ws's JavaScript",
    bench: 'mask',
    table: 'Masking in place',
    ours: 'maskInPlace, no WebAssembly',
    peer: 'ws, JavaScript',
    wanted: at(['1 KiB', '4 KiB', '16 KiB', '64 KiB', '256 KiB', '1 MiB', '4 MiB', '16 MiB'], 4),
    bounds: 'JavaScript XORs 32 bits at a time, four times as many as the byte loop, and no more.',
  },
];

/** @type {readonly Target[]} */
const decoding = [
  ...[HANDED_OVER, COPIED].flatMap((table) => {
    const common = {
      kind: /** @type {const} */ ('ratio'),
      bench: 'stream',
      table,
      peer: WS_NATIVE,
    };
    const longer = at(above1KiB, table === COPIED ? why.DECODE_COPIED : why.DECODE_LONG);
    const how = table === COPIED ? 'chunks copied' : 'chunks handed over';
    return [
      {
        ...common,
        name: `FrameDecoder.drain beside ws with bufferutil, ${how}`,
        ours: 'FrameDecoder.drain',
        wanted: { '16 B': 25, '125 B': 12, '1 KiB': 2.5, ...at(above1KiB, 1.2) },
        bounds: { ...at(upTo1KiB, why.VISITS), ...longer },
      },
      {
        ...common,
        name: `FrameDecoder.next beside ws with bufferutil, ${how}`,
        ours: 'FrameDecoder.next',
        wanted: { '16 B': 7, '125 B': 5, '1 KiB': 2, ...at(above1KiB, 1) },
        bounds: { ...at(upTo1KiB, why.FRAMES), ...longer },
      },
      {
        ...common,
        name: `Connection, binary messages, beside ws with bufferutil, ${how}`,
        ours: 'Connection',
        wanted: at(['16 B', '125 B'], 4),
        bounds: why.EVENTS,
      },
    ];
  }),
  ...['Connection', 'Connection, handed over'].map((ours) => ({
    kind: /** @type {const} */ ('ratio'),
    name: `${ours}, text messages, beside ws with bufferutil`,
    bench: 'stream',
    table: 'Decoding text messages',
    ours,
    peer: WS_NATIVE,
    wanted: at(['16 B', '125 B'], 4),
    bounds: why.EVENTS,
  })),
  ...['FrameDecoder', 'Connection'].map((name) => ({
    kind: /** @type {const} */ ('spread'),
    name: `A frame that comes byte by byte, ${name}: cost of a byte`,
    bench: 'drip',
    table: `${name} under a byte drip`,
    place: '4 KiB to 1 MiB',
    wanted: 2,
    bounds: why.DRIP,
  })),
];

/** @type {readonly Target[]} */
const encoding = /** @type {const} */ ([
  ['server', 'without a mask'],
  ['client', 'masked with a ready key'],
]).flatMap(([role, keys]) =>
  /** @type {const} */ (['binary', 'text']).flatMap((kind) => {
    const common = {
      kind: /** @type {const} */ ('ratio'),
      bench: 'encode',
      table: `Encoding ${kind} frames, ${keys}`,
      peer: WS_FRAME,
    };
    return [
      {
        ...common,
        name: `encodeFrame, ${role}, ${kind}, beside ws`,
        ours: 'encodeFrame',
        wanted: { ...at(upTo1KiB, 1.5), ...at(above1KiB, 1) },
        bounds: {
          ...at(upTo1KiB, why.ENCODE_ALLOCATES),
          ...at(above1KiB, why.ENCODE_FRESH_MEMORY),
        },
      },
      {
        ...common,
        name: `FrameEncoder.encode, ${role}, ${kind}, beside ws`,
        // A client's encoder draws its own keys, and so does ws there.
        table:
          role === 'client'
            ? `Encoding ${kind} frames, masked with a random key of one's own`
            : common.table,
        ours: 'FrameEncoder',
        wanted: { ...at(upTo1KiB, 1.5), ...at(above1KiB, 1) },
        bounds: {
          ...at(upTo1KiB, why.ENCODE_VIEWS),
          ...at(above1KiB, why.ENCODE_FRESH_MEMORY),
        },
      },
      {
        ...common,
        name: `encodeFrameInto, ${role}, ${kind}, beside ws`,
        ours: 'encodeFrameInto',
        wanted: { ...at(upTo1KiB, 4), ...at(above1KiB, 2) },
        bounds: { ...at(upTo1KiB, why.INTO_SHORT), ...at(above1KiB, why.INTO_LONG) },
      },
    ];
  }),
);

/** @type {readonly Target[]} */
const handshakes = [
  {
    kind: 'ratio',
    name: 'computeAccept beside createHash',
    bench: 'accept',
    table: 'Accept key of a 24-character key',
    ours: 'computeAccept',
    peer: 'node:crypto createHash',
    wanted: { '1024 keys': 1.3 },
  },
  {
    kind: 'ratio',
    name: "parseHandshake beside Node's HTTP parser",
    bench: 'handshake',
    table: 'Parsing a request',
    ours: 'parseHandshake',
    peer: "Node's HTTPParser",
    wanted: at(['small, 356 B', 'Chromium, 598 B', 'Firefox, cookies, 1074 B'], 1),
    bounds: why.HTTP,
  },
];

/** @type {readonly Target[]} */
const whole = [
  {
    kind: 'ratio',
    name: 'Echo, 64 connections, 32 messages under way on each',
    bench: 'echo',
    table: 'Echo, 64 connections, 32 messages under way on each',
    ours: 'Connection on node:net',
    peer: 'ws server',
    wanted: { '125 B': 4 },
    bounds: why.ECHO,
  },
  ...['Connection, new', 'Connection, after a message each way'].map((row) => ({
    kind: /** @type {const} */ ('figure'),
    name: 'Memory of an idle connection, heap and buffers',
    bench: 'memory',
    table: 'Bytes of each idle connection',
    row,
    columns: ['heap', 'buffers'],
    unit: ' B',
    wanted: 400,
    bounds: why.IDLE,
    beside: `ws Receiver and Sender, ${row.endsWith('new') ? 'new' : 'after a message'}`,
  })),
  ...Object.entries({ 'core: everything': 8192, decodeFrame: 2048 }).map(([row, wanted]) => ({
    bounds: {
      'core: everything': why.SIZE_OF_ALL,
      decodeFrame: why.SIZE_OF_DECODING,
    },
    kind: /** @type {const} */ ('figure'),
    name: 'Size in a bundle, minified and gzipped',
    bench: 'size',
    table: 'Bytes of a bundle',
    row,
    columns: ['gzipped'],
    unit: ' B',
    wanted,
  })),
  {
    kind: 'figure',
    name: 'WebAssembly in a bundle of decodeFrame',
    bench: 'size',
    table: 'Bytes of a bundle',
    row: 'decodeFrame',
    columns: ['WebAssembly'],
    unit: '',
    wanted: 0,
  },
];

export const targets = [...masking, ...decoding, ...encoding, ...handshakes, ...whole];
