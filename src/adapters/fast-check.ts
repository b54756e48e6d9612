/**
 * Arbitraries for fast-check: what crosses a WebSocket connection, right and wrong.
 */

export {
  type BrokenStream,
  type BrokenStreamOptions,
  brokenStream,
} from './fast-check/broken-stream.js';
export { type Bounded, type Cut, cut } from './fast-check/cuts.js';
export type { ReceiverLimits } from './fast-check/fault.js';
export {
  closeCode,
  controlFrame,
  type DataFrameOptions,
  dataFrame,
  type FrameOptions,
  type FrameValue,
  frame,
  maskingKey,
} from './fast-check/frames.js';
export {
  type FramedMessage,
  type MessageOptions,
  message,
  type WholeMessage,
  wholeMessage,
} from './fast-check/messages.js';
export { type LengthOptions, payload, text } from './fast-check/payload.js';
export type { Role, SenderOptions } from './fast-check/role.js';
export {
  type StreamEnd,
  type StreamOptions,
  type ValidStream,
  type ValidStreamOptions,
  validStream,
} from './fast-check/valid-stream.js';
export type { Arrival, StreamEvent } from './fast-check/wire.js';
