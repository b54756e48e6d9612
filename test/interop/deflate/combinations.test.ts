import { afterAll, describe, test } from 'vitest';
import { websockets } from '../peers/echo-python.js';
import { ws } from '../peers/echo-ws.js';
import { requirePeer } from '../require-peer.js';
import { converse, type Role } from './converse.js';
import { longTalk, shortTalk } from './messages.js';
import { compressors } from './ours.js';
import {
  allWishes,
  noWishes,
  parametersOf,
  sendingsUnder,
  someWishes,
  type Wishes,
} from './wishes.js';

const peers = [ws, websockets];
const roles: readonly Role[] = ['server', 'client'];
const wishers = ['ours', 'theirs'] as const;

afterAll(async () => {
  for (const { stop } of peers) await stop();
});

const meetings = peers.flatMap((peer) =>
  roles.flatMap((ourRole) =>
    wishers.map((wisher, number) => ({ name: peer.name, peer, ourRole, wisher, number })),
  ),
);

// Where one side does not mind, both do what the other wishes.
describe.each(meetings)('our $ourRole and $name, the wishes being $wisher', (meeting) => {
  const { peer, ourRole, wisher, number } = meeting;
  const theirRole = ourRole === 'client' ? 'server' : 'client';

  const isFeasible = (wishes: Wishes): boolean => {
    const sending = sendingsUnder(parametersOf(wishes), wishes)[theirRole];
    return sending !== null && sending.windowBits >= peer.minWindowBits;
  };
  const meet = (wishes: Wishes) => ({
    peer,
    ourRole,
    ours: wisher === 'ours' ? wishes : noWishes,
    theirs: wisher === 'theirs' ? wishes : noWishes,
    answer: parametersOf(wishes),
  });

  // Each compressor meets every combination once, as the one or as the other side's wish.
  const combinations = allWishes.map((wishes, index) => ({
    wishes,
    parameters: parametersOf(wishes).join('; ') || 'nothing',
    compressor: compressors[(index + number) % 2] as (typeof compressors)[number],
  }));

  test.for(combinations.filter(({ wishes }) => isFeasible(wishes)))(
    'agree on $parameters',
    async ({ wishes, compressor: { compressor } }, context) => {
      await requirePeer(context, peer.missing);
      await converse({ ...meet(wishes), compressor }, shortTalk);
    },
  );

  test.for(compressors)('talk at length with $name', async ({ compressor }, context) => {
    await requirePeer(context, peer.missing);
    for (const wishes of someWishes.filter(isFeasible)) {
      await converse({ ...meet(wishes), compressor }, longTalk);
    }
  });
});
