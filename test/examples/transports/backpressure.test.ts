import { describe, expect, test } from 'vitest';
import { Opcode } from '../../../src/index.js';
import { type Closed, driveOne, frameFor, NO_BYTES, settled, until } from './harness.js';

const MEBIBYTE = 1_048_576;
/** More than loopback sockets of any system keep. */
const MANY = 64;

describe.each(['server', 'client'] as const)('a %s', (role) => {
  test('reads no more from a peer that does not read its answers, and loses nothing', async () => {
    const { driver, socket, raw } = await driveOne(role);
    let mostPending = 0;
    let handled = 0;
    driver.start(
      {
        onMessage({ data }, peer) {
          handled++;
          const goesOn = peer.send(data, { takeOwnership: true });
          mostPending = Math.max(mostPending, peer.pendingOutputBytes);
          return goesOn || peer.drained();
        },
      },
      NO_BYTES,
    );

    raw.socket.pause();
    const frame = frameFor(role, Opcode.Binary, new Uint8Array(MEBIBYTE).fill(7));
    for (let count = 0; count < MANY; count++) raw.socket.write(frame);
    await until(() => handled > 0 && socket.isPaused(), 'it waits');
    const handledAtRest = await settled(() => handled);
    expect(handledAtRest).toBeLessThan(MANY);
    expect(socket.isPaused()).toBe(true);
    expect(raw.socket.writableLength).toBeGreaterThan(MEBIBYTE);
    // One message and its header: the next is not even looked at before this one is on its way.
    expect(mostPending).toBeLessThan(MEBIBYTE + socket.writableHighWaterMark);

    raw.socket.resume();
    const frameBytes = MEBIBYTE + (role === 'server' ? 10 : 14);
    await until(() => raw.receivedBytes >= MANY * frameBytes, 'everything is back');
    expect(raw.receivedBytes).toBe(MANY * frameBytes);
    expect(mostPending).toBeLessThan(MEBIBYTE + socket.writableHighWaterMark);
    expect(driver.pendingOutputBytes).toBe(0);
    expect(driver.isOpen).toBe(true);
  });

  test('handles no further message while the last answer waits, even of the same chunk', async () => {
    const { driver, socket, raw } = await driveOne(role);
    const answer = new Uint8Array(MEBIBYTE);
    let handled = 0;
    // A handler that heeds nothing.
    driver.start(
      {
        onMessage(_, peer) {
          handled++;
          peer.send(answer);
        },
      },
      NO_BYTES,
    );
    raw.socket.pause();
    const frame = frameFor(role, Opcode.Text, 'more');
    raw.socket.write(Buffer.concat(Array.from({ length: MANY }, () => frame)));
    await until(() => handled > 0, 'it answers');
    expect(await settled(() => handled)).toBeLessThan(MANY);
    expect(driver.pendingOutputBytes).toBeLessThan(MEBIBYTE + socket.writableHighWaterMark);

    raw.socket.resume();
    const frameBytes = MEBIBYTE + (role === 'server' ? 10 : 14);
    await until(() => raw.receivedBytes === MANY * frameBytes, 'all answers are there');
    expect(handled).toBe(MANY);
  });

  test('keeps few pongs for a peer that floods it with pings and does not read', async () => {
    const { driver, socket, raw } = await driveOne(role);
    const ping = frameFor(role, Opcode.Ping, new Uint8Array(125).fill(1));
    const pings = Buffer.concat(Array.from({ length: 4_096 }, () => ping));
    let received = 0;
    let mostPending = 0;
    driver.start(
      {
        onMessage() {},
        onBytes(direction, bytes) {
          if (direction === 'received') received += bytes.length;
          mostPending = Math.max(mostPending, driver.pendingOutputBytes);
        },
      },
      NO_BYTES,
    );
    raw.socket.pause();
    for (let count = 0; count < 16; count++) raw.socket.write(pings);
    await until(() => received === 16 * pings.length, 'all pings are there');
    expect(mostPending).toBeLessThan(64 * ping.length + socket.writableHighWaterMark);
    expect(driver.isOpen).toBe(true);
  });

  test('handles one message at a time and reads no more than a slow handler takes', async () => {
    const { driver, socket, raw } = await driveOne(role);
    const order: number[] = [];
    let running = 0;
    let release: (() => void) | null = null;
    driver.start(
      {
        async onMessage({ data }) {
          expect(++running).toBe(1);
          order.push((data as Uint8Array)[0] as number);
          await new Promise<void>((resolve) => {
            release = resolve;
          });
          running--;
        },
      },
      NO_BYTES,
    );
    for (let count = 0; count < MANY; count++) {
      raw.socket.write(frameFor(role, Opcode.Binary, new Uint8Array(MEBIBYTE / 2).fill(count)));
    }
    await until(() => order.length > 0, 'the first is here');
    await settled(() => raw.socket.writableLength);
    expect(order).toEqual([0]);
    expect(socket.isPaused()).toBe(true);
    expect(raw.socket.writableLength).toBeGreaterThan(0);

    for (let count = 1; count <= MANY; count++) {
      await until(() => order.length === count && release !== null, `message ${count} is here`);
      const go = release as unknown as () => void;
      release = null;
      go();
    }
    expect(order).toEqual(Array.from({ length: MANY }, (_, index) => index));
  });

  test('tells a sender when to wait, and when to go on', async () => {
    const { driver, socket, raw } = await driveOne(role);
    driver.start({ onMessage() {} }, NO_BYTES);
    raw.socket.pause();
    const bytes = new Uint8Array(65_536);
    let sent = 0;
    let mostPending = 0;
    const sending = (async () => {
      for (; sent < 1_024; sent++) {
        if (!driver.send(bytes)) await driver.drained();
        mostPending = Math.max(mostPending, driver.pendingOutputBytes);
      }
    })();
    expect(await settled(() => sent)).toBeLessThan(1_024);
    raw.socket.resume();
    await sending;
    const frameBytes = bytes.length + (role === 'server' ? 10 : 14);
    await until(() => raw.receivedBytes >= 1_024 * frameBytes, 'everything is there');
    expect(raw.receivedBytes).toBe(1_024 * frameBytes);
    expect(mostPending).toBeLessThan(frameBytes + socket.writableHighWaterMark);
  });

  test('writes what one turn sends in one piece', async () => {
    const { driver, raw } = await driveOne(role);
    const written: number[] = [];
    driver.start(
      {
        onMessage() {},
        onBytes: (direction, bytes) => direction === 'sent' && written.push(bytes.length),
      },
      NO_BYTES,
    );
    for (let count = 0; count < 100; count++) expect(driver.send('x')).toBe(true);
    await until(() => raw.frames.length === 100, 'all are there');
    expect(written).toEqual([100 * (role === 'server' ? 3 : 7)]);
  });

  test('delivers what it had received when the socket was lost, and then the end', async () => {
    const { driver, socket, raw } = await driveOne(role);
    const events: unknown[] = [];
    const releases: (() => void)[] = [];
    driver.start(
      {
        onMessage({ data }) {
          events.push(data);
          return new Promise<void>((resolve) => releases.push(resolve));
        },
        onClose: ({ code }) => events.push(code),
      },
      NO_BYTES,
    );
    raw.socket.write(Buffer.concat(['a', 'b'].map((text) => frameFor(role, Opcode.Text, text))));
    await until(() => releases.length === 1, 'the first is being handled');
    socket.destroy();
    await until(() => socket.closed, 'the socket is gone');
    expect(events).toEqual(['a']);
    expect(driver.send('to nobody')).toBe(false);
    releases[0]?.();
    await until(() => releases.length === 2, 'the second is being handled');
    expect(events).toEqual(['a', 'b']);
    releases[1]?.();
    await until(() => events.length === 3, 'the end is told');
    expect(events).toEqual(['a', 'b', 1006]);
  });

  test('lets go of a sender that waits when the connection ends', async () => {
    const { driver, socket, raw } = await driveOne(role);
    const closes: Closed[] = [];
    driver.start({ onMessage() {}, onClose: (closed) => closes.push(closed) }, NO_BYTES);
    raw.socket.pause();
    for (let count = 0; count < MANY; count++) driver.send(new Uint8Array(MEBIBYTE));
    const waiting = driver.drained();
    await settled(() => driver.pendingOutputBytes);
    expect(driver.pendingOutputBytes).toBeGreaterThan(0);
    socket.destroy();
    expect(await waiting).toBe(false);
    await until(() => closes.length === 1, 'the end is told');
    expect(closes).toEqual([{ code: 1006, reason: '', wasClean: false, error: null }]);
  });

  test('gives up a peer that neither reads nor answers its Close', async () => {
    const { driver, socket, raw } = await driveOne(role, { closeTimeoutMs: 200 });
    const closes: Closed[] = [];
    driver.start({ onMessage() {}, onClose: (closed) => closes.push(closed) }, NO_BYTES);
    raw.socket.pause();
    for (let count = 0; count < MANY; count++) driver.send(new Uint8Array(MEBIBYTE));
    driver.close(1000);
    await until(() => socket.destroyed, 'the socket is given up');
    await until(() => closes.length === 1, 'the end is told');
    expect(closes[0]).toMatchObject({ code: 1006, error: { message: 'the peer does not close' } });
  });

  test('streams a message out in fragments and in in parts', async () => {
    const { driver, raw } = await driveOne(role, { streamMessages: true });
    const parts: unknown[] = [];
    driver.start({ onMessage: (part) => parts.push(part) }, NO_BYTES);
    driver.sendFragment('one ', { fin: false });
    driver.sendFragment('two', { fin: true });
    await until(() => raw.frames.length === 2, 'both fragments are there');
    expect(raw.frames.map(({ fin, opcode }) => [fin, opcode])).toEqual([
      [false, Opcode.Text],
      [true, Opcode.Continuation],
    ]);
    raw.socket.write(frameFor(role, Opcode.Text, 'three'));
    await until(() => parts.length === 1, 'the part is there');
    expect(parts).toEqual([{ type: 'text-part', data: 'three', last: true }]);
  });
});
