/**
 * The charts of bench/README.md, in their order.
 */

/** @typedef {import('./report/charts.js').ChartSpec} ChartSpec */
/** @typedef {import('./report/charts.js').LinesSpec} LinesSpec */

const COPIED = 'Decoding binary messages, chunks copied';
const HANDED_OVER = 'Decoding binary messages, chunks handed over';
const WS_NATIVE = 'ws Receiver, bufferutil';
const WS_FRAME = 'ws Sender.frame, joined';

/** @type {readonly (readonly [file: string, table: string, xLabel: string, xUnit: 'bytes' | 'count'])[]} */
const curves = [
  ['curve-chunks', 'Cost over the size of chunks, frames of 125 B', 'size of a chunk', 'bytes'],
  ['curve-frames', 'Cost over the size of frames, chunks of 64 KiB', 'payload of a frame', 'bytes'],
  [
    'curve-messages',
    'Cost over the size of messages, frames of up to 16 KiB',
    'size of a message',
    'bytes',
  ],
  ['curve-fragments', 'Cost over fragments, a message of 1 MiB', 'fragments', 'count'],
  ['curve-connections', 'Cost over connections, fed in turn', 'connections', 'count'],
];

/** @type {readonly ChartSpec[]} */
export const chartSpecs = [
  {
    kind: 'lines',
    file: 'mask',
    title: 'Masking in place',
    bench: 'mask',
    table: 'Masking in place',
    xLabel: 'size of a payload',
    xUnit: 'bytes',
    without: ['byte loop'],
  },
  decodingChart('decode', 'Decoding binary messages, chunks handed over', HANDED_OVER),
  decodingChart('decode-copied', 'Decoding binary messages, chunks copied', COPIED),
  {
    kind: 'ratios',
    file: 'decode-text',
    title: 'Decoding text messages',
    bench: 'stream',
    peer: WS_NATIVE,
    series: ['Connection', 'Connection, handed over'].map((ours) => ({
      table: 'Decoding text messages',
      ours,
    })),
  },
  ...curves.map(
    ([file, table, xLabel, xUnit]) =>
      /** @type {LinesSpec} */ ({
        kind: 'lines',
        file,
        title: table,
        bench: 'curves',
        table,
        xLabel,
        xUnit,
      }),
  ),
  {
    kind: 'sizes',
    file: 'drip',
    title: 'A frame that comes byte by byte',
    bench: 'drip',
    series: ['FrameDecoder', 'Connection'].map((name) => ({
      table: `${name} under a byte drip`,
      name,
    })),
    xLabel: 'payload of the frame',
  },
  encodingChart('encode-server', 'Encoding frames as a server', 'without a mask'),
  encodingChart(
    'encode-client',
    'Encoding frames as a client, keys ready',
    'masked with a ready key',
  ),
  {
    kind: 'ratios',
    file: 'encode-random',
    title: 'Encoding frames as a client, random keys of one’s own',
    bench: 'encode',
    peer: WS_FRAME,
    series: ['binary', 'text'].flatMap((kind) =>
      ['FrameEncoder', 'FrameEncoder.encodeInto', 'Connection'].map((ours) => ({
        table: `Encoding ${kind} frames, masked with a random key of one's own`,
        ours,
        name: `${ours}, ${kind}`,
      })),
    ),
  },
  {
    kind: 'ratios',
    file: 'handshake',
    title: 'Parsing a handshake, beside Node’s HTTP parser',
    bench: 'handshake',
    peer: "Node's HTTPParser",
    series: [{ table: 'Parsing a request', ours: 'parseHandshake' }],
  },
  {
    kind: 'ratios',
    file: 'handshake-js',
    title: 'Parsing a handshake, beside a parser in JavaScript',
    bench: 'handshake',
    peer: 'http-parser-js',
    series: [{ table: 'Parsing a request', ours: 'parseHandshake' }],
  },
  {
    kind: 'ratios',
    file: 'echo',
    title: 'An echo server on loopback',
    bench: 'echo',
    peer: 'ws server',
    series: [
      ['Echo of masked binary messages, 1 connection', '1 connection'],
      [
        'Echo, 64 connections, 32 messages under way on each',
        '64 connections, 32 under way on each',
      ],
      ["The same, of the server's processor time alone", "the same, server's processor time"],
    ].map(([table = '', name = '']) => ({ table, ours: 'Connection on node:net', name })),
  },
  {
    kind: 'amounts',
    file: 'memory',
    title: 'Bytes of an idle connection',
    bench: 'memory',
    table: 'Bytes of each idle connection',
    xLabel: 'bytes',
    columns: ['heap', 'buffers'],
  },
  {
    kind: 'amounts',
    file: 'size',
    title: 'Bytes of a bundle',
    bench: 'size',
    table: 'Bytes of a bundle',
    xLabel: 'bytes',
    columns: ['minified', 'gzipped'],
  },
  ...[
    ['1', '1 connection'],
    ['64', '64 connections with a message under way each'],
  ].map(
    ([count = '', many = '']) =>
      /** @type {ChartSpec} */ ({
        kind: 'ratios',
        file: `deflate-${count}`,
        title: `permessage-deflate, JSON, ${many}`,
        bench: 'deflate',
        peer: 'ws PerMessageDeflate',
        series: ['compress', 'decompress'].flatMap((direction) =>
          ['with', 'without'].map((takeover) => ({
            table: `${direction}, ${takeover} context takeover, ${many}`,
            ours: 'zlibCompressor',
            name: `${direction}, ${takeover} context takeover`,
          })),
        ),
        only: (/** @type {string} */ label) => label.endsWith('of JSON'),
      }),
  ),
];

/**
 * @param {string} file
 * @param {string} title
 * @param {string} table
 * @returns {ChartSpec}
 */
function decodingChart(file, title, table) {
  const series = ['FrameDecoder.drain', 'FrameDecoder.next', 'Connection'].map((ours) => ({
    table,
    ours,
  }));
  return { kind: 'ratios', file, title, bench: 'stream', peer: WS_NATIVE, series };
}

/**
 * @param {string} file
 * @param {string} title
 * @param {string} keys
 * @returns {ChartSpec}
 */
function encodingChart(file, title, keys) {
  const series = ['binary', 'text'].flatMap((kind) =>
    ['encodeFrame', 'encodeFrameInto'].map((ours) => ({
      table: `Encoding ${kind} frames, ${keys}`,
      ours,
      name: `${ours}, ${kind}`,
    })),
  );
  return { kind: 'ratios', file, title, bench: 'encode', peer: WS_FRAME, series };
}
