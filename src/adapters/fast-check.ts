/**
 * Arbitraries for fast-check: what crosses a WebSocket connection, right and wrong.
 */

export {
  type BrokenRequest,
  type BrokenRequestOptions,
  brokenHandshakeRequest,
} from './fast-check/broken-request.js';
export {
  type BrokenResponse,
  type BrokenResponseOptions,
  brokenHandshakeResponse,
} from './fast-check/broken-response.js';
export {
  type BrokenStream,
  type BrokenStreamOptions,
  brokenStream,
} from './fast-check/broken-stream.js';
export type { AgreedDeflate } from './fast-check/compressed.js';
export { type Bounded, type Cut, cut } from './fast-check/cuts.js';
export {
  brokenDeflateAnswer,
  brokenDeflateOffer,
  type DeflateAgreement,
  deflateAnswer,
  deflateOffer,
} from './fast-check/deflate-parameters.js';
export { extensionOffer, type WrittenExtension } from './fast-check/extensions.js';
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
export { handshakeRequest, type ValidRequest } from './fast-check/handshake-request.js';
export { handshakeResponse, type ValidResponse } from './fast-check/handshake-response.js';
export type { SpellingOptions } from './fast-check/head-fields.js';
export {
  type FramedMessage,
  type MessageOptions,
  message,
  type WholeMessage,
  wholeMessage,
} from './fast-check/messages.js';
export type { Operation, Outcome, OutputFrame, Played } from './fast-check/operation.js';
export {
  type OperationsOptions,
  operations,
  type Scenario,
} from './fast-check/operations.js';
export { type LengthOptions, payload, text } from './fast-check/payload.js';
export { type Playable, type PlayOptions, play } from './fast-check/play.js';
export type { Role, SenderOptions } from './fast-check/role.js';
export {
  type StreamEnd,
  type StreamOptions,
  type ValidStream,
  type ValidStreamOptions,
  validStream,
} from './fast-check/valid-stream.js';
export type { Arrival, StreamEvent } from './fast-check/wire.js';
