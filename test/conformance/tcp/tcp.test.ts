/** The runner over TCP itself: a right peer passes, and a wrong one fails where that shows. */

import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { allCases } from '../cases/index.js';
import type { ConformanceCase } from '../cases/notation.js';
import type { Defect } from '../peers/defects.js';
import { FakePeer } from '../peers/fake-peer.js';
import { type CaseResult, isPassed } from '../report/case-result.js';
import { testServer } from './fuzzing-client.js';
import { FuzzingServer } from './fuzzing-server.js';
import { plainTransports } from './plain-transports.js';
import { inParallel } from './pool.js';
import { HeadCollector, readRequest, responseTo } from './upgrade.js';

/** A wrong peer is often only found out by waiting, and these wait in vain on purpose. */
const PATIENCE = 0.4;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp())));

/** A few messages are enough to show that the octets get through, and what a defect does. */
const cases = allCases.map((one) => (one.deflate === null ? one : { ...one, rounds: 5 }));
const caseOf = (id: string) => cases.find((one) => one.id === id) as ConformanceCase;
const transportsWith = (defect: Defect | null) =>
  plainTransports('fake', (role) => new FakePeer(role, defect));

async function asServer(one: ConformanceCase, defect: Defect | null): Promise<CaseResult> {
  const server = await transportsWith(defect).startServer();
  cleanUps.push(() => server.close());
  return testServer(one, server.port, PATIENCE);
}

async function asClient(one: ConformanceCase, defect: Defect | null): Promise<CaseResult> {
  const fuzzer = new FuzzingServer(cases, PATIENCE);
  await fuzzer.listen();
  cleanUps.push(() => fuzzer.close());
  await transportsWith(defect).runClient(fuzzer.port, `/runCase?casetuple=${one.id}`);
  return (await fuzzer.resultOf(one.id)) as CaseResult;
}

describe.each([
  ['server', asServer],
  ['client', asClient],
] as const)('a %s over TCP', (role, run) => {
  test.each([
    '1.1.8',
    '2.11',
    '5.20',
    '6.4.4',
    '7.1.5',
    '7.9.1',
    '9.1.3',
    '9.3.4',
    '12.4.16',
    '13.7.3',
  ])('that is right passes case %s', async (id) => {
    const result = await run(caseOf(id), null);
    expect(result).toMatchObject({ behavior: 'OK', behaviorClose: 'OK', complaints: [] });
  });

  test.each<[id: string, defect: Defect, verdict: string]>([
    ['1.1.2', 'echoes-other-type', 'FAILED / WRONG CODE'],
    ['2.2', 'never-answers-pings', 'FAILED / OK'],
    ['2.11', 'loses-split-headers', 'FAILED / OK'],
    ['4.1.1', 'fails-with-1000', 'OK / WRONG CODE'],
    ['4.1.1', 'ignores-reserved-opcodes', 'OK / FAILED'],
    ['6.4.2', 'checks-utf8-at-message-end', 'NON-STRICT / OK'],
    ['6.4.4', 'checks-utf8-at-frame-end', 'NON-STRICT / OK'],
    ['7.1.1', 'never-answers-close', 'OK / UNCLEAN'],
    ['7.9.1', 'echoes-close-codes', 'FAILED / WRONG CODE'],
    ['9.3.2', 'caps-fragments', 'FAILED / FAILED'],
    ['12.1.4', 'echoes-other-octets', 'FAILED / OK'],
    ['12.2.12', 'leaves-the-tail', 'FAILED / UNCLEAN'],
    ['12.3.4', 'forgets-the-peers-window', 'FAILED / FAILED'],
    ['13.1.4', 'knows-no-deflate', 'UNIMPLEMENTED / OK'],
    ['13.2.4', 'keeps-its-window', 'FAILED / UNCLEAN'],
    ['13.5.8', 'ignores-window-bits', 'FAILED / UNCLEAN'],
  ])('in case %s, that %s: %s', async (id, defect, verdict) => {
    const result = await run(caseOf(id), defect);
    expect(`${result.behavior} / ${result.behaviorClose}`).toBe(verdict);
    expect(isPassed(caseOf(id), result)).toBe(false);
  });

  if (role === 'server') {
    test('in case 1.1.1, that keeps-the-connection: OK / UNCLEAN', async () => {
      const result = await run(caseOf('1.1.1'), 'keeps-the-connection');
      expect(result).toMatchObject({ behavior: 'OK', behaviorClose: 'UNCLEAN' });
    });
  }
});

describe('the opening handshake', () => {
  const accept = 'Sec-WebSocket-Accept: ';
  test.each([
    ['HTTP/1.1 200 OK\r\n\r\n', 'status line HTTP/1.1 200 OK'],
    ['HTTP/1.1 101 Yes\r\n\r\n', 'no Upgrade: websocket'],
    ['HTTP/1.1 101 Yes\r\nUpgrade: WebSocket\r\n\r\n', 'no Connection: Upgrade'],
    [
      `HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: x, Upgrade\r\n${accept}no\r\n\r\n`,
      'wrong accept key',
    ],
    [
      `HTTP/1.1 101 Yes\r\n${accept}no\r\n${accept}no\r\n\r\n`,
      'sec-websocket-accept more than once',
    ],
    ['', 'closed during the opening handshake'],
  ])('of the server fails the case when it says %j', async (response, complaint) => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.end(response));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as { port: number };
    const result = await testServer(caseOf('1.1.1'), port, PATIENCE);
    expect(result).toMatchObject({ behavior: 'FAILED', behaviorClose: 'FAILED' });
    expect(result.complaints).toContain(complaint);
  });

  test.each([
    ['server', asServer, 'FAILED / FAILED'],
    ['client', asClient, 'UNIMPLEMENTED / OK'],
  ] as const)('of a %s that says unknown parameters decides the case', async (_, run, verdict) => {
    const result = await run(caseOf('13.3.1'), 'says-unknown-parameters');
    expect(`${result.behavior} / ${result.behaviorClose}`).toBe(verdict);
  });

  test('of a server that answers what nobody offered fails the case', async () => {
    const server = createServer((socket) => {
      const head = new HeadCollector();
      socket.once('data', (chunk) => {
        const request = head.push(chunk);
        if (request === null) return;
        socket.end(responseTo(readRequest(request), [{ name: 'deflate', parameters: [] }]));
      });
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as { port: number };
    const { complaints } = await testServer(caseOf('12.1.1'), port, PATIENCE);
    expect(complaints).toContain('the extension deflate, which nobody offered');
  });

  test('of a client that is not one ends the connection', async () => {
    const fuzzer = new FuzzingServer(allCases, PATIENCE);
    await fuzzer.listen();
    cleanUps.push(() => fuzzer.close());
    const socket = connect({ port: fuzzer.port, host: '127.0.0.1' });
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const received = await new Promise<number>((resolve) => {
      let count = 0;
      socket.on('data', (chunk) => {
        count += chunk.length;
      });
      socket.on('close', () => resolve(count));
    });
    expect(received).toBe(0);
  });
});

test('tasks run side by side, no more than allowed, with their results in order', async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel([30, 10, 20, 5, 1], 2, async (milliseconds) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running--;
    return milliseconds;
  });
  expect(results).toEqual([30, 10, 20, 5, 1]);
  expect(most).toBe(2);
});
