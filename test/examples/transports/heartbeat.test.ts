import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Opcode } from '../../../src/index.js';
import { type Closed, driveOne, frameFor, NO_BYTES, until } from './harness.js';

const HEARTBEAT_MS = 120;

describe.each(['server', 'client'] as const)('a %s', (role) => {
  test('pings a silent peer and gives it up when nothing comes', async () => {
    const { driver, socket, raw } = await driveOne(role, { heartbeatMs: HEARTBEAT_MS });
    const closes: Closed[] = [];
    const started = performance.now();
    driver.start({ onMessage() {}, onClose: (closed) => closes.push(closed) }, NO_BYTES);
    await until(() => closes.length === 1, 'the peer is given up');
    const tookMs = performance.now() - started;
    expect(tookMs).toBeGreaterThan(2 * HEARTBEAT_MS);
    expect(tookMs).toBeLessThan(40 * HEARTBEAT_MS);
    expect(raw.frames.map(({ opcode }) => opcode)).toEqual([Opcode.Ping]);
    expect(closes[0]).toMatchObject({ code: 1006, error: { message: 'the peer is silent' } });
    expect(socket.destroyed).toBe(true);
  });

  test('keeps a peer that answers its pings', async () => {
    const { driver, raw } = await driveOne(role, { heartbeatMs: HEARTBEAT_MS });
    let pongs = 0;
    driver.start({ onMessage() {}, onPong: () => pongs++ }, NO_BYTES);
    let answered = 0;
    raw.socket.on('data', () => {
      for (; answered < raw.frames.length; answered++) {
        raw.socket.write(frameFor(role, Opcode.Pong, raw.frames[answered]?.payload ?? ''));
      }
    });
    await until(() => pongs === 4, 'four pongs have come');
    expect(driver.isOpen).toBe(true);
  });

  test('does not ping a peer that talks', async () => {
    const { driver, raw } = await driveOne(role, { heartbeatMs: HEARTBEAT_MS });
    let heard = 0;
    driver.start({ onMessage: () => heard++ }, NO_BYTES);
    const talking = setInterval(
      () => raw.socket.write(frameFor(role, Opcode.Text, 'x')),
      HEARTBEAT_MS / 6,
    );
    await until(() => heard >= 30, 'it has talked for five periods');
    clearInterval(talking);
    expect(raw.frames).toEqual([]);
    expect(driver.isOpen).toBe(true);
  });

  test('does not take its own slow handler for a silent peer', async () => {
    const { driver, raw } = await driveOne(role, { heartbeatMs: HEARTBEAT_MS });
    let done = false;
    driver.start(
      {
        async onMessage() {
          await sleep(5 * HEARTBEAT_MS);
          done = true;
        },
      },
      NO_BYTES,
    );
    raw.socket.write(frameFor(role, Opcode.Text, 'x'));
    await until(() => done, 'the handler is done');
    expect(driver.isOpen).toBe(true);
  });

  test('gives up a peer that talks and does not read', async () => {
    const { driver, raw } = await driveOne(role, { heartbeatMs: HEARTBEAT_MS });
    const closes: Closed[] = [];
    driver.start({ onMessage() {}, onClose: (closed) => closes.push(closed) }, NO_BYTES);
    raw.socket.pause();
    for (let count = 0; count < 64; count++) driver.send(new Uint8Array(1_048_576));
    raw.socket.write(frameFor(role, Opcode.Text, 'I am here'));
    await until(() => closes.length === 1, 'the peer is given up');
    expect(closes[0]).toMatchObject({ code: 1006, error: { message: 'the peer reads nothing' } });
  });

  test('keeps a peer that reads slowly, even if one write takes several periods', async () => {
    const heartbeatMs = 1_000;
    const { driver, raw } = await driveOne(role, { heartbeatMs });
    driver.start({ onMessage() {} }, NO_BYTES);
    raw.socket.pause();
    const bytes = new Uint8Array(64 * 1_048_576);
    driver.send(bytes);
    let isSlow = true;
    const reading = setInterval(() => {
      raw.socket.resume();
      setImmediate(() => isSlow && raw.socket.pause());
    }, 150);
    await sleep(2.5 * heartbeatMs);
    clearInterval(reading);
    isSlow = false;
    expect(raw.receivedBytes).toBeGreaterThan(0);
    expect(raw.receivedBytes).toBeLessThan(bytes.length);
    expect(driver.isOpen).toBe(true);
    raw.socket.resume();
    await until(() => raw.receivedBytes > bytes.length, 'all is read');
    expect(driver.isOpen).toBe(true);
  });

  test('has none if it is told so', async () => {
    const { driver, raw } = await driveOne(role, { heartbeatMs: 0 });
    driver.start({ onMessage() {} }, NO_BYTES);
    await sleep(4 * HEARTBEAT_MS);
    expect(raw.receivedBytes).toBe(0);
    expect(driver.isOpen).toBe(true);
  });
});
