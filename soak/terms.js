/**
 * What the server is told, and those that talk to it rely on.
 */

/** Small enough that an attacker of the run reaches each. */
export const limits = {
  maxMessageBytes: 1_048_576,
  maxPayloadBytes: 1_048_576,
  maxFragments: 4096,
};

/** Long enough that a good client of a machine that is busy with thousands of others keeps them. */
export const deadlines = { handshakeTimeoutMs: 15_000, heartbeatMs: 15_000, closeTimeoutMs: 5_000 };

/** So long a client waits for an answer before it calls it missing. */
export const PATIENCE_MS = 90_000;
