/**
 * The fuzzing client: tests a server, one connection a case.
 */

import { connect } from 'node:net';
import { offersFor } from '../../../src/testing/deflate-terms.js';
import type { ConformanceCase } from '../cases/notation.js';
import type { Outcome } from '../model/outcome.js';
import { type CaseResult, caseResult } from '../report/case-result.js';
import { PATIENCE, play } from './play.js';
import { extensionsOf, faultOfResponse, HeadCollector, newKey, requestFor } from './upgrade.js';

const HANDSHAKE_SECONDS = 5;

export async function testServer(
  testCase: ConformanceCase,
  port: number,
  patience = PATIENCE,
): Promise<CaseResult> {
  const started = performance.now();
  const faults: string[] = [];
  const outcome = await openAndPlay(testCase, port, patience).catch((error: Error) => {
    faults.push(error.message);
    return null;
  });
  return caseResult(testCase, outcome, faults, performance.now() - started);
}

function openAndPlay(testCase: ConformanceCase, port: number, patience: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const key = newKey();
    const offers = offersFor(testCase.deflate ?? undefined);
    const collector = new HeadCollector();
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const giveUp = (reason: string): void => {
      socket.destroy();
      reject(new Error(reason));
    };
    const limit = setTimeout(
      () => giveUp('no opening handshake in time'),
      HANDSHAKE_SECONDS * patience * 1000,
    );
    const onEarlyClose = (): void => {
      clearTimeout(limit);
      giveUp('closed during the opening handshake');
    };

    const onData = (chunk: Buffer): void => {
      const head = collector.push(chunk);
      if (head === null) return;
      clearTimeout(limit);
      socket.off('data', onData).off('close', onEarlyClose);
      const fault = faultOfResponse(head, key, offers);
      if (fault === null) {
        const opened = { socket, rest: head.rest, extensions: extensionsOf(head) };
        resolve(play(testCase, 'client', opened, patience));
      } else giveUp(fault);
    };

    socket.on('data', onData);
    socket.on('close', onEarlyClose);
    // 'close' follows and says all that the case needs to know.
    socket.on('error', () => {});
    socket.write(requestFor('/', port, key, offers));
  });
}
