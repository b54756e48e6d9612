/**
 * What the server tells about a connection on the event stream, one type for each event.
 *
 * @import { ConnectionState, TransportState, ViolationCode } from 'websocket-codec'
 *
 * @typedef {'client' | 'server'} Sender
 *
 * @typedef {{ sender: Sender, time: number, lines: string[] }} HandshakeEvent
 * The lengths of a whole message without the headers of its frames.
 *
 * @typedef {{ wireBytes: number, plainBytes: number }} MessageSizes
 *
 * @typedef {object} Inflated what comes out of the payload of a frame of a compressed message
 * @property {string} hex the beginning of it
 * @property {number} totalBytes
 * @property {MessageSizes | null} message null before the last frame
 * @property {ViolationCode | null} fault why nothing more can come out
 *
 * @typedef {object} FrameEvent
 * @property {Sender} sender
 * @property {number} time
 * @property {string} hex
 * @property {number} totalBytes
 * @property {Inflated} [inflated]
 * @property {number | null} [roundTripMs]
 *
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
