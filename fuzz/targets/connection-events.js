/**
 * What a connection has received, compared with a second reading of the same bytes.
 */

import { check, report } from '../engine/finding.js';
import { Session } from '../references/session.js';

/** What may be found wrong with the content of a compressed message, which the second reading does not look into. */
const contentFaults = ['compressed-data-invalid', 'message-too-big', 'text-not-utf8'];

/**
 * @param {import('./connection-program.js').Program} program
 * @param {import('../references/transcript.js').Transcript} transcript
 */
export function checkEvents({ options, deflate, operations, wire }, transcript) {
  // The end of the input may come in front of the end of the stream.
  const end = operations.find(({ kind }) => kind === 9)?.at ?? wire.length;
  const { role, maxPayloadBytes, maxMessageBytes, maxFragments } = options;
  const session = new Session(wire.subarray(0, end), {
    role,
    allowedRsv: deflate === null ? 0 : 4,
    ...(maxPayloadBytes === undefined ? {} : { maxPayloadBytes }),
    ...(maxMessageBytes === undefined ? {} : { maxMessageBytes }),
    ...(maxFragments === undefined ? {} : { maxFragments }),
  });
  const { events, error, close } = transcript;
  const isContentRefused = error !== null && contentFaults.includes(error.code);
  for (const [index, { event, isCompressed, mayFail }] of session.steps.entries()) {
    const actual = events[index];
    if (actual === undefined && mayFail && isContentRefused) return;
    const isRight = isCompressed ? actual?.startsWith(event) : actual === event;
    if (!isRight) report('events', `another event than the second reading has: ${shown(event)}`);
  }
  check(
    events.length === session.steps.length,
    'events',
    'more events than the second reading has',
  );
  if (session.mayFail && isContentRefused) return;
  if (session.end !== 'failed') check(error === null, 'verdict', 'what has no fault is refused');
  else {
    check(error !== null, 'verdict', 'a fault was not seen');
    check(error?.code === session.fault, 'fault', 'another fault was named');
  }
  const isClean = session.end === 'closed';
  check(close?.wasClean === isClean, 'verdict', 'the end is clean, or it is not');
  const isSame = close?.code === session.code && close.reason === session.reason;
  check(!isClean || isSame, 'value', 'another Close was read');
  const { open } = session;
  const isWholeOnly = options.streamMessages !== true || open === null || open.isCompressed;
  check(isWholeOnly || transcript.openText === open?.text, 'parts', 'other parts of a message');
}

/** @param {string} text */
function shown(text) {
  return JSON.stringify(text.slice(0, 40));
}
