/**
 * What the server tells about a connection on the event stream, one type for each event.
 *
 * @import { ConnectionState, TransportState } from 'websocket-codec'
 *
 * @typedef {'client' | 'server'} Sender
 *
 * @typedef {{ sender: Sender, time: number, lines: string[] }} HandshakeEvent
 * @typedef {{ sender: Sender, time: number, hex: string, totalBytes: number, roundTripMs?: number | null }} FrameEvent
 * @typedef {{ sender: Sender, time: number, hex: string, code: string, message: string, section: string }} InvalidEvent
 * @typedef {{ time: number, state: ConnectionState, transport: TransportState }} StateEvent
 * @typedef {{ sender: Sender, time: number }} TcpEndEvent
 * @typedef {{ count: number }} DroppedEvent
 *
 * @typedef {object} TraceListener
 * @property {(event: HandshakeEvent) => void} [handshake]
 * @property {(event: FrameEvent) => void} [frame]
 * @property {(event: InvalidEvent) => void} [invalid]
 * @property {(event: StateEvent) => void} [state]
 * @property {(event: TcpEndEvent) => void} [tcpEnd]
 * @property {(event: DroppedEvent) => void} [dropped]
 */

/** The events' names on the stream, and whom they are for. */
const events = /** @type {const} */ ([
  ['handshake', 'handshake'],
  ['frame', 'frame'],
  ['invalid', 'invalid'],
  ['state', 'state'],
  ['tcp-end', 'tcpEnd'],
  ['dropped', 'dropped'],
]);

/**
 * Passes the events of a stream on.
 *
 * @param {EventSource} source
 * @param {TraceListener} listener
 */
export function listenToTrace(source, listener) {
  for (const [name, method] of events) {
    source.addEventListener(name, ({ data }) => listener[method]?.(JSON.parse(data)));
  }
  // Left open, the browser would connect again to a stream that has nothing more to tell.
  source.addEventListener('done', () => source.close());
}
