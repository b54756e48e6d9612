/**
 * One connection between this package and a peer, from the handshake to the end.
 */

import { expect } from 'vitest';
import type { Compressor } from '../../../src/deflate.js';
import type { EchoPeer } from '../peers/echo.js';
import { expectTalk } from './check.js';
import { type Sent, shortTalk } from './messages.js';
import { deflateWith, type OpenTalk, startTalkServer, talkAsClient } from './ours.js';
import { sendingsUnder, type Wishes } from './wishes.js';

export type Role = 'client' | 'server';

export interface Meeting {
  readonly peer: EchoPeer;
  /** The side that is ours. */
  readonly ourRole: Role;
  readonly compressor: Compressor;
  readonly ours: Wishes;
  readonly theirs: Wishes;
  /** The parameters that the server must answer, sorted; null: it must accept nothing. */
  readonly answer: readonly string[] | null;
}

/** Opens the connection, checks the answer, says all the messages, and closes. */
export async function converse(meeting: Meeting, messages: readonly Sent[]): Promise<void> {
  const { peer, ourRole, ours, theirs, answer } = meeting;
  const { talk, agreed, close } = await open(meeting);
  try {
    expect(agreed).toEqual(answer);
    const sendings = sendingsUnder(answer, ourRole === 'client' ? ours : theirs);
    await expectTalk(talk, messages, peer, {
      ours: sendings[ourRole],
      theirs: sendings[ourRole === 'client' ? 'server' : 'client'],
    });
    expect(await talk.sayAtOnce(shortTalk)).toBe(shortTalk.length);
    expect(await talk.close()).toMatchObject({ code: 1000, wasClean: true });
  } finally {
    await close();
  }
}

async function open(meeting: Meeting): Promise<OpenTalk & { close(): Promise<void> }> {
  const { peer, ourRole, ours, theirs, compressor } = meeting;
  const extensions = [deflateWith(compressor, ours)];
  if (ourRole === 'server') {
    const server = await startTalkServer(extensions);
    await peer.startClient(server.port, theirs);
    return { ...(await server.nextTalk()), close: () => server.close() };
  }
  const server = await peer.startServer?.(theirs);
  if (server === undefined) throw new TypeError(`${peer.name} is no server`);
  return { ...(await talkAsClient(server.port, extensions)), close: () => server.close() };
}
