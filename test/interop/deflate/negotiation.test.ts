import { afterAll, describe, test } from 'vitest';
import type { EchoPeer } from '../peers/echo.js';
import { aiohttp, websockets, wsproto } from '../peers/echo-python.js';
import { undici } from '../peers/echo-undici.js';
import { ws } from '../peers/echo-ws.js';
import { requirePeer } from '../require-peer.js';
import { converse, type Role } from './converse.js';
import { longTalk } from './messages.js';
import { compressors } from './ours.js';
import { noWishes, type Wishes } from './wishes.js';

const SN = 'server_no_context_takeover';
const CN = 'client_no_context_takeover';
const S = (bits: number): string => `server_max_window_bits=${bits}`;
const C = (bits: number): string => `client_max_window_bits=${bits}`;

/** A client that does not let the server restrict its window. */
const UNRESTRICTED = 'unrestricted';

type Parameters = readonly string[];
type Row = readonly [
  peer: EchoPeer,
  theirs: Parameters,
  ours: Parameters,
  answer: Parameters | null,
];

/** What both sides wish, and what the server answers. */
const rows: Readonly<Record<Role, readonly Row[]>> = {
  server: [
    // Of two restrictions the stricter one, from wherever it comes.
    ...[ws, websockets].flatMap((peer): Row[] => [
      [peer, [S(12)], [S(9)], [S(9)]],
      [peer, [S(9)], [S(12)], [S(9)]],
      [peer, [S(8)], [S(15)], [S(8)]],
      [peer, [C(12)], [C(9)], [C(9)]],
      [peer, [C(9)], [C(12)], [C(9)]],
      [peer, [SN], [CN], [CN, SN]],
      [peer, [CN], [SN], [CN, SN]],
      [peer, [SN, CN, S(12), C(12)], [SN, CN, S(12), C(12)], [C(12), CN, S(12), SN]],
      // RFC 7692 §7.1.2.2: no client_max_window_bits in an answer to an offer without it.
      [peer, [UNRESTRICTED], [], []],
      [peer, [UNRESTRICTED], [C(15)], []],
      [peer, [UNRESTRICTED], [C(12)], null],
    ]),
    [wsproto, [], [], [C(15), S(15)]],
    [wsproto, [S(12)], [S(9), SN], [C(15), S(9), SN]],
    [wsproto, [C(9)], [C(12), CN], [C(9), CN, S(15)]],
    [wsproto, [SN, CN, S(9), C(9)], [], [C(9), CN, S(9), SN]],
    [aiohttp, [], [], []],
    [aiohttp, [S(9)], [S(12)], [S(9)]],
    [aiohttp, [S(12)], [SN, CN, S(9), C(9)], [C(9), CN, S(9), SN]],
    [undici, [], [], []],
    [undici, [], [SN, CN], [CN, SN]],
    ...[8, 9, 12, 15].map((bits): Row => [undici, [], [S(bits), C(bits)], [C(bits), S(bits)]]),
    ...[8, 9, 12, 15].map((bits): Row => [undici, [], [S(bits), SN], [S(bits), SN]]),
  ],
  client: [
    [ws, [S(9)], [S(12)], [S(9)]],
    [ws, [C(9)], [C(12)], [C(9)]],
    [ws, [SN], [CN], [CN, SN]],
    [ws, [CN], [SN], [CN, SN]],
    [websockets, [S(12)], [S(9)], [S(9)]],
    [websockets, [S(9)], [S(12)], [S(9)]],
    [websockets, [C(12)], [C(9)], [C(9)]],
    [websockets, [C(9)], [C(12)], [C(9)]],
    [websockets, [SN], [CN], [CN, SN]],
    [websockets, [CN], [SN], [CN, SN]],
    [wsproto, [], [], [C(15)]],
    [wsproto, [C(12)], [], [C(12)]],
    [wsproto, [], [S(9), C(9)], [C(9), S(9)]],
    [wsproto, [C(9)], [C(12)], [C(12)]],
    [wsproto, [SN], [CN], [C(15), CN, SN]],
    [aiohttp, [], [], []],
    [aiohttp, [], [S(9), SN], [S(9), SN]],
    // What our client has said of itself is not repeated, and binds it all the same.
    [aiohttp, [], [C(9)], []],
    [aiohttp, [], [CN], []],
  ],
};

const peers = [ws, undici, websockets, wsproto, aiohttp];

afterAll(async () => {
  for (const { stop } of peers) await stop();
});

describe.each(['server', 'client'] as const)('our %s', (ourRole) => {
  const meetings = rows[ourRole].map(([peer, theirs, ours, answer], index) => ({
    name: `${peer.name}, ${inWords(theirs)} there, ${inWords(ours)} here: ${inWords(answer)}`,
    peer,
    ourRole,
    ours: wishesIn(ours),
    theirs: wishesIn(theirs),
    answer,
    compressor: (compressors[index % compressors.length] as (typeof compressors)[number])
      .compressor,
  }));

  test.for(meetings)('agrees with $name', async (meeting, context) => {
    await requirePeer(context, meeting.peer.missing);
    await converse(meeting, longTalk);
  });
});

function inWords(parameters: Parameters | null): string {
  if (parameters === null) return 'no extension';
  return parameters.length === 0 ? 'nothing' : parameters.join('; ');
}

function wishesIn(parameters: Parameters): Wishes {
  const bits = (name: string): number | null => {
    const value = parameters.find((parameter) => parameter.startsWith(`${name}=`));
    return value === undefined ? null : Number(value.slice(name.length + 1));
  };
  return {
    ...noWishes,
    serverNoContextTakeover: parameters.includes(SN),
    clientNoContextTakeover: parameters.includes(CN),
    serverMaxWindowBits: bits('server_max_window_bits'),
    clientMaxWindowBits: bits('client_max_window_bits'),
    ...(parameters.includes(UNRESTRICTED) ? { isClientRestrictable: false } : {}),
  };
}
