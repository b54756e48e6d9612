/**
 * The life of a connection as a table of phases and inputs (RFC 6455 §4.1, §7). The diagram in
 * ARCHITECTURE.md is made from it.
 */

export type Phase = 'open' | 'close-sent' | 'closed' | 'failed' | 'ended';

/** What can happen: our own `close()`, the peer's Close, a violation by the peer, the end of the input. */
export type Input = 'send-close' | 'receive-close' | 'violation' | 'end-of-input';

export interface Transition {
  readonly to: Phase;
  /** What goes out: our own Close, the echo of the peer's, or one that names the violation. */
  readonly sends?: 'close' | 'echo' | 'fault';
  /** What the `close` event reports: the peer's Close, or its absence (1006). */
  readonly reports?: 'peer-close' | 'abnormal';
}

/** A pair that is missing changes nothing: after the end, all input is ignored. */
export const transitions: Readonly<Record<Phase, Partial<Record<Input, Transition>>>> = {
  open: {
    'send-close': { to: 'close-sent', sends: 'close' },
    'receive-close': { to: 'closed', sends: 'echo', reports: 'peer-close' },
    violation: { to: 'failed', sends: 'fault', reports: 'abnormal' },
    'end-of-input': { to: 'ended', reports: 'abnormal' },
  },
  // Our Close is on its way, so nothing more of that kind is sent, not even in answer to a violation.
  'close-sent': {
    'receive-close': { to: 'closed', reports: 'peer-close' },
    violation: { to: 'failed', reports: 'abnormal' },
    'end-of-input': { to: 'ended', reports: 'abnormal' },
  },
  closed: { 'end-of-input': { to: 'ended' } },
  failed: { 'end-of-input': { to: 'ended' } },
  ended: {},
};

/** `Connection.state`. */
export type ConnectionState = 'open' | 'closing' | 'closed';

export const stateOf: Readonly<Record<Phase, ConnectionState>> = {
  open: 'open',
  'close-sent': 'closing',
  closed: 'closed',
  failed: 'closed',
  ended: 'closed',
};

/** `Connection.transport`. */
export type TransportState = 'open' | 'end-after-output' | 'close-after-output';

/** The server ends TCP first, so that the client is not left in TIME_WAIT (RFC 6455 §7.1.1). */
export function transportOf(phase: Phase, role: 'client' | 'server'): TransportState {
  if (phase === 'ended') return 'close-after-output';
  if (phase === 'failed' || (phase === 'closed' && role === 'server')) return 'end-after-output';
  return 'open';
}
