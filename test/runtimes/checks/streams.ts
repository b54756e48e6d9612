/**
 * A connection as WHATWG streams: two that are the transport of each other, and one whose transport fails. A runtime that
 * has no such streams is told so when one is made.
 */

import type { Subject } from './subject.js';
import { same, type Tally, throws } from './tally.js';

type Streams = Subject['streams'];

/** Nothing here waits for anything but other promises. */
const LIMIT_MS = 10_000;
const MESSAGES = ['κόσμε', '', /* @__PURE__ */ new Uint8Array(70_000).fill(7)];

export async function checkStreams(tally: Tally, { streams }: Subject): Promise<void> {
  if (globalThis.ReadableStream === undefined) {
    tally.check('without WHATWG streams there is no connection as such', () =>
      throws(() => new streams.ConnectionStreams({ role: 'server' }), 'to make one'),
    );
    return;
  }
  await tally.wait('messages come back through streams as they went in', () =>
    inTime(echo(streams)),
  );
  for (const role of ['client', 'server'] as const) {
    await tally.wait(`the streams of a ${role} fail when nothing can be read any more`, () =>
      inTime(loseInput(streams, role)),
    );
    await tally.wait(`the streams of a ${role} fail when nothing is taken any more`, () =>
      inTime(loseOutput(streams, role)),
    );
  }
}

async function echo({ ConnectionStreams }: Streams): Promise<void> {
  const client = new ConnectionStreams({ role: 'client' });
  const server = new ConnectionStreams({ role: 'server' });
  client.attach({ readable: server.outgoing.readable, writable: server.incoming.writable });
  const echoing = server.incoming.readable.pipeTo(server.outgoing.writable);
  const writer = client.outgoing.writable.getWriter();
  const reader = client.incoming.readable.getReader();
  for (const message of MESSAGES) {
    const [{ value }] = await Promise.all([reader.read(), writer.write(message)]);
    same(value, message, 'what comes back');
  }
  const [{ done }] = await Promise.all([reader.read(), writer.close(), echoing]);
  same(done, true, 'the end of what comes back');
  const end = { closeCode: 1000, reason: '', wasClean: true, violation: null };
  same(await client.closed, end, 'the end of the client');
  same(await server.closed, end, 'the end of the server');
}

async function loseInput(streams: Streams, role: 'client' | 'server'): Promise<void> {
  let fail = (_: Error) => {};
  const readable = new ReadableStream<Uint8Array>({
    start(controller) {
      fail = (error) => controller.error(error);
    },
  });
  const connection = new streams.ConnectionStreams({ role });
  connection.attach({ readable, writable: new WritableStream<Uint8Array>() });
  const read = connection.incoming.readable.getReader().read();
  fail(new Error('the transport is gone'));
  await isLost(streams, connection, read);
}

async function loseOutput(streams: Streams, role: 'client' | 'server'): Promise<void> {
  const writable = new WritableStream<Uint8Array>({
    write() {
      throw new Error('the transport is gone');
    },
  });
  const connection = new streams.ConnectionStreams({ role });
  connection.attach({ readable: new ReadableStream<Uint8Array>(), writable });
  const read = connection.incoming.readable.getReader().read();
  // Taken or not, which is a race.
  const ignore = () => {};
  connection.outgoing.writable.getWriter().write('Hello').catch(ignore);
  await isLost(streams, connection, read);
}

/** The connection has ended without a Close, and whoever reads is told. */
async function isLost(
  { ConnectionClosedError }: Streams,
  { closed }: InstanceType<Streams['ConnectionStreams']>,
  read: Promise<unknown>,
): Promise<void> {
  const failure = await read.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  const closeCode = failure instanceof ConnectionClosedError ? failure.closeCode : failure;
  same(closeCode, 1006, 'what the reader gets');
  const end = { closeCode: 1006, reason: '', wasClean: false, violation: null };
  same(await closed, end, 'the end');
}

/** Rejects when a promise is still pending after the limit. */
async function inTime(promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it is still pending')), LIMIT_MS);
  });
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
