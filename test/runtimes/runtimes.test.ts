/**
 * The checks that run in every runtime find what is wrong, and the matrix shows it.
 */

import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as arbitraries from '../../src/adapters/fast-check.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import * as streams from '../../src/adapters/streams.js';
import * as deflate from '../../src/deflate.js';
import * as extendedConnect from '../../src/extended-connect.js';
import * as codec from '../../src/index.js';
import * as testing from '../../src/testing.js';
import { foreignModules, nodeNames } from './bundles/traces.js';
import { type Report, runChecks } from './checks/run-checks.js';
import type { Subject } from './checks/subject.js';
import { cellsOf, complaints } from './matrix.js';

const extent = { numRuns: 10, maxMessageBytes: 300, maxCaseBytes: 512, maxRounds: 1 };
const compressors = [{ name: 'pako', make: pakoCompressor }];

afterEach(() => vi.unstubAllGlobals());

const subject = {
  ...{ codec, deflate, extendedConnect, streams, testing },
  ...{ arbitraries, fc, compressors, extent },
};

function check(changes: Partial<typeof codec>): Promise<Report> {
  const changed: Subject['codec'] = { ...codec, ...changes };
  return runChecks({ ...subject, codec: changed });
}

/** A connection that loses the last character of every text. */
class Forgetful extends codec.Connection {
  override nextEvent() {
    const event = super.nextEvent();
    return event?.type === 'text' ? { ...event, data: event.data.slice(0, -1) } : event;
  }
}

const right = await check({});

test('a right codec passes all checks', () => {
  expect(complaints(right, { usesSimd: true, has: { WebAssembly: true } })).toEqual([]);
  expect(right.vectors.passed).toBeGreaterThan(400);
  expect(right.properties.passed).toBe(9);
  expect(right.conformance.passed).toBeGreaterThan(500);
  expect(right.streams.passed).toBe(5);
});

test('what was left out or cut short is counted', () => {
  const { passed, failed, otherRole, leftOut, cutShort } = right.conformance;
  const cases = testing.conformanceCases.length + testing.attackCases.length;
  expect(passed + failed + otherRole + leftOut).toBe(2 * cases);
  expect(Math.min(leftOut, otherRole, cutShort)).toBeGreaterThan(0);
  expect(cellsOf(right)).toContain(`${leftOut} above 512 bytes, ${otherRole} for the other role`);
});

describe('a wrong codec fails', () => {
  test.each<[string, Partial<typeof codec>]>([
    ['that loses characters', { Connection: Forgetful }],
    ['whose connection throws', { Connection: class {} as unknown as typeof codec.Connection }],
  ])('in all three groups, one %s', async (_, changes) => {
    const report = await check(changes);
    for (const group of ['vectors', 'properties', 'conformance'] as const) {
      expect(report[group].failed, group).toBeGreaterThan(0);
      expect(complaints(report, {})).toContain(
        `${report[group].failed} of the ${group} have failed`,
      );
    }
  });

  test('in cases about compression, one that agrees to none', async () => {
    const { conformance } = await check({ negotiateExtensions: () => [] });
    expect(conformance.failed).toBeGreaterThan(10);
  });

  test.each<[string, Partial<typeof codec>]>([
    ['accepts every close code', { isValidCloseCode: () => true }],
    ['computes another accept', { computeAccept: () => 'x' }],
  ])('in one vector, one that %s', async (_, changes) => {
    const { vectors } = await check(changes);
    expect(vectors.failed).toBe(1);
  });
});

describe('streams', () => {
  const checkWith = (ConnectionStreams: typeof streams.ConnectionStreams) =>
    runChecks({ ...subject, streams: { ...streams, ConnectionStreams } });

  /** One that takes every end for a clean one. */
  class Content extends streams.ConnectionStreams {
    constructor(options: streams.ConnectionStreamsOptions) {
      super(options);
      Object.assign(this, { closed: this.closed.then((end) => ({ ...end, wasClean: true })) });
    }
  }

  /** One that carries no message through. */
  class Mute extends streams.ConnectionStreams {
    override readonly incoming = {
      readable: new ReadableStream<string>({ start: (controller) => controller.close() }),
      writable: new WritableStream<Uint8Array>(),
    };
  }

  test.each<[string, typeof streams.ConnectionStreams, number]>([
    ['that call every end clean fail where the transport fails', Content, 4],
    ['that carry no message fail everywhere', Mute, 5],
  ])('%s', async (_, ConnectionStreams, failed) => {
    const report = await checkWith(ConnectionStreams);
    expect(report.streams).toStrictEqual({ passed: 5 - failed, failed });
    expect(complaints(report, {})).toContain(`${failed} of the streams have failed`);
    expect(cellsOf(report)).toContain(`${5 - failed} of 5`);
  });

  test('are refused where the runtime has none, and the matrix says so', async () => {
    vi.stubGlobal('ReadableStream', undefined);
    const report = await check({});
    expect(complaints(report, { has: { ReadableStream: false } })).toStrictEqual([]);
    expect(complaints(report, { has: { ReadableStream: true } })).toStrictEqual([
      'ReadableStream should be there',
    ]);
    expect(report.streams).toStrictEqual({ passed: 1, failed: 0 });
    expect(cellsOf(report)).toContain('none here, and refused');
  });
});

test('a report that shows no check, or another runtime, is complained about', () => {
  const none = { passed: 0, failed: 0 };
  expect(complaints({ ...right, vectors: none }, {})).toEqual(['none of the vectors has passed']);
  expect(complaints({ ...right, properties: none }, {})).toHaveLength(1);
  expect(complaints({ ...right, streams: none }, {})).toHaveLength(1);
  const other = { has: { WebAssembly: false }, usesSimd: false, compiles: false };
  expect(complaints(right, other)).toHaveLength(3);
});

test('what a bundler adds of Node is found', () => {
  const own = ['program.js', 'node_modules/websocket-codec/dist/index.js'];
  expect(foreignModules(own)).toEqual([]);
  expect(foreignModules([...own, 'node_modules/buffer/index.js'])).toHaveLength(1);
  expect(foreignModules([])).toHaveLength(1);
  const withPeer = [...own, 'node_modules/pako/index.js'];
  expect(foreignModules(withPeer)).toHaveLength(1);
  expect(foreignModules(withPeer, ['pako'])).toEqual([]);
  expect(nodeNames('new ArrayBuffer(1); SharedArrayBuffer; a.processed')).toEqual([]);
  const code = 'import "node:zlib"; require("x"); Buffer.from(process.env)';
  expect(nodeNames(code)).toEqual(['node:zlib', 'require(', 'Buffer', 'process']);
});
