/**
 * All targets, the cheap ones first.
 */

import { closeTarget } from './close.js';
import { connectRequestTarget } from './connect-request.js';
import { connectResponseTarget } from './connect-response.js';
import { connectionTarget } from './connection.js';
import { extensionsTarget } from './extensions.js';
import { frameTarget } from './frame.js';
import { headerTarget } from './header.js';
import { inflateTarget } from './inflate.js';
import { maskTarget } from './mask.js';
import { pairTarget } from './pair.js';
import { peersRequestTarget } from './peers-request.js';
import { peersResponseTarget } from './peers-response.js';
import { peersStreamTarget } from './peers-stream.js';
import { requestTarget } from './request.js';
import { responseTarget } from './response.js';
import { streamTarget } from './stream.js';

/** @type {readonly ((codec: import('../codec.js').Codec) => import('../engine/target.js').Target)[]} */
const makers = [
  headerTarget,
  frameTarget,
  maskTarget,
  closeTarget,
  extensionsTarget,
  requestTarget,
  responseTarget,
  connectRequestTarget,
  connectResponseTarget,
  streamTarget,
  inflateTarget,
  connectionTarget,
  pairTarget,
  peersStreamTarget,
  peersRequestTarget,
  peersResponseTarget,
];

/** @param {import('../codec.js').Codec} codec */
export function allTargets(codec) {
  return makers.map((make) => make(codec));
}
