/**
 * What a server must find wrong with an opening handshake: for each of our codes, whether the head has that fault.
 */

/** @typedef {import('./request.js').RequestReading} Reading */

/** @type {Readonly<Record<string, (head: Reading) => boolean>>} */
export const requestFaults = {
  'start-line-malformed': (head) => !head.isStartLineFormed,
  'header-malformed': (head) => !head.areFieldsFormed,
  // Upgrade in HTTP/1.0 is as good as none.
  'upgrade-missing': (head) => head.version <= 10 || !head.asksForWebSocket,
  'method-not-get': (head) => head.method !== 'GET',
  'http-version-unsupported': ({ version }) => version < 11 || version > 19,
  'target-invalid': (head) => !head.isTargetValid,
  'connection-upgrade-missing': (head) => !head.asksForUpgrade,
  'body-unexpected': (head) => head.hasBody,
  'field-not-ascii': (head) => head.isOpaque,
  'host-missing': (head) => head.values('host').length === 0,
  'host-duplicate': (head) => head.values('host').length > 1,
  'host-invalid': (head) => !head.isHostValid,
  'version-duplicate': (head) => head.values('sec-websocket-version').length > 1,
  'version-unsupported': (head) => head.values('sec-websocket-version').join() !== '13',
  'key-missing': (head) => head.values('sec-websocket-key').length === 0,
  'key-duplicate': (head) => head.values('sec-websocket-key').length > 1,
  'key-invalid': (head) => !head.isKeyValid,
  'origin-duplicate': (head) => head.values('origin').length > 1,
  'protocol-malformed': (head) => !head.areProtocolsFormed,
  'protocol-duplicate': (head) => !head.areProtocolsUnique,
  'extensions-malformed': (head) => head.extensions === null,
};

/** Judged before all others, in this order; whatever asks for no WebSocket is an ordinary request. */
const first = ['start-line-malformed', 'header-malformed', 'upgrade-missing'];

/**
 * The codes of which a server must give one: of a head that is whole, and none where it must accept.
 *
 * @param {Reading} head
 */
export function faultsOfRequest(head) {
  const most = first.find((code) => requestFaults[code](head));
  if (most !== undefined) return [most];
  return Object.keys(requestFaults).filter((code) => requestFaults[code](head));
}
