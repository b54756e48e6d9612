/**
 * What an application does on a connection in the middle of its stream.
 */

import { check } from '../engine/finding.js';

/** @typedef {import('websocket-codec').Connection} Connection */

/** No peer of a generated stream sends it in a ping. */
export const OWN_PONG = 'own pong';

/** What one may do, by number. @type {readonly ((connection: Connection, argument: number) => boolean | undefined)[]} */
const sends = [
  (connection, argument) => connection.sendText('é'.repeat(argument % 90)),
  (connection, argument) => connection.sendBinary(new Uint8Array(argument * 20)),
  (connection, argument) => connection.ping(`${argument}`),
  (connection) => connection.pong(OWN_PONG),
  (connection, argument) => connection.sendFragment('a'.repeat(argument % 9), { fin: false }),
  (connection, argument) => connection.sendFragment('b'.repeat(argument % 9), { fin: true }),
  (connection, argument) => connection.sendText('c'.repeat(argument), { compress: true }),
];

/**
 * Does it, and keeps to the transcript what came of it.
 *
 * @param {Connection} connection
 * @param {import('./connection-program.js').Operation} operation
 * @param {import('../references/transcript.js').Transcript} transcript
 * @returns {number} at least the bytes that were sent
 */
export function operate(connection, { kind, argument }, transcript) {
  const before = connection.pendingOutputBytes;
  const { state } = connection;
  if (kind < sends.length) {
    let result = '';
    try {
      result = String(sends[kind](connection, argument));
    } catch (error) {
      // After one's own close, and for a message inside a fragmented one: a mistake of the application.
      if (!(error instanceof TypeError)) throw error;
      result = 'TypeError';
    }
    const isSent = result === 'true';
    check(isSent === connection.pendingOutputBytes > before, 'send', 'sent and not sent');
    check(!isSent || state === 'open', 'send', 'sent though the connection is not open');
    check(
      result !== 'false' || state === 'closed',
      'send',
      'refused though the connection is open',
    );
    transcript.say(`send ${kind} ${result}`);
  } else if (kind === 7) {
    connection.close();
    if (state === 'open') transcript.sentClose = { code: 1005, reason: '' };
    transcript.say('close()');
  } else if (kind === 8) {
    connection.close(4000 + argument, 'because');
    if (state === 'open') transcript.sentClose = { code: 4000 + argument, reason: 'because' };
    transcript.say('close(code)');
  } else if (kind === 9) {
    connection.receiveEnd();
    transcript.pull(connection);
    transcript.say('end');
  } else transcript.take(connection);
  if (kind === 7 || kind === 8) check(connection.state !== 'open', 'state', 'open after close()');
  return connection.pendingOutputBytes;
}
