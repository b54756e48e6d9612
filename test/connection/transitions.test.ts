/**
 * Every phase × every input, written down a second time: as the table says it, and as a connection of either
 * role shows it.
 */

import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import {
  type ConnectionState,
  type Input,
  type Phase,
  stateOf,
  type TransportState,
  transitions,
  transportOf,
} from '../../src/connection/transitions.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { join } from '../vectors/bits.js';
import {
  abnormal,
  closeBody,
  closeToReceive,
  connect,
  drain,
  failure,
  faultClose,
  nothingPending,
  pending,
  type Role,
  roles,
  type SentFrame,
  takeFrames,
  toReceive,
} from './drive.js';

const phases: readonly Phase[] = ['open', 'close-sent', 'closed', 'failed', 'ended'];
const inputs: readonly Input[] = ['send-close', 'receive-close', 'violation', 'end-of-input'];

const states: Record<Phase, ConnectionState> = {
  open: 'open',
  'close-sent': 'closing',
  closed: 'closed',
  failed: 'closed',
  ended: 'closed',
};

const transports: Record<Phase, Record<Role, TransportState>> = {
  open: { client: 'open', server: 'open' },
  'close-sent': { client: 'open', server: 'open' },
  closed: { client: 'open', server: 'end-after-output' },
  failed: { client: 'end-after-output', server: 'end-after-output' },
  ended: { client: 'close-after-output', server: 'close-after-output' },
};

/** How to bring a connection into a phase, with everything pulled and taken. */
const enter: Record<Phase, (connection: Connection, role: Role) => void> = {
  open: () => {},
  'close-sent': (connection) => connection.close(1001, 'going'),
  closed: (connection, role) => connection.receive(closeToReceive(role, 1000)),
  failed: (connection, role) => connection.receive(toReceive(role, 0x3)),
  ended: (connection) => connection.receiveEnd(),
};

const apply: Record<Input, (connection: Connection, role: Role) => void> = {
  'send-close': (connection) => connection.close(1000, 'done'),
  'receive-close': (connection, role) => connection.receive(closeToReceive(role, 3000, 'theirs')),
  violation: (connection, role) => connection.receive(toReceive(role, 0xb)),
  'end-of-input': (connection) => connection.receiveEnd(),
};

interface Outcome {
  readonly to: Phase;
  readonly sends: readonly SentFrame[];
  readonly events: readonly ConnectionEvent[];
}

const close = (payload: Uint8Array): SentFrame => ({ opcode: Opcode.Close, fin: true, payload });
const theirClose = { type: 'close', code: 3000, reason: 'theirs', wasClean: true } as const;

function outcome(
  to: Phase,
  events: readonly ConnectionEvent[] = [],
  ...sends: SentFrame[]
): Outcome {
  return { to, sends, events };
}

const expected: Record<Phase, Record<Input, Outcome>> = {
  open: {
    'send-close': outcome('close-sent', [], close(closeBody(1000, 'done'))),
    'receive-close': outcome('closed', [theirClose], close(closeBody(3000))),
    violation: outcome('failed', failure('reserved-opcode'), faultClose('reserved-opcode')),
    'end-of-input': outcome('ended', [abnormal]),
  },
  'close-sent': {
    'send-close': outcome('close-sent'),
    'receive-close': outcome('closed', [theirClose]),
    violation: outcome('failed', failure('reserved-opcode')),
    'end-of-input': outcome('ended', [abnormal]),
  },
  closed: {
    'send-close': outcome('closed'),
    'receive-close': outcome('closed'),
    violation: outcome('closed'),
    'end-of-input': outcome('ended'),
  },
  failed: {
    'send-close': outcome('failed'),
    'receive-close': outcome('failed'),
    violation: outcome('failed'),
    'end-of-input': outcome('ended'),
  },
  ended: {
    'send-close': outcome('ended'),
    'receive-close': outcome('ended'),
    violation: outcome('ended'),
    'end-of-input': outcome('ended'),
  },
};

function reportOf(events: readonly ConnectionEvent[]): string | undefined {
  if (events.length === 0) return undefined;
  return events.includes(theirClose) ? 'peer-close' : 'abnormal';
}

const pairs = phases.flatMap((phase) => inputs.map((input) => ({ phase, input })));

test.each(pairs)('the table has $phase × $input', ({ phase, input }) => {
  const row = transitions[phase][input];
  const { to, sends, events } = expected[phase][input];
  expect(row?.to ?? phase).toBe(to);
  expect(row?.sends !== undefined).toBe(sends.length > 0);
  expect(row?.reports).toBe(reportOf(events));
});

describe.each(phases)('in the phase %s', (phase) => {
  test('the state is what it says', () => {
    expect(stateOf[phase]).toBe(states[phase]);
  });

  test.each(roles)('the transport of a %s is what it says', (role) => {
    expect(transportOf(phase, role)).toBe(transports[phase][role]);
  });
});

describe.each(roles)('a %s', (role) => {
  function inPhase(phase: Phase): Connection {
    const connection = connect(role);
    enter[phase](connection, role);
    drain(connection);
    takeFrames(connection, role);
    return connection;
  }

  test.each(phases)('can be brought into the phase %s', (phase) => {
    const connection = inPhase(phase);
    expect(connection.state).toBe(states[phase]);
    expect(connection.transport).toBe(transports[phase][role]);
    expect(pending(connection)).toStrictEqual(nothingPending);
  });

  test.each(pairs)('goes from $phase with $input where the table leads', ({ phase, input }) => {
    const connection = inPhase(phase);
    apply[input](connection, role);
    const { to, sends, events } = expected[phase][input];
    expect(drain(connection)).toStrictEqual(events);
    expect(takeFrames(connection, role)).toStrictEqual(sends);
    expect(connection.state).toBe(states[to]);
    expect(connection.transport).toBe(transports[to][role]);
  });

  test.each(pairs)('says nothing twice: $phase with $input two times', ({ phase, input }) => {
    const connection = inPhase(phase);
    apply[input](connection, role);
    drain(connection);
    takeFrames(connection, role);
    const { to } = expected[phase][input];
    apply[input](connection, role);
    const next = expected[to][input];
    expect(drain(connection)).toStrictEqual(next.events);
    expect(takeFrames(connection, role)).toStrictEqual(next.sends);
    expect(connection.state).toBe(states[next.to]);
  });

  test.each(phases)('sends in the phase %s as its documentation says', (phase) => {
    const sends: ((connection: Connection) => boolean)[] = [
      (connection) => connection.sendText('a'),
      (connection) => connection.sendBinary(new Uint8Array(1)),
      (connection) => connection.sendFragment('a', { fin: true }),
      (connection) => connection.ping(),
      (connection) => connection.pong(),
    ];
    for (const send of sends) {
      const connection = inPhase(phase);
      if (phase === 'close-sent') expect(() => send(connection)).toThrow(TypeError);
      else expect(send(connection)).toBe(phase === 'open');
      expect(takeFrames(connection, role).length).toBe(phase === 'open' ? 1 : 0);
    }
  });

  test.each(phases)("throws after one's own close(), whatever came after it: %s", (phase) => {
    const connection = connect(role);
    connection.close();
    if (phase !== 'open') enter[phase](connection, role);
    drain(connection);
    expect(() => connection.sendText('a')).toThrow(TypeError);
    expect(() => connection.ping()).toThrow('close()');
  });

  test.each(phases)('refuses wrong arguments of close in the phase %s all the same', (phase) => {
    const connection = inPhase(phase);
    expect(() => connection.close(1005)).toThrow(RangeError);
    expect(() => connection.close(1000, 'r'.repeat(124))).toThrow(RangeError);
    expect(() => connection.close(undefined, 'reason')).toThrow(TypeError);
    expect(() => connection.close('1000' as unknown as number)).toThrow(TypeError);
    expect(connection.state).toBe(states[phase]);
    expect(takeFrames(connection, role)).toStrictEqual([]);
  });

  test('goes on answering pings between its own Close and the peer’s', () => {
    const connection = inPhase('close-sent');
    connection.receive(
      join(
        toReceive(role, Opcode.Ping, 'a'),
        toReceive(role, Opcode.Text, 'late'),
        closeToReceive(role),
        toReceive(role, Opcode.Ping, 'b'),
      ),
    );
    expect(drain(connection)).toStrictEqual([
      { type: 'ping', payload: Uint8Array.of(0x61) },
      { type: 'text', data: 'late' },
      { type: 'close', code: 1005, reason: '', wasClean: true },
    ]);
    expect(takeFrames(connection, role)).toStrictEqual([
      { opcode: Opcode.Pong, fin: true, payload: Uint8Array.of(0x61) },
    ]);
  });

  test.each(['closed', 'failed'] as const)(
    'that is %s when the end has come already closes the transport at once',
    (phase) => {
      const connection = connect(role);
      enter[phase](connection, role);
      connection.receiveEnd();
      expect(connection.state).toBe('open');
      connection.nextEvent();
      expect(connection.transport).toBe('close-after-output');
      expect(drain(connection).length).toBe(phase === 'closed' ? 0 : 1);
      expect(takeFrames(connection, role).length).toBe(1);
    },
  );
});
